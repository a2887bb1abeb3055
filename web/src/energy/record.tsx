/** One energy record: its result, each number with its paper and its sum, what to look at, and the steps open to me. */
import { useState } from 'preact/hooks'
import { Field } from '../inputs.tsx'
import { at } from '../office/address.ts'
import { Answered } from '../office/answered.tsx'
import { useAnswer } from '../office/asking.ts'
import { Head } from '../office/head.tsx'
import type { ScreenProps } from '../office/office.tsx'
import { Refusal } from '../office/refusal.tsx'
import { longTime } from '../office/words.ts'
import { useWriting } from '../office/writing.ts'
import { Icon, Sheet, Tag } from '../parts.tsx'
import { Energies } from './energies.tsx'
import { Figures } from './figures.tsx'
import { Loads } from './loads.tsx'
import { Supervised } from './supervised.tsx'
import type { RecordFull, RecordKind, StepAllowed } from './wire.ts'
import { KINDS } from './words.ts'

export function RecordPage({ id }: ScreenProps) {
  const [kind, record] = id.split(':') as [RecordKind, string]
  const answer = useAnswer<RecordFull>(kind in KINDS ? `${KINDS[kind].path}/${record}` : null)
  return (
    <Answered answer={answer} page="能源">
      {(found) => <Whole record={found} again={answer.again} />}
    </Answered>
  )
}

interface WholeProps {
  record: RecordFull
  again: () => void
}

function Whole({ record, again }: WholeProps) {
  const editable = record.kind === 'audit' && record.steps.some((one) => one.step === 'submit')
  return (
    <>
      <Head
        title={record.enterprise_name ?? '其他企业'}
        above={`${record.period.replace('..', ' 至 ')}·${KINDS[record.kind].name}·${record.organ}`}
      >
        <Tag tone={record.state === 'filed' ? 'good' : 'info'}>{record.state_name}</Tag>
        {editable && (
          <a class="btn" href={at(`audit-form/${record.id}`)}>
            改数
          </a>
        )}
        <button class="btn" type="button" onClick={() => print()}>
          打印
        </button>
      </Head>
      {record.results && <Figures results={record.results} />}
      <div class="two">
        <div class="stack">
          {record.kind === 'audit' && record.results && <Energies record={record} results={record.results} />}
          {record.kind === 'balance' && record.results && <Loads record={record} results={record.results} />}
          {record.kind === 'supervision' && <Supervised record={record} />}
          <Said record={record} />
        </div>
        <div class="stack">
          <Steps record={record} again={again} />
          <History record={record} />
        </div>
      </div>
    </>
  )
}

function Said({ record }: { record: RecordFull }) {
  const warnings = record.results?.warnings ?? []
  if (record.said.length + warnings.length === 0) return null
  return (
    <section class="card" aria-labelledby="look">
      <header class="split">
        <h2 id="look">要看一眼的</h2>
        <span class="quiet">{record.said.length + warnings.length} 处</span>
      </header>
      <ul class="cells">
        {[...record.said.map((one) => one.message), ...warnings].map((words) => (
          <li key={words} class="pad">
            {words}
          </li>
        ))}
      </ul>
    </section>
  )
}

function Steps({ record, again }: WholeProps) {
  const [doing, setDoing] = useState<StepAllowed | null>(null)
  const [first, ...others] = record.steps
  const done = () => {
    setDoing(null)
    again()
  }
  return (
    <section class="card" aria-labelledby="now">
      <header>
        <h2 id="now">现在该做</h2>
      </header>
      <div class="pad stack one">
        {!first && <p>没有要您办的。</p>}
        {first && (
          <>
            <Missing step={first} />
            <button class="btn main wide" type="button" onClick={() => setDoing(first)}>
              {first.name}
            </button>
          </>
        )}
        <div class="btns">
          {others.map((step) => (
            <button key={step.step} class="btn" type="button" onClick={() => setDoing(step)}>
              {step.name}
            </button>
          ))}
        </div>
      </div>
      {doing && <StepSheet record={record} step={doing} close={() => setDoing(null)} done={done} />}
    </section>
  )
}

function Missing({ step }: { step: StepAllowed }) {
  return (
    <ul class="need">
      {step.missing.map((one) => (
        <li key={one.code}>
          <Icon name="cross" />
          <span>{one.message}</span>
        </li>
      ))}
    </ul>
  )
}

/** Which words a step asks for is told by what it lacks. */
const ASKED: Record<string, string> = { reasons: '理由', archive_no: '档案号' }

function StepSheet({ record, step, close, done }: { record: RecordFull; step: StepAllowed; close: () => void; done: () => void }) {
  const [given, setGiven] = useState<Record<string, string>>({})
  const writing = useWriting()
  const asked = Object.keys(ASKED).filter((field) => step.missing.some((one) => one.path === field))
  const write = async () => {
    const body = { type: 'audit_step', record: record.id, version: record.version, step: step.step, ...given }
    if (await writing.write(body)) done()
  }
  return (
    <Sheet title={step.name} close={close}>
      <p class="quiet">办好后是“{step.to_name}”。</p>
      <Missing step={{ ...step, missing: step.missing.filter((one) => !asked.includes(one.path)) }} />
      {asked.map((field) => (
        <Field
          key={field}
          id={`e-${field}`}
          label={ASKED[field]!}
          value={given[field] ?? ''}
          change={(value) => setGiven({ ...given, [field]: value })}
        />
      ))}
      <Refusal writing={writing} />
      <button class="btn main wide" type="button" disabled={writing.busy} onClick={() => void write()}>
        {step.name}
      </button>
    </Sheet>
  )
}

function History({ record }: { record: RecordFull }) {
  return (
    <section class="card" aria-labelledby="story">
      <header class="split">
        <h2 id="story">经过</h2>
        <span class="quiet">新的在上</span>
      </header>
      <ol class="time pad">
        {[...record.history].reverse().map((one, place) => (
          <li key={one.id} class={one.type === 'void' ? 'undo' : place === 0 ? 'now' : ''}>
            <b>{one.step_name || HISTORY[one.type] || '填报'}</b>
            {one.reason && <p>{one.reason}</p>}
            <ul>
              {one.changes.map((change) => (
                <li key={change.path}>
                  {change.label}：{String(change.old ?? '没有')} → {String(change.new ?? '没有')}
                </li>
              ))}
            </ul>
            <p class="quiet">
              {one.actor_name}，{longTime(one.received_at)}·第 {one.seq} 号
            </p>
          </li>
        ))}
      </ol>
    </section>
  )
}

const HISTORY: Record<string, string> = { correction: '更正', void: '作废' }
