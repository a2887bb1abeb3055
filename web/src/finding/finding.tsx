/** 登记问题: photo first, then where, what, how bad, by when. Three taps are enough; the rest may be left out. */
import { useState } from 'preact/hooks'
import { groupsOf } from '../checklist.ts'
import { begin, type Keeping, useDraft } from '../draft-keeping.ts'
import type { Change } from '../drafts.ts'
import { Choice, Field, Pick } from '../inputs.tsx'
import { useListing } from '../lists.ts'
import { post } from '../outbox.ts'
import { Bones, Saved, Screen, Sheet, State, Submit } from '../parts.tsx'
import { findingAt, go, HOME, receiptAt, visitAt } from '../routes.ts'
import { send } from '../sending.ts'
import { useLocating } from '../visit/locating.ts'
import { PlaceCard } from '../visit/place.tsx'
import type { Kind, Me } from '../wire.ts'
import { BEFORE, dayIn, type FindingDraft, findingEntry, findingSlip, newFinding, OTHER, sendable, SEVERITIES } from './draft.ts'
import { Shots } from './shots.tsx'

/** Days a person may name at one tap; which day the law wants is not the phone's to say. */
const DAYS = [3, 7, 15, 30]

export function NewFinding({ who }: { who: Me }) {
  const kinds = useListing<{ items: Kind[] }>(who.account, '/kinds').value?.items
  if (kinds?.[0]) setTimeout(() => go(findingAt(begin(newFinding(who, kinds[0]!.kind)).id), true))
  return (
    <Screen title="登记问题" back={HOME}>
      <Bones />
    </Screen>
  )
}

export function FindingScreen({ who, id }: { who: Me; id: string }) {
  const kinds = useListing<{ items: Kind[] }>(who.account, '/kinds').value?.items
  const keeping = useDraft<FindingDraft>(id)
  const { draft } = keeping
  if (draft && kinds && draft.account === who.account)
    return <Form {...keeping} who={who} draft={draft} categories={categoriesOf(kinds)} />
  const gone = draft === null || (draft && draft.account !== who.account)
  return (
    <Screen title="登记问题" back={HOME}>
      {gone ? (
        <State icon="empty" title="这份草稿不在了">
          <p class="quiet">可能已经提交，或者属于别的账号。</p>
        </State>
      ) : (
        <Bones />
      )}
    </Screen>
  )
}

/** The groups of the checklists that hold items one can fail, and 其他. */
function categoriesOf(kinds: Kind[]): { value: string; text: string }[] {
  const found = new Map<string, string>()
  for (const kind of kinds)
    for (const { group, name, questions } of groupsOf(kind.questions))
      if (questions.some((one) => one.fails_if && one.key !== kind.result_question)) found.set(group, name)
  return [...[...found].map(([value, text]) => ({ value, text })), { value: OTHER, text: '其他' }]
}

type FormProps = Keeping<FindingDraft> & {
  who: Me
  draft: FindingDraft
  categories: { value: string; text: string }[]
}

function Form({ who, draft, categories, saved, change, flush }: FormProps) {
  const [asking, setAsking] = useState(false)
  const locating = useLocating(draft, change)
  const gaps = missing(draft)
  const back = draft.visit ? visitAt(draft.visit) : HOME
  const submit = async () => {
    if (!sendable(draft)) return
    await flush()
    const category = categories.find((one) => one.value === draft.category)?.text ?? ''
    await post(draft, findingEntry(draft, new Date()), findingSlip(draft, category))
    go(draft.visit ? back : receiptAt(draft.id), true)
    void send(true)
  }
  const tap = () => (gaps.length ? setAsking(true) : void submit())
  const button = <Submit text="提交问题" gaps={gaps.length} tap={tap} />
  return (
    <Screen title="登记问题" back={back} aside={<Saved saved={saved} />} foot={button}>
      <Shots draft={draft} change={change} photoTaken={locating.onPhoto} />
      <PlaceCard who={who} draft={draft} change={change} locating={locating} />
      <What draft={draft} change={change} categories={categories} />
      <Severe draft={draft} change={change} />
      <Due draft={draft} change={change} />
      {asking && (
        <Sheet title={`还差 ${gaps.length} 项`} close={() => setAsking(false)}>
          <ul class="card cells">
            {gaps.map((gap) => (
              <li key={gap} class="pad">
                {gap}
              </li>
            ))}
          </ul>
          <div class="btns">
            <button class="btn" type="button" onClick={() => setAsking(false)}>
              回去补
            </button>
            {sendable(draft) && (
              <button class="btn" type="button" onClick={() => void submit()}>
                先这样提交
              </button>
            )}
          </div>
        </Sheet>
      )}
    </Screen>
  )
}

function missing(draft: FindingDraft): string[] {
  const named = draft.item !== null || (draft.category !== null && draft.category !== OTHER) || draft.text.trim()
  return [
    !draft.photos.some((photo) => photo.slot === BEFORE) && '整改前的照片',
    !draft.unit && '哪个乡镇',
    !draft.site && !draft.place.trim() && '在哪里',
    !named && '看到了什么：选一类，或写一句',
    !draft.severity && '有多严重',
    !draft.due_on && '建议改好的日期',
  ].filter((gap): gap is string => gap !== false)
}

interface PartProps {
  draft: FindingDraft
  change: Change<FindingDraft>
}

function What({ draft, change, categories }: PartProps & { categories: FormProps['categories'] }) {
  return (
    <section class="card pad stack form" aria-label="什么问题">
      {draft.item ? (
        <div>
          <p>
            <b>{draft.asked}</b>
            <span class="quiet">（这一项不合格）</span>
          </p>
          {draft.legal_basis && <p class="hint">依据：{draft.legal_basis}</p>}
        </div>
      ) : (
        <Pick
          id="category"
          label="看到了什么？"
          options={categories}
          chosen={draft.category ?? ''}
          choose={(category) => change(() => ({ category: category || null }))}
        />
      )}
      <div class="row">
        <label for="said">
          说两句<span class="quiet">{draft.category === OTHER ? '（必填）' : '（可不填）'}</span>
        </label>
        <textarea
          class="field"
          id="said"
          maxLength={4000}
          value={draft.text}
          onInput={(event) => {
            const text = event.currentTarget.value
            change(() => ({ text }))
          }}
        />
      </div>
    </section>
  )
}

function Severe({ draft, change }: PartProps) {
  return (
    <section class="card pad">
      <Choice
        legend="有多严重？"
        name="severity"
        options={SEVERITIES}
        chosen={draft.severity ? [draft.severity] : []}
        choose={([severity]) => change(() => ({ severity: severity as FindingDraft['severity'] }))}
      />
    </section>
  )
}

function Due({ draft, change }: PartProps) {
  const days = DAYS.map((count) => ({ value: dayIn(count), text: `${count} 天` }))
  return (
    <section class="card pad stack">
      <Choice
        legend="建议几天内改好？"
        name="due"
        options={days}
        chosen={draft.due_on ? [draft.due_on] : []}
        choose={([due_on]) => change(() => ({ due_on: due_on! }))}
      />
      <Field
        id="due-on"
        label="或者选一天"
        type="date"
        value={draft.due_on}
        change={(due_on) => change(() => ({ due_on }))}
      />
    </section>
  )
}

