/**
 * 定稿: a month is frozen as it stands, by an entry `report`; what changes afterwards shows as 更正 beside it.
 *
 * Owns: asking for it and showing it. Does not own the figures (server) or whether it may be (its rule refuses).
 */
import { useState } from 'preact/hooks'
import { shanghaiMonth } from '../clock.ts'
import { Field } from '../inputs.tsx'
import { Sheet, Tag } from '../parts.tsx'
import type { Me, Receipt } from '../wire.ts'
import { useAnswer } from './asking.ts'
import { figuresOf } from './figures.tsx'
import { Refusal } from './refusal.tsx'
import { nameOfPerson, usePeople } from './registers.ts'
import { FIGURES, longTime, monthText } from './words.ts'
import type { Stored, Sums } from './wire.ts'
import { useWriting } from './writing.ts'

interface FreezeProps {
  who: Me
  kind: string
  sums: Sums
  again: () => void
}

export const isCounty = (who: Me) => who.grants.some((grant) => grant.role === 'county')

export function Freeze({ who, kind, sums, again }: FreezeProps) {
  const [asking, setAsking] = useState(false)
  if (sums.frozen_seq !== null) return <Frozen sums={sums} />
  if (!isCounty(who) || sums.period >= shanghaiMonth(new Date())) return null
  const done = (receipt: Receipt) => {
    setAsking(false)
    if (receipt) again()
  }
  return (
    <section class="card pad stack" aria-label="定稿">
      <p class="quiet">还没定稿。定稿后数字不再变，以后的改动另外标作“更正”。</p>
      <button class="btn main wide" type="button" onClick={() => setAsking(true)}>
        {monthText(sums.period)}定稿
      </button>
      {asking && <Ask who={who} kind={kind} sums={sums} done={done} close={() => setAsking(false)} />}
    </section>
  )
}

interface AskProps extends Pick<FreezeProps, 'who' | 'kind' | 'sums'> {
  done: (receipt: Receipt) => void
  close: () => void
}

function Ask({ who, kind, sums, done, close }: AskProps) {
  const [note, setNote] = useState('')
  const writing = useWriting()
  const head = useHead()
  const county = who.grants.find((grant) => grant.role === 'county')!.unit
  const freeze = async () => {
    const body = { type: 'report', unit: county, kind, period: sums.period, ...(note.trim() && { note: note.trim() }) }
    const receipt = await writing.write(body)
    if (receipt) done(receipt)
  }
  return (
    <Sheet title={`${monthText(sums.period)}定稿`} close={close}>
      <p>
        以{who.name}的名义，把账本截至<b>第 {head ?? '…'} 号</b>记录的下列数字定下来：
      </p>
      <dl class="kv">
        {figuresOf(sums).map(({ name, percent, counts }) => [
          <dt key={name}>{name}</dt>,
          <dd key={`${name}=`}>
            <b>{percent ?? '—'}%</b>
            <br />
            <span class="quiet">{counts}</span>
          </dd>,
        ])}
      </dl>
      {sums.missing > 0 && <p class="warn">还有 {sums.missing} 个单位缺报，定稿后再补会标作更正。</p>}
      <Field id="freeze-note" label="说明（可不填）" value={note} change={setNote} />
      <Refusal writing={writing} />
      <button class="btn main wide" type="button" disabled={writing.busy} onClick={() => void freeze()}>
        定稿
      </button>
    </Sheet>
  )
}

/** The last number of the county's ledger. */
function useHead(): number | undefined {
  const nobody = '00000000-0000-0000-0000-000000000000'
  const { value } = useAnswer<{ book_head: Record<string, number> }>(`/receipts?ids=${nobody}`)
  return value && Object.values(value.book_head)[0]
}

function Frozen({ sums }: { sums: Sums }) {
  const people = usePeople()
  const { value: report } = useAnswer<Stored>(sums.report && `/entries/${sums.report}`)
  const changes = Object.entries(sums.changed)
  return (
    <section class="card" aria-label="定稿">
      <header class="split">
        <h2>已定稿</h2>
        {changes.length > 0 ? <Tag tone="warn">有更正</Tag> : <Tag tone="good">没有更正</Tag>}
      </header>
      <dl class="pad kv">
        <dt>截至记录</dt>
        <dd>第 {sums.frozen_seq} 号</dd>
        <dt>定稿时间</dt>
        <dd>{sums.frozen_at && longTime(sums.frozen_at)}</dd>
        <dt>定稿人</dt>
        <dd>{report ? nameOfPerson(people, report.actor) : '…'}</dd>
        {changes.map(([name, [then, now]]) => [
          <dt key={name} class="warn">
            更正：{FIGURES[name] ?? name}
          </dt>,
          <dd key={`${name}=`} class="warn">
            {then} → {now}
          </dd>,
        ])}
      </dl>
    </section>
  )
}
