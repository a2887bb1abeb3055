/** One step being filled in: what it asks for, what is still missing in the server's words, and sending it. */
import { useEffect, useState } from 'preact/hooks'
import { Icon, Sheet } from '../parts.tsx'
import { Refusal } from '../office/refusal.tsx'
import { useWriting } from '../office/writing.ts'
import { ask } from '../session.ts'
import type { Fault } from '../wire.ts'
import { begin, entryOf, fieldsOf, type StepDraft } from './draft.ts'
import { PARTS } from './fields.tsx'
import { forgetFiles, sendFiles } from './sending.ts'
import type { CaseFull, OpenStep } from './wire.ts'

interface StepSheetProps {
  found: CaseFull
  step: OpenStep
  paperNames: { key: string; name: string }[]
  close: () => void
  done: () => void
}

export function StepSheet({ found, step, paperNames, close, done }: StepSheetProps) {
  const [draft, setDraft] = useState<StepDraft>(begin)
  const [fault, setFault] = useState('')
  const [busy, setBusy] = useState(false)
  const writing = useWriting()
  const lacking = useLacking(entryOf(draft, found, step), step.missing)
  const fields = fieldsOf(step)
  const edit = (part: Partial<StepDraft>) => setDraft((before) => ({ ...before, ...part }))
  const send = async () => {
    setBusy(true)
    const said = await sendFiles(draft)
    setFault(said)
    const receipt = said ? null : await writing.write(entryOf(draft, found, step))
    setBusy(false)
    if (!receipt) return
    void forgetFiles(draft)
    done()
  }
  return (
    <Sheet title={step.name} close={close}>
      <p class="quiet">
        办好后是“{step.to_name}”。{step.effect && `${step.effect}。`}
      </p>
      <Needs step={step} lacking={lacking} />
      {PARTS.filter(([field]) => fields.has(field)).map(([field, Part]) => (
        <Part key={field} draft={draft} edit={edit} found={found} step={step} paperNames={paperNames} />
      ))}
      {fault && (
        <p class="fault" role="alert">
          {fault} 填的都还在，可以再试。
        </p>
      )}
      <Refusal writing={writing} />
      <button class="btn main wide" type="button" disabled={busy} onClick={() => void send()}>
        {busy ? '正在发' : step.name}
        {lacking.length > 0 && <small>还差 {lacking.length} 项</small>}
      </button>
    </Sheet>
  )
}

/** Each need, marked by whether the server still misses it. */
export function Needs({ step, lacking }: { step: OpenStep; lacking: Fault[] }) {
  const missing = new Map(lacking.map((fault) => [fault.code, fault.message]))
  const strange = lacking.filter((fault) => !step.needs.some((need) => need.key === fault.code))
  return (
    <ul class="need">
      {step.needs.map((need) => (
        <li key={need.key} class={missing.has(need.key) ? '' : 'ok'}>
          <Icon name={missing.has(need.key) ? 'cross' : 'check'} />
          <span>
            {need.name}
            {missing.has(need.key) && <small class="quiet">{need.explanation}</small>}
            <span class="vh">{missing.has(need.key) ? '，还缺' : '，齐了'}</span>
          </span>
        </li>
      ))}
      {strange.map((fault) => (
        <li key={`${fault.path} ${fault.code}`}>
          <Icon name="cross" />
          <span>{fault.message}</span>
        </li>
      ))}
    </ul>
  )
}

const SETTLED_MS = 400

/** What the step would still lack as it stands: asked of the server whenever typing pauses; nothing is written. */
function useLacking(entry: Record<string, unknown>, at_first: Fault[]): Fault[] {
  const [lacking, setLacking] = useState(at_first)
  const text = JSON.stringify(entry)
  useEffect(() => {
    let shown = true
    const timer = setTimeout(async () => {
      const body = { ...entry, made_at: new Date().toISOString() }
      const reply = await ask<{ errors: Fault[] }>('POST', '/entries/rehearsal', body)
      // Without an answer the last word stands; sending will say.
      if (shown && reply.body) setLacking(reply.body.errors)
    }, SETTLED_MS)
    return () => {
      shown = false
      clearTimeout(timer)
    }
  }, [text])
  return lacking
}
