/**
 * 更正 of a visit: its own answers in a form, the whole new body sent as one correction with a reason.
 *
 * Owns: the form. Photos, people and position stay as they were: they are evidence of that day. What a correction may
 * change is the server's word.
 */
import { useState } from 'preact/hooks'
import { answersToSend, type Given, standing } from '../checklist.ts'
import { Choice, Field, Pick } from '../inputs.tsx'
import { Bones, Sheet } from '../parts.tsx'
import type { Kind, Question } from '../wire.ts'
import { useCounting } from './body.ts'
import { Refusal } from './refusal.tsx'
import { useKinds, useSites } from './registers.ts'
import { NATURES } from './words.ts'
import type { VisitBody } from './wire.ts'
import type { VisitFull } from './wire-pages.ts'
import { useWriting } from './writing.ts'

interface CorrectProps {
  visit: VisitFull
  close: () => void
  done: () => void
}

const natures = Object.entries(NATURES).map(([value, text]) => ({ value, text }))

/** Answers as a form holds them: numbers as typed. */
function givenOf(body: VisitBody): Given {
  const given: Given = { ...body.texts }
  for (const [key, value] of Object.entries(body.answers ?? {})) given[key] = Array.isArray(value) ? value : String(value)
  return given
}

export function Correct({ visit, close, done }: CorrectProps) {
  const { body } = useCounting<VisitBody>(visit.id)
  const kind = useKinds()?.find((one) => one.kind === visit.kind && one.version === visit.kind_version)
  return (
    <Sheet title={`更正第 ${visit.seq} 号`} close={close}>
      <p class="quiet">照片、签名、位置是当时的证据，不能改。原来的内容一直留着。</p>
      {body && kind ? <Form id={visit.id} body={body} kind={kind} done={done} /> : <Bones />}
    </Sheet>
  )
}

interface FormProps {
  id: string
  body: VisitBody
  kind: Kind
  done: () => void
}

function Form({ id, body, kind, done }: FormProps) {
  const [given, setGiven] = useState(() => givenOf(body))
  const [frame, setFrame] = useState({ period: body.period, nature: body.nature, site: body.site ?? '' })
  const [reason, setReason] = useState('')
  const writing = useWriting()
  const asked = standing(kind, given).filter((question) => question.answer !== 'photo')
  const write = async () => {
    const { site: _, ...rest } = body
    const fresh = { ...rest, ...frame, ...(frame.site ? {} : { site: null }), ...answersToSend(asked, given) }
    if (await writing.write({ type: 'correction', target: id, body: fresh, reason: reason.trim() })) done()
  }
  const sites = (useSites() ?? []).filter((one) => one.unit === body.unit)
  return (
    <>
      <Field
        id="c-period"
        label="算在哪个月"
        value={frame.period}
        change={(period) => setFrame({ ...frame, period })}
        hint="年-月，例如 2026-11"
      />
      <Choice
        legend="性质"
        name="c-nature"
        options={natures}
        chosen={[frame.nature]}
        choose={([nature]) => setFrame({ ...frame, nature: nature! })}
      />
      {sites.length > 0 && (
        <Pick
          id="c-site"
          label="点位"
          options={sites.map((one) => ({ value: one.site, text: one.name }))}
          chosen={frame.site}
          choose={(site) => setFrame({ ...frame, site })}
        />
      )}
      {asked.map((question) => (
        <Asked
          key={question.key}
          question={question}
          given={given[question.key]}
          set={(value) => setGiven({ ...given, [question.key]: value })}
        />
      ))}
      <Field id="c-reason" label="为什么更正" value={reason} change={setReason} />
      <Refusal writing={writing} />
      <button class="btn main wide" type="button" disabled={writing.busy} onClick={() => void write()}>
        更正
      </button>
    </>
  )
}

interface AskedProps {
  question: Question
  given: string | string[] | undefined
  set: (value: string | string[] | undefined) => void
}

function Asked({ question, given, set }: AskedProps) {
  if (question.answer === 'multi') {
    const chosen = (given as string[] | undefined) ?? []
    const options = question.choices
    return <Choice legend={question.text} name={`c-${question.key}`} options={options} chosen={chosen} many choose={set} />
  }
  const shared = { id: `c-${question.key}`, label: question.text }
  if (question.choices.length) {
    return (
      <Pick {...shared} options={question.choices} chosen={String(given ?? '')} choose={(value) => set(value || undefined)} />
    )
  }
  return (
    <Field {...shared} value={String(given ?? '')} unit={question.unit} change={(value) => set(value || undefined)} />
  )
}
