/**
 * A problem (问题) being written down: raised from a failed item of a visit, or alone.
 *
 * Owns: its shape, its beginning, its last step. What is prefilled comes from the question; the words of the law are
 * the checklist's and are never typed here. Does not own: which items failed (checklist.ts).
 */
import { instant, localDay } from '../clock.ts'
import { type DraftHead, head, nowhere, type OnTheSpot, placed, placeOf, type VisitDraft } from '../drafts.ts'
import type { Slip } from '../store.ts'
import { uuid7 } from '../uuid7.ts'
import type { FindingEntry, Me, Question, Severity } from '../wire.ts'

/** Photo slot of the place as it was found; what it looks like afterwards comes with putting it right. */
export const BEFORE = 'before'

export interface FindingDraft extends OnTheSpot {
  type: 'finding'
  /** The visit it was raised from: its number stands before it is sent. */
  visit: string | null
  item: string | null
  /** The question as it was asked, for the screen. */
  asked: string
  category: string | null
  severity: Severity | null
  text: string
  due_on: string
  legal_basis: string | null
}

/** The category of what no group of a checklist names; it then has to be said in words. */
export const OTHER = 'other'

export const SEVERITIES: { value: Severity; text: string }[] = [
  { value: 'minor', text: '一般' },
  { value: 'major', text: '较重' },
  { value: 'critical', text: '严重' },
]

const unsaid = { category: null, severity: null, text: '', due_on: '', legal_basis: null }

export function newFinding(me: Me, kind: string): FindingDraft {
  return { ...head(me, kind), ...nowhere(null), ...unsaid, type: 'finding', visit: null, item: null, asked: '' }
}

/** Begun from a failed question: where, how severe and on what ground are known; photos of the item come along. */
export function findingFrom(visit: VisitDraft, question: Question): FindingDraft {
  const { unit, unit_name, account, kind, site, elsewhere, place, position, no_position_reason } = visit
  const severity = SEVERITIES.some((one) => one.value === question.severity) ? question.severity : null
  const photos = visit.photos.filter((photo) => question.photo && photo.slot === question.photo)
  const start: DraftHead = { id: uuid7(), account, unit, unit_name, kind, changed_at: instant(new Date()) }
  return {
    ...start,
    ...unsaid,
    type: 'finding',
    visit: visit.id,
    item: question.key,
    asked: question.text,
    severity,
    legal_basis: question.legal_basis,
    ...{ site, elsewhere, place, position, no_position_reason },
    photos: photos.map((photo) => ({ ...photo, slot: BEFORE })),
  }
}

export interface SendableFinding extends FindingDraft {
  unit: string
  severity: Severity
}

/** What an entry cannot be written without: a unit, how severe, and what it is about. */
export function sendable(draft: FindingDraft): draft is SendableFinding {
  const named = draft.item !== null || (draft.category !== null && draft.category !== OTHER)
  return draft.unit !== null && draft.severity !== null && (named || !!draft.text.trim())
}

export function findingEntry(draft: SendableFinding, now: Date): FindingEntry {
  return {
    type: 'finding',
    made_at: instant(now),
    unit: draft.unit,
    visit: draft.visit,
    item: draft.item,
    ...placed(draft),
    category: draft.category,
    severity: draft.severity,
    text: draft.text.trim() || null,
    due_on: draft.due_on || null,
    legal_basis: draft.legal_basis,
    photos: draft.photos,
  }
}

export function findingSlip(draft: SendableFinding, category: string): Slip {
  const severity = SEVERITIES.find((one) => one.value === draft.severity)!.text
  return {
    title: '问题',
    place: placeOf(draft) || draft.unit_name,
    lines: [
      ['事项', '登记问题'],
      ['点位', placeOf(draft) || '没有选'],
      ['问题', draft.asked || category || '见说明'],
      ['程度', severity],
      ['期限', draft.due_on || '没有填'],
      ['照片', `${draft.photos.length} 张`],
    ],
    seen_site: null,
  }
}

/** The day so many days from today, as the date field has it. */
export function dayIn(days: number): string {
  return localDay(new Date(Date.now() + days * 86_400_000).toISOString())
}
