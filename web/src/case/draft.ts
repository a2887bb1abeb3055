/**
 * A step as it is filled in, and the entry it becomes: only what was written is sent.
 *
 * Owns: that shape. Does not own which fields a step asks for (the server's table says it).
 */
import type { Position, TakenPhoto } from '../wire.ts'
import type { Decision } from './decisions.tsx'
import type { CaseFull, Measure, OpenStep, Scan } from './wire.ts'

export interface Checker {
  name: string
  unit: string
  organ: string
}

export interface StepDraft {
  note: string
  person: string
  target: string
  measures: Measure[]
  plan_due_on: string
  done: number[]
  penalty: string
  same_kind: string
  photos: TakenPhoto[]
  /** Where the photos were taken. */
  position: Position | null
  decisions: Decision[]
  papers: Record<string, Scan>
  checkers: Checker[]
  conclusion: string
  from_on: string
  to_on: string
  phone: string
  due_on: string
  remaining: Measure[]
  review_months: string
  organ: string
  contact: string
  recurred_on: string
  relation: string
  archive_no: string
  retention: string
}

export type Edit = (part: Partial<StepDraft>) => void

const NO_MEASURE: Measure = { text: '', person: '', due_on: '' }
export const NO_CHECKER: Checker = { name: '', unit: '', organ: '' }

export function begin(): StepDraft {
  return {
    note: '', person: '', target: '', measures: [NO_MEASURE], plan_due_on: '', done: [], penalty: '', same_kind: '',
    photos: [], position: null, decisions: [], papers: {}, checkers: [NO_CHECKER, NO_CHECKER], conclusion: '', from_on: '', to_on: '', phone: '',
    due_on: '', remaining: [NO_MEASURE], review_months: '', organ: '', contact: '', recurred_on: '', relation: '',
    archive_no: '', retention: '',
  } // prettier-ignore
}

/** The fields a step asks for, each once, and a place for words, which every step has. */
export function fieldsOf(step: OpenStep): Set<string> {
  const asked = step.needs.flatMap((need) => need.fields.map((field) => field.split('.')[0]!))
  const beside = [asked.includes('photos') && 'position', asked.includes('conclusion') && 'evidence_decisions']
  return new Set(['note', ...asked, ...beside.flatMap((field) => field || [])])
}

/** The newest public text approved in this round: what a notice publishes. */
export const approvedDraft = ({ taken, cycle, round }: CaseFull) =>
  taken.filter((one) => one.type === 'public_draft' && one.cycle === cycle && one.round === round).pop()

/** Measures of the plan in force, with the numbers of those done before. */
export function plannedIn({ taken, cycle }: CaseFull): { measures: Measure[]; done: Set<number> } {
  const steps = taken.filter((one) => one.cycle === cycle)
  const measures = steps.filter((one) => one.body.plan).pop()?.body.plan?.measures ?? []
  return { measures, done: new Set(steps.flatMap((one) => one.body.done ?? [])) }
}

export function entryOf(draft: StepDraft, found: CaseFull, step: OpenStep): Record<string, unknown> {
  const fields = fieldsOf(step)
  const given = Object.entries(parts(draft, found)).filter(([field, value]) => fields.has(field) && filled(value))
  return { type: 'step', finding: found.id, step: step.step, from_state: found.state, ...Object.fromEntries(given) }
}

const filled = (value: unknown) =>
  Array.isArray(value) ? value.length > 0 : value !== undefined && value !== null && value !== ''

/** Each field of the entry from what was typed; undefined where nothing was. */
function parts(draft: StepDraft, found: CaseFull): Record<string, unknown> {
  const { from_on, to_on, phone, organ, contact, recurred_on, relation, archive_no, retention, target } = draft
  const any = (...values: string[]) => values.some((value) => value.trim())
  return {
    note: draft.note.trim(),
    person: draft.person.trim(),
    plan: any(target, draft.plan_due_on) ? { target, due_on: draft.plan_due_on, measures: measuresOf(draft.measures) } : '',
    done: draft.done,
    penalty: draft.penalty,
    same_kind: draft.same_kind.trim(),
    photos: draft.photos,
    position: draft.photos.length ? draft.position : null,
    evidence_decisions: draft.decisions.map((one) => ({ ...bare(one), accepted: one.accepted })),
    papers: Object.values(draft.papers).map(bare).filter((one) => one.scan || one.number),
    checkers: draft.checkers.filter((one) => one.name.trim()).map(bare),
    conclusion: draft.conclusion,
    notice: any(from_on, to_on, phone) ? { draft: approvedDraft(found)?.id, from_on, to_on, phone } : '',
    due_on: draft.due_on,
    remaining: measuresOf(draft.remaining),
    review_months: draft.review_months ? Number(draft.review_months) : '',
    receiver: any(organ, contact) ? { organ, contact } : '',
    recurrence: any(recurred_on, relation) ? { on: recurred_on, relation } : '',
    archive: any(archive_no, retention) ? { number: archive_no, retention } : '',
  }
}

const measuresOf = (measures: Measure[]) => measures.filter((one) => one.text.trim()).map(bare)

/** Without what was left empty. */
function bare<T extends object>(one: T): Partial<T> {
  return Object.fromEntries(Object.entries(one).filter(([, value]) => value)) as Partial<T>
}
