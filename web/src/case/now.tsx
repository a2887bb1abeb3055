/** 现在该做: the steps I may take from here, the first as the main one, each with what it still lacks. */
import { useState } from 'preact/hooks'
import { Choice, Field } from '../inputs.tsx'
import { useRectification } from '../office/finding-cells.tsx'
import { Refusal } from '../office/refusal.tsx'
import { useWriting } from '../office/writing.ts'
import { Sheet } from '../parts.tsx'
import { Needs, StepSheet } from './step-sheet.tsx'
import type { Rectification } from '../office/wire.ts'
import type { CaseFull, OpenStep, Taken } from './wire.ts'

interface NowProps {
  found: CaseFull
  again: () => void
}

export function Now({ found, again }: NowProps) {
  const [doing, setDoing] = useState<OpenStep | null>(null)
  const words = useRectification()
  const first = found.steps.find((step) => step.to === ahead(found))
  const others = found.steps.filter((step) => step !== first)
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
        {!first && <p>{waiting(found, words)}</p>}
        {first && (
          <>
            <p>
              {first.name}
              {first.missing.length > 0 && `，还差 ${first.missing.length} 项：`}
            </p>
            <Needs step={first} lacking={first.missing} />
            <button class="btn main wide" type="button" onClick={() => setDoing(first)}>
              {first.name}
              {first.missing.length > 0 && <small>还差 {first.missing.length} 项</small>}
            </button>
          </>
        )}
        {others.length > 0 && (
          <div class="btns">
            {others.map((step) => (
              <button key={step.step} class="btn" type="button" onClick={() => setDoing(step)}>
                {step.name}
              </button>
            ))}
          </div>
        )}
        <Beside found={found} again={again} />
      </div>
      {doing && (
        <StepSheet key={doing.step} found={found} step={doing} paperNames={words?.papers ?? []} close={() => setDoing(null)} done={done} />
      )}
    </section>
  )
}

/** The next state on the way to closing; a case that left the way has none. */
function ahead({ way, state }: CaseFull): string | undefined {
  const here = way.findIndex((one) => one.state === state)
  return here < 0 ? undefined : way[here + 1]?.state
}

/** Who has it in hand, when it is not the reader. */
function waiting(found: CaseFull, words: Rectification | undefined): string {
  const next = words?.steps.find(
    (row) => row.state === found.state && row.to === ahead(found) && row.levels.includes(found.level),
  )
  if (next) return `等${next.who_name}${next.name}。`
  return found.type === 'closed' ? `${found.state_name}，没有要办的了。` : `现在是“${found.state_name}”。`
}

/** What may be said beside the steps: the public text, an objection and its settling. */
function Beside({ found, again }: NowProps) {
  const [saying, setSaying] = useState<'public_draft' | 'objection' | Taken | null>(null)
  const open = openObjections(found)
  if (found.beside.length === 0) return null
  const close = () => setSaying(null)
  const done = () => {
    close()
    again()
  }
  return (
    <>
      <div class="btns">
        {found.beside.includes('public_draft') && (
          <button class="btn" type="button" onClick={() => setSaying('public_draft')}>
            批准公开稿
          </button>
        )}
        {found.beside.includes('objection') && (
          <button class="btn" type="button" onClick={() => setSaying('objection')}>
            登记异议
          </button>
        )}
        {found.beside.includes('objection') &&
          open.map((one) => (
            <button key={one.id} class="btn" type="button" onClick={() => setSaying(one)}>
              处理第 {one.seq} 号异议
            </button>
          ))}
      </div>
      {saying === 'public_draft' && <Draft id={found.id} close={close} done={done} />}
      {saying === 'objection' && <Objection id={found.id} close={close} done={done} />}
      {typeof saying === 'object' && saying && <Settle id={found.id} objection={saying} close={close} done={done} />}
    </>
  )
}

function openObjections({ taken }: CaseFull): Taken[] {
  const settled = new Set(taken.flatMap((one) => one.body.settles ?? []))
  return taken.filter((one) => one.type === 'objection' && !one.body.settles && !settled.has(one.id))
}

interface WordsProps {
  id: string
  close: () => void
  done: () => void
}

function Draft({ id, close, done }: WordsProps) {
  return (
    <Words
      title="批准公开稿"
      hint="这段话会放到公开网站上：不写人名、电话、身份证号、具体位置。"
      label="公开稿"
      send={(text) => ({ type: 'public_draft', finding: id, text })}
      close={close}
      done={done}
    />
  )
}

function Objection({ id, close, done }: WordsProps) {
  return (
    <Words
      title="登记异议"
      hint="有没处理完的异议就不能销号。"
      label="异议内容"
      send={(text) => ({ type: 'objection', finding: id, text })}
      close={close}
      done={done}
    />
  )
}

function Settle({ id, objection, close, done }: WordsProps & { objection: Taken }) {
  const [outcome, setOutcome] = useState('')
  return (
    <Words
      title={`处理第 ${objection.seq} 号异议`}
      hint={objection.body.text ?? ''}
      label="处理意见"
      send={(text) => ({ type: 'objection', finding: id, settles: objection.id, text, ...(outcome && { outcome }) })}
      close={close}
      done={done}
    >
      <Choice
        legend="结果"
        name="outcome"
        options={[
          { value: 'dismissed', text: '不成立' },
          { value: 'upheld', text: '成立，要退回' },
        ]}
        chosen={[outcome]}
        choose={([value]) => setOutcome(value!)}
      />
    </Words>
  )
}

interface WordsSheetProps {
  title: string
  hint: string
  label: string
  send: (text: string) => Record<string, unknown>
  close: () => void
  done: () => void
  children?: preact.ComponentChildren
}

/** A sheet with one text that becomes an entry. */
function Words({ title, hint, label, send, close, done, children }: WordsSheetProps) {
  const [text, setText] = useState('')
  const writing = useWriting()
  const write = async () => {
    if (await writing.write(send(text.trim()))) done()
  }
  return (
    <Sheet title={title} close={close}>
      <p class="quiet">{hint}</p>
      {children}
      <Field id="words" label={label} value={text} change={setText} />
      <Refusal writing={writing} />
      <button class="btn main wide" type="button" disabled={writing.busy} onClick={() => void write()}>
        {title}
      </button>
    </Sheet>
  )
}
