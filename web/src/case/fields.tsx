/**
 * The parts of a step's form, one for each field that a need of the table may ask for.
 *
 * Owns: how each field is filled in. Which of them stand in a form is the server's word (draft.ts, fieldsOf).
 */
import type { ComponentChildren } from 'preact'
import { Choice, Field, Pick } from '../inputs.tsx'
import { useUnits } from '../office/registers.ts'
import { approvedDraft, type Checker, type Edit, NO_CHECKER, plannedIn, type StepDraft } from './draft.ts'
import { locate } from '../position.ts'
import { Decisions } from './decisions.tsx'
import { Scans } from './scans.tsx'
import { Shots } from './shots.tsx'
import type { CaseFull, Measure, OpenStep } from './wire.ts'

export interface FormProps {
  draft: StepDraft
  edit: Edit
  found: CaseFull
  step: OpenStep
  paperNames: { key: string; name: string }[]
}

type Part = (props: FormProps) => ComponentChildren

/** A line of the form bound to one text of the draft. */
function text(name: keyof StepDraft, label: string, more: { type?: 'date'; hint?: string } = {}): Part {
  return ({ draft, edit }) => (
    <Field
      id={`s-${name}`}
      label={label}
      value={String(draft[name])}
      change={(value) => edit({ [name]: value })}
      {...more}
    />
  )
}

const date = (name: keyof StepDraft, label: string, hint?: string) => text(name, label, { type: 'date', ...(hint && { hint }) })

function choice(name: keyof StepDraft, legend: string, options: Record<string, string>): Part {
  const listed = Object.entries(options).map(([value, words]) => ({ value, text: words }))
  return ({ draft, edit }) => (
    <Choice
      legend={legend}
      name={`s-${name}`}
      options={listed}
      chosen={[String(draft[name])]}
      choose={([value]) => edit({ [name]: value! })}
    />
  )
}

/** Words of some length; 说明、理由. */
const note: Part = ({ draft, edit }) => (
  <div class="row">
    <label for="s-note">说明、理由</label>
    <textarea id="s-note" class="field" value={draft.note} onInput={({ currentTarget }) => edit({ note: currentTarget.value })} />
  </div>
)

interface MeasuresProps {
  id: string
  legend: string
  measures: Measure[]
  change: (measures: Measure[]) => void
}

function Measures({ id, legend, measures, change }: MeasuresProps) {
  const set = (at: number, part: Partial<Measure>) =>
    change(measures.map((one, place) => (place === at ? { ...one, ...part } : one)))
  return (
    <fieldset class="stack one">
      <legend>{legend}</legend>
      {measures.map((one, at) => (
        <div class="card pad stack one" key={at}>
          <Field id={`${id}-${at}`} label={`第 ${at + 1} 项`} value={one.text} change={(words) => set(at, { text: words })} />
          <div class="cols">
            <Field id={`${id}-who-${at}`} label="谁负责" value={one.person ?? ''} change={(person) => set(at, { person })} />
            <Field id={`${id}-on-${at}`} label="哪天前" type="date" value={one.due_on ?? ''} change={(due_on) => set(at, { due_on })} />
          </div>
        </div>
      ))}
      <button class="btn" type="button" onClick={() => change([...measures, { text: '', person: '', due_on: '' }])}>
        再加一项
      </button>
    </fieldset>
  )
}

const plan: Part = (props) => (
  <>
    {text('target', '整改目标', { hint: '改到什么程度算改好' })(props)}
    <Measures
      id="m"
      legend="整改措施"
      measures={props.draft.measures}
      change={(measures) => props.edit({ measures })}
    />
    {date('plan_due_on', '哪天前全部改好')(props)}
  </>
)

const remaining: Part = ({ draft, edit }) => (
  <Measures id="r" legend="还没做完的措施" measures={draft.remaining} change={(left) => edit({ remaining: left })} />
)

/** The plan's measures, each ticked when it is done; what an earlier step ticked stays ticked. */
const done: Part = ({ draft, edit, found }) => {
  const planned = plannedIn(found)
  const options = planned.measures.map((one, at) => ({ value: `${at + 1}`, text: `${at + 1}. ${one.text}` }))
  if (options.length === 0) return null
  const before = [...planned.done].map(String)
  return (
    <Choice
      legend="哪几项措施做完了"
      name="s-done"
      options={options}
      many
      chosen={[...before, ...draft.done.map(String)]}
      choose={(values) => edit({ done: values.map(Number).filter((one) => !planned.done.has(one)) })}
    />
  )
}

const photos: Part = ({ draft, edit, found }) => (
  <Shots
    photos={draft.photos}
    change={(taken) => {
      edit({ photos: taken })
      if (!draft.position) locate({ better: (position) => edit({ position }), ended: () => undefined })
    }}
    before={found.pictures.filter((one) => one.slot === 'before')}
  />
)

const decisions: Part = ({ draft, edit, found }) => (
  <Decisions id={found.id} decisions={draft.decisions} change={(said) => edit({ decisions: said })} />
)

const papers: Part = ({ draft, edit, step, paperNames }) => {
  const open = new Set(step.missing.map((fault) => fault.code))
  const asked = new Set(step.needs.flatMap((need) => (open.has(need.key) ? need.papers : [])))
  return (
    <Scans
      kinds={paperNames.filter((one) => asked.has(one.key))}
      papers={draft.papers}
      change={(found) => edit({ papers: found })}
    />
  )
}

const checkers: Part = ({ draft, edit }) => <Checkers checkers={draft.checkers} change={(found) => edit({ checkers: found })} />

function Checkers({ checkers: people, change }: { checkers: Checker[]; change: (people: Checker[]) => void }) {
  const units = (useUnits() ?? []).map((one) => ({ value: one.unit, text: one.name }))
  const set = (at: number, part: Partial<Checker>) =>
    change(people.map((one, place) => (place === at ? { ...one, ...part } : one)))
  return (
    <fieldset class="stack one">
      <legend>核查人</legend>
      {people.map((one, at) => (
        <div class="card pad stack one" key={at}>
          <Field id={`c-${at}`} label={`第 ${at + 1} 人姓名`} value={one.name} change={(name) => set(at, { name })} />
          <Pick id={`c-unit-${at}`} label="哪个单位" options={units} chosen={one.unit} choose={(unit) => set(at, { unit })} />
          <Field
            id={`c-organ-${at}`}
            label="不在单子上的，写单位名称"
            value={one.organ}
            change={(organ) => set(at, { organ })}
          />
        </div>
      ))}
      <button class="btn" type="button" onClick={() => change([...people, NO_CHECKER])}>
        再加一人
      </button>
    </fieldset>
  )
}

/** The words that will be published are the approved ones; here their days and the telephone. */
const notice: Part = (props) => {
  const approved = approvedDraft(props.found)
  return (
    <>
      <div class="card pad">
        <b>公开稿</b>
        <p>{approved?.body.text ?? '还没有批准的公开稿，请先由县局或核查人批准。'}</p>
      </div>
      <div class="cols">
        {date('from_on', '公示开始')(props)}
        {date('to_on', '公示最后一天')(props)}
      </div>
      {text('phone', '异议电话', { hint: '单位的电话，不写个人的' })(props)}
    </>
  )
}

const both =
  (...parts: Part[]): Part =>
  (props) => <>{parts.map((part) => part(props))}</>

/** Every field a need may name, in the order of the form. */
export const PARTS: [string, Part][] = [
  ['person', text('person', '责任人')],
  ['plan', plan],
  ['done', done],
  ['penalty', choice('penalty', '处罚', { none: '没有处罚', done: '已执行', pending: '还没执行' })],
  ['same_kind', text('same_kind', '举一反三', { hint: '同企业、同场所还查了哪里，结果怎样' })],
  ['photos', photos],
  ['evidence_decisions', decisions],
  ['checkers', checkers],
  ['conclusion', choice('conclusion', '核查结论', { passed: '通过', failed: '不通过' })],
  ['papers', papers],
  ['notice', notice],
  ['due_on', date('due_on', '新的期限', '原期限保留')],
  ['remaining', remaining],
  ['review_months', text('review_months', '多久查看一次', { hint: '几个月，写数字' })],
  ['receiver', both(text('organ', '接收机关'), text('contact', '联系人'))],
  ['recurrence', both(date('recurred_on', '哪天又发现'), text('relation', '和原点位的关系'))],
  ['archive', both(text('archive_no', '档案号'), choice('retention', '保管期限', { permanent: '永久', y30: '30 年', y10: '10 年' }))],
  ['note', note],
]
