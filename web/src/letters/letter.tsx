/** One letter: what it says, its answer, the problem it tells of; who wrote it only for a reason, and every look is kept. */
import { useState } from 'preact/hooks'
import { Field, Pick } from '../inputs.tsx'
import { at } from '../office/address.ts'
import { Answered } from '../office/answered.tsx'
import { useAnswer } from '../office/asking.ts'
import { FindingCells } from '../office/finding-cells.tsx'
import { isCounty } from '../office/freeze.tsx'
import { Head } from '../office/head.tsx'
import type { ScreenProps } from '../office/office.tsx'
import { nameOfPerson, usePeople } from '../office/registers.ts'
import { Refusal } from '../office/refusal.tsx'
import { longTime, shortTime } from '../office/words.ts'
import { useWriting } from '../office/writing.ts'
import { sentence } from '../http.ts'
import { Sheet, Tag } from '../parts.tsx'
import { ask } from '../session.ts'
import type { LetterFull, Petitioner } from './wire.ts'

export function LetterPage({ who, id }: ScreenProps) {
  const answer = useAnswer<LetterFull>(`/letters/${id}`)
  return (
    <Answered answer={answer} page="信访件">
      {(letter) => <Letter letter={letter} who={who} again={answer.again} />}
    </Answered>
  )
}

interface LetterProps {
  letter: LetterFull
  who: ScreenProps['who']
  again: () => void
}

function Letter({ letter, who, again }: LetterProps) {
  return (
    <>
      <Head title={`信访件 ${letter.number}`} above={[letter.batch_name ?? '日常信访', letter.unit_name].join('·')}>
        {letter.focus && <Tag tone="warn">重点件</Tag>}
        {letter.anonymous && <Tag>匿名</Tag>}
        {letter.replied_on ? <Tag tone="good">已答复</Tag> : !letter.anonymous && <Tag tone="warn">还没答复</Tag>}
      </Head>
      <div class="two">
        <div class="stack">
          <Facts letter={letter} />
          <About letter={letter} />
          <History letter={letter} />
        </div>
        <div class="stack">
          {isCounty(who) && !letter.replied_on && !letter.anonymous && <Reply letter={letter} again={again} />}
          {letter.named && <Person letter={letter} again={again} />}
        </div>
      </div>
    </>
  )
}

function Facts({ letter }: { letter: LetterFull }) {
  const lines: [string, string | null][] = [
    ['反映', letter.text],
    ['类别', letter.category_name],
    ['收到', letter.received_on],
    ['交办', letter.assigned_on],
    ['答复期限', letter.reply_limit_days === null ? null : `${letter.reply_limit_days} 天，自然日`],
    ['答复', letter.replied_on && `${letter.replied_on}，${letter.reply_method_name ?? ''}${letter.reply_no ? `，${letter.reply_no}` : ''}`],
  ]
  return (
    <section class="card" aria-label="要点">
      <dl class="pad kv facts">
        {lines
          .filter(([, value]) => value)
          .map(([name, value]) => [<dt key={name}>{name}</dt>, <dd key={`${name}=`}>{value}</dd>])}
      </dl>
    </section>
  )
}

function About({ letter }: { letter: LetterFull }) {
  return (
    <section class="card" aria-labelledby="about">
      <header>
        <h2 id="about">反映的问题</h2>
      </header>
      {letter.about ? <FindingCells findings={[letter.about]} /> : <p class="pad quiet">还没有挂到问题上。</p>}
      {letter.others.length > 0 && (
        <ul class="cells">
          {letter.others.map((one) => (
            <li key={one.letter}>
              <a class="cell" href={at(`letter/${one.letter}`)}>
                <span class="grow">同一个问题的信访件 {one.number}</span>
                <span class="quiet">{one.replied_on ? '已答复' : '没答复'}</span>
              </a>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

const TYPES: Record<string, string> = {
  letter: '登记、改写',
  letter_reply: '答复',
  petitioner_reading: '查看信访人',
  correction: '更正',
  void: '作废',
}

function History({ letter }: { letter: LetterFull }) {
  return (
    <section class="card" aria-labelledby="story">
      <header>
        <h2 id="story">经过</h2>
      </header>
      <ol class="time pad">
        {[...letter.history].reverse().map((one, place) => (
          <li key={one.id} class={place === 0 ? 'now' : ''}>
            <b>{TYPES[one.type] ?? one.type}</b>
            <p class="quiet">
              {one.actor_name}，{longTime(one.received_at)}·第 {one.seq} 号
            </p>
          </li>
        ))}
      </ol>
    </section>
  )
}

const METHODS = [
  { value: 'written', text: '书面' },
  { value: 'visit', text: '当面' },
  { value: 'phone', text: '电话' },
  { value: 'online', text: '网上' },
]

function Reply({ letter, again }: { letter: LetterFull; again: () => void }) {
  const [open, setOpen] = useState(false)
  const [form, setForm] = useState({ replied_on: '', method: '', document_no: '', text: '' })
  const writing = useWriting()
  const write = async () => {
    const { text, ...rest } = form
    const body = { type: 'letter_reply', unit: letter.unit, letter: letter.letter, ...rest, ...(text.trim() && { text }) }
    if (!(await writing.write(body))) return
    setOpen(false)
    again()
  }
  return (
    <section class="card pad stack" aria-label="可以办的">
      <button class="btn main wide" type="button" onClick={() => setOpen(true)}>
        登记答复
      </button>
      {open && (
        <Sheet title="登记答复" close={() => setOpen(false)}>
          <Field id="r-on" label="答复的日子" type="date" value={form.replied_on} change={(replied_on) => setForm({ ...form, replied_on })} />
          <Pick id="r-method" label="怎样答复" options={METHODS} chosen={form.method} choose={(method) => setForm({ ...form, method })} />
          <Field id="r-no" label="答复意见书文号（没有可不填）" value={form.document_no} change={(document_no) => setForm({ ...form, document_no })} />
          <Field id="r-text" label="答复了什么" value={form.text} change={(text) => setForm({ ...form, text })} />
          <Refusal writing={writing} />
          <button class="btn main wide" type="button" disabled={writing.busy} onClick={() => void write()}>
            登记
          </button>
        </Sheet>
      )}
    </section>
  )
}

function Person({ letter, again }: { letter: LetterFull; again: () => void }) {
  const [purpose, setPurpose] = useState('')
  const [person, setPerson] = useState<Petitioner | null>(null)
  const [fault, setFault] = useState('')
  const people = usePeople()
  const look = async () => {
    const reply = await ask<Petitioner>('POST', `/letters/${letter.letter}/petitioner`, { purpose: purpose.trim() })
    setPerson(reply.body)
    setFault(reply.body ? '' : sentence(reply))
    if (reply.body) again()
  }
  return (
    <section class="card" aria-labelledby="person">
      <header>
        <h2 id="person">信访人</h2>
      </header>
      <div class="pad stack one">
        {person ? (
          <Known person={person} />
        ) : (
          <>
            <p class="quiet">查看要写明用处，谁在什么时候看的会一直留着。</p>
            <Field id="purpose" label="用处" value={purpose} change={setPurpose} fault={fault} />
            <button class="btn wide" type="button" onClick={() => void look()}>
              查看信访人
            </button>
          </>
        )}
      </div>
      <ul class="cells">
        {letter.readings.map((one) => (
          <li key={one.id} class="cell">
            <span class="grow">
              <b>{nameOfPerson(people, one.account)}</b>
              <span class="quiet">
                {shortTime(one.read_at)}，{one.purpose}
              </span>
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}

function Known({ person }: { person: Petitioner }) {
  if (person.erased) return <p>已经按规定删除。</p>
  const lines: [string, string | null][] = [
    ['姓名', person.name],
    ['电话', person.phone],
    ['身份证号', person.id_number],
    ['地址', person.address],
  ]
  return (
    <dl class="kv facts">
      {lines.filter(([, value]) => value).map(([name, value]) => [<dt key={name}>{name}</dt>, <dd key={`${name}=`}>{value}</dd>])}
    </dl>
  )
}
