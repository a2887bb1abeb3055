/** One group of a checklist: its questions in order, photo questions in a row as slots. */
import type { ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'
import { type Group, misread, progress, slotOf } from '../checklist.ts'
import type { Change, VisitDraft } from '../drafts.ts'
import { anchor } from '../missing.ts'
import { Field, Pick, Seg } from '../inputs.tsx'
import type { Kind, Question } from '../wire.ts'
import { AlbumSheet, Evidence, Slot } from './photo-slots.tsx'
import { Raise } from './raise.tsx'

interface GroupProps {
  group: Group
  kind: Kind
  draft: VisitDraft
  change: Change<VisitDraft>
  photoTaken: () => void
  /** Questions not passed, by the conditions of the kind. */
  failed: Set<string>
}

const MOST_SEGMENTS = 6

export function GroupCard({ group, ...shared }: GroupProps) {
  const [done, all] = progress(group, shared.draft.given, shared.draft.photos)
  return (
    <section class="card" aria-labelledby={`g-${group.group}`}>
      <header class="split">
        <h2 id={`g-${group.group}`}>{group.name}</h2>
        {all > 0 && (
          <span class="quiet">
            {done} / {all} 项
          </span>
        )}
      </header>
      <div class="pad stack form">
        {runs(group.questions).map((run) =>
          run[0]!.answer === 'photo' ? (
            <Slots key={run[0]!.key} questions={run} {...shared} />
          ) : (
            <Asked key={run[0]!.key} question={run[0]!} {...shared} />
          ),
        )}
      </div>
    </section>
  )
}

/** Photo questions that follow each other stand in one row of slots. */
function runs(questions: Question[]): Question[][] {
  const rows: Question[][] = []
  for (const question of questions) {
    const last = rows[rows.length - 1]
    if (question.answer === 'photo' && last?.[0]!.answer === 'photo') last.push(question)
    else rows.push([question])
  }
  return rows
}

type Shared = Omit<GroupProps, 'group'>

function Slots({ questions, kind, failed: _, ...shooting }: Shared & { questions: Question[] }) {
  const [choosing, setChoosing] = useState(false)
  const taken = new Set(shooting.draft.photos.map((photo) => photo.slot))
  const empty = questions.filter((question) => !taken.has(slotOf(question)))
  return (
    <div>
      <div class="slots">
        {questions.map((question) => (
          <Slot
            key={question.key}
            id={anchor(question)}
            slot={slotOf(question)}
            text={kind.slots?.[slotOf(question)]}
            asked={question.text}
            {...shooting}
          />
        ))}
      </div>
      {empty.length > 0 && (
        <button class="btn text album" type="button" onClick={() => setChoosing(true)}>
          从相册选
        </button>
      )}
      {choosing && (
        <AlbumSheet
          slots={empty.map((question) => [slotOf(question), kind.slots?.[slotOf(question)] ?? question.text])}
          close={() => setChoosing(false)}
          {...shooting}
        />
      )}
    </div>
  )
}

function Asked({ question, draft, change, kind, photoTaken, failed }: Shared & { question: Question }) {
  const given = draft.given[question.key]
  const set = (value: string | string[] | undefined) =>
    change((before) => ({ given: { ...before.given, [question.key]: value } }))
  return (
    <div id={anchor(question)}>
      {question.choices.length > 0 ? (
        <Choices question={question} given={given} set={set} />
      ) : (
        <Typed question={question} given={given as string | undefined} set={set} />
      )}
      {question.photo && answered(given) && (
        <Evidence
          slot={question.photo}
          text={kind.slots?.[question.photo]}
          draft={draft}
          change={change}
          photoTaken={photoTaken}
        />
      )}
      {failed.has(question.key) && <Raise visit={draft} question={question} />}
    </div>
  )
}

const answered = (given: string | string[] | undefined) => given !== undefined && given.length > 0

interface AnswerProps<T> {
  question: Question
  given: T | undefined
  set: (value: T | undefined) => void
}

function Choices({ question, given, set }: AnswerProps<string | string[]>) {
  const many = question.answer === 'multi'
  const chosen = given === undefined ? [] : ([] as string[]).concat(given)
  if (!many && question.choices.length > MOST_SEGMENTS) {
    return (
      <Pick
        id={`a-${question.key}`}
        label={label(question)}
        options={question.choices}
        chosen={chosen[0] ?? ''}
        choose={(value) => set(value || undefined)}
      />
    )
  }
  return (
    <fieldset>
      <legend>{label(question)}</legend>
      <Seg
        name={question.key}
        options={question.choices}
        chosen={chosen}
        many={many}
        choose={(values) => set(many ? values : values[0])}
      />
      <Note>{question.note}</Note>
    </fieldset>
  )
}

function Typed({ question, given, set }: AnswerProps<string>) {
  const number = question.answer !== 'text'
  return (
    <Field
      id={`a-${question.key}`}
      label={label(question)}
      value={given ?? ''}
      change={(value) => set(value || undefined)}
      unit={question.unit}
      inputMode={question.answer === 'integer' ? 'numeric' : number ? 'decimal' : 'text'}
      fault={misread(question, given) && '请填数字。'}
    />
  )
}

const label = (question: Question) => `${question.text}${question.required ? '' : '（可不填）'}`

function Note({ children }: { children?: ComponentChildren }) {
  return children ? <p class="hint">{children}</p> : null
}
