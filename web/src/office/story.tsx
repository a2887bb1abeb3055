/** The receipt of an entry and what was done to it later: who, when, why, under which number. */
import { nameOfPerson, usePeople } from './registers.ts'
import { hashText, longTime, TYPES } from './words.ts'
import type { Stored } from './wire.ts'

export function Receipt({ entry }: { entry: Stored<unknown> }) {
  const people = usePeople()
  return (
    <section class="card" aria-labelledby="receipt">
      <header>
        <h2 id="receipt">回执</h2>
      </header>
      <dl class="pad kv">
        <dt>编号</dt>
        <dd>第 {entry.seq} 号</dd>
        <dt>填报人</dt>
        <dd>{nameOfPerson(people, entry.actor)}</dd>
        <dt>入账</dt>
        <dd>{longTime(entry.received_at)}</dd>
        <dt>校验</dt>
        <dd>
          <code>{hashText(entry.hash)}</code>
        </dd>
      </dl>
    </section>
  )
}

export function Story({ entry, amendments }: { entry: Stored<unknown>; amendments: Stored[] }) {
  const people = usePeople()
  if (amendments.length === 0) return null
  return (
    <section class="card" aria-labelledby="story">
      <header class="split">
        <h2 id="story">经过</h2>
        <span class="quiet">新的在上</span>
      </header>
      <ol class="time pad">
        {[...amendments].reverse().map((one) => (
          <li key={one.id} class={one.type === 'void' ? 'undo' : 'now'}>
            <b>{TYPES[one.type]}</b>
            <p>{String(one.body.reason ?? '原因已按规定删除')}</p>
            <p class="quiet">
              {nameOfPerson(people, one.actor)}，{longTime(one.received_at)}·第 {one.seq} 号
            </p>
          </li>
        ))}
        <li>
          <b>填报</b>
          <p class="quiet">
            {nameOfPerson(people, entry.actor)}，{longTime(entry.received_at)}·第 {entry.seq} 号
          </p>
        </li>
      </ol>
    </section>
  )
}
