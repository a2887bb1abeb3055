/**
 * Drafts of visits and zero reports, and how each becomes an entry; what all drafts share.
 *
 * Owns: these shapes, their beginning, their last step. Does not own: findings (finding/draft.ts), keeping drafts
 * (draft-keeping.ts), what is still open in a visit (missing.ts).
 */
import { answersToSend, type Given, standing } from './checklist.ts'
import { instant, shanghaiMonth } from './clock.ts'
import type { FindingDraft } from './finding/draft.ts'
import type { Slip } from './store.ts'
import { uuid7 } from './uuid7.ts'
import type {
  Inspection,
  Kind,
  Me,
  NoPosition,
  Position,
  Present,
  Side,
  Site,
  TakenPhoto,
  VisitEntry,
  ZeroReportEntry,
} from './wire.ts'

export interface DraftHead {
  id: string
  account: string
  unit: string | null
  unit_name: string
  kind: string
  changed_at: string
}

/** Where it is, and what was seen there: what a visit and a finding have in common. */
export interface OnTheSpot extends DraftHead {
  site: Site | null
  elsewhere: boolean
  place: string
  position: Position | null
  no_position_reason: NoPosition | null
  photos: TakenPhoto[]
}

export interface VisitDraft extends OnTheSpot {
  type: 'visit'
  plan: string | null
  nature: 'outside' | 'enter' | null
  started_at: string
  given: Given
  present: Present[]
  inspection: Inspection
}

export interface ZeroDraft extends DraftHead {
  type: 'zero_report'
  period: string
  rests_on: string | null
  signed_by: string
  signature: string | null
}

export type Draft = VisitDraft | ZeroDraft | FindingDraft

/** An edit of a draft, as its parts on the screen make it. */
export type Change<D> = (edit: (draft: D) => Partial<D>) => void

export const SIDES: { value: Side; text: string }[] = [
  { value: 'bureau', text: '县局' },
  { value: 'township', text: '乡镇' },
  { value: 'firm', text: '企业' },
  { value: 'other', text: '其他' },
]

export const NATURES = [
  { value: 'outside', text: '属地巡查', hint: '没进企业的门' },
  { value: 'enter', text: '入企检查', hint: '进了企业' },
] as const

export interface AtUnit {
  unit: string
  unit_name: string
}

/** The unit a person works for, when it is one township; a county officer's unit comes from the site. */
export function ownUnit(me: Me): AtUnit | null {
  const grant = me.grants.find((one) => one.role === 'inspector')
  return grant ? { unit: grant.unit, unit_name: grant.unit_name } : null
}

export function head(me: Me, kind: string): DraftHead {
  const own = ownUnit(me)
  return {
    id: uuid7(),
    account: me.account,
    unit: own?.unit ?? null,
    unit_name: own?.unit_name ?? '',
    kind,
    changed_at: instant(new Date()),
  }
}

export function person(side: Side, name = ''): Present {
  return { side, name, certificate: null, signature: null, refused: null, witness: null }
}

/** `at` is the unit of a plan, for an officer who has none of his own. */
export function newVisit(me: Me, kind: string, site: Site | null, plan: string | null, at?: AtUnit): VisitDraft {
  return {
    ...head(me, kind),
    ...(at && { unit: at.unit, unit_name: at.unit_name }),
    ...nowhere(site),
    type: 'visit',
    plan,
    nature: null,
    started_at: instant(new Date()),
    given: {},
    present: [person(ownUnit(me) ? 'township' : 'bureau', me.name)],
    inspection: {
      organ: null,
      approval: null,
      notice_no: null,
      action_code: null,
      reason: null,
      planned_on: null,
      told_firm: false,
    },
  }
}

export function nowhere(site: Site | null): Omit<OnTheSpot, keyof DraftHead> {
  return { site, elsewhere: false, place: '', position: null, no_position_reason: null, photos: [] }
}

export function newZero(me: Me, kind: string, period: string): ZeroDraft {
  return { ...head(me, kind), type: 'zero_report', period, rests_on: null, signed_by: '', signature: null }
}

export const placeOf = (draft: OnTheSpot) => (draft.elsewhere ? draft.place.trim() : (draft.site?.name ?? ''))

/** What an entry cannot be written without; all else may be missing and is then listed by the server. */
export interface Sendable extends VisitDraft {
  unit: string
  nature: 'outside' | 'enter'
}

export const sendable = (draft: VisitDraft): draft is Sendable => draft.unit !== null && draft.nature !== null

/** Where an entry says it was. */
export function placed(draft: OnTheSpot) {
  const site = draft.elsewhere ? null : draft.site
  return {
    site: site?.site ?? null,
    enterprise: site?.enterprise ?? null,
    place: draft.elsewhere ? draft.place.trim() || null : null,
    position: draft.position,
    no_position_reason: draft.position ? null : draft.no_position_reason,
  }
}

/** The entry as it is sent; answers whose question no longer stands stay behind. */
export function visitEntry(draft: Sendable, kind: Kind, now: Date, clock_offset_s: number | null): VisitEntry {
  return {
    type: 'visit',
    made_at: instant(now),
    unit: draft.unit,
    kind: kind.kind,
    kind_version: kind.version,
    period: shanghaiMonth(new Date(draft.started_at)),
    nature: draft.nature,
    ...placed(draft),
    plan: draft.plan,
    started_at: draft.started_at,
    ended_at: instant(now),
    clock_offset_s,
    ...answersToSend(standing(kind, draft.given), draft.given),
    photos: draft.photos,
    present: draft.present.filter((one) => one.name.trim()),
    inspection: draft.nature === 'enter' ? draft.inspection : null,
  }
}

export function zeroEntry(draft: ZeroDraft, now: Date): ZeroReportEntry {
  return {
    type: 'zero_report',
    made_at: instant(now),
    unit: draft.unit ?? '',
    kind: draft.kind,
    period: draft.period,
    signed_by: draft.signed_by.trim(),
    signature: draft.signature,
    rests_on: draft.rests_on,
  }
}

export function visitSlip(draft: VisitDraft, kind: Kind): Slip {
  const result = kind.questions.find((one) => one.key === kind.result_question)
  const chosen = result?.choices.find((one) => one.value === draft.given[result.key])
  const inspected = chosen !== undefined && !kind.not_inspected.includes(chosen.value)
  const names = draft.present.map((one) => one.name.trim()).filter(Boolean)
  return {
    title: kind.name,
    place: placeOf(draft) || '没有选地点',
    lines: [
      ['事项', kind.name],
      ['点位', placeOf(draft) || '没有选'],
      ['结论', chosen?.text ?? '没有填'],
      ['参加', names.join('、') || '没有填'],
      ['照片', `${draft.photos.length} 张`],
    ],
    seen_site: inspected && !draft.elsewhere && draft.site ? draft.site.site : null,
  }
}

export function zeroSlip(draft: ZeroDraft, kindName: string): Slip {
  const [year, month] = draft.period.split('-')
  return {
    title: `${kindName}·零报告`,
    place: draft.unit_name,
    lines: [
      ['事项', '零报告'],
      ['月份', `${year} 年 ${Number(month)} 月`],
      ['单位', draft.unit_name],
      ['依据', draft.rests_on ? '本月已报的巡察' : '仅零报告'],
      ['签报人', draft.signed_by.trim() || '没有填'],
    ],
    seen_site: null,
  }
}
