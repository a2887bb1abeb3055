/**
 * The shapes that travel between this app and `/api/v1`, named as the API names them.
 *
 * Owns: types only. Does not own: calling (http.ts), what the phone keeps beside them (store.ts).
 */

export type Answer = string | number | string[]
export type Answers = Record<string, Answer | undefined>

export interface Choice {
  value: string
  text: string
}

export interface Question {
  key: string
  group: string
  group_name: string
  text: string
  answer: 'yes_no' | 'yes_no_na' | 'choice' | 'multi' | 'integer' | 'decimal' | 'text' | 'photo' | 'computed'
  unit: string | null
  choices: Choice[]
  required: boolean
  shown_if: string | null
  photo: string | null
  note?: string | null
}

export interface Kind {
  kind: string
  version: number
  name: string
  result_question: string
  /** Results after which the site does not count as inspected. */
  not_inspected: string[]
  /** Photo slot → what the person sees. */
  slots?: Record<string, string>
  questions: Question[]
}

export interface Grant {
  role: string
  unit: string
  unit_name: string
}

export interface Me {
  account: string
  name: string
  grants: Grant[]
  demo: boolean
  server_time: string
  /** What the county decided about phones (settings in the ledger). */
  phone: { photo_copy_first: boolean; keep_days: number }
}

export interface Unit {
  unit: string
  name: string
  supervised: boolean
  valid_to: string | null
}

export interface Site {
  site: string
  unit: string
  name: string
  enterprise: string | null
  kinds: string[]
  valid_to: string | null
}

export interface Task {
  task: string
  kind: string
  period: string
  unit: string
  unit_name: string
  date: string | null
  sites: { site: string; name: string; done: boolean }[]
  done: boolean
  plan: string
}

export interface Fault {
  path: string
  code: string
  message: string
}

export interface Problem {
  type: string
  title: string
  status: number
  detail?: string
  errors?: Fault[]
}

export interface Receipt {
  id: string
  type: string
  book: string
  seq: number
  hash: string
  received_at: string
  notices: Fault[]
}

/** A point as the phone gave it; `accuracy_m` is the 68 % radius the platform reports. */
export interface Position {
  lat: number
  lon: number
  crs: 'WGS84'
  accuracy_m: number
  provider: 'browser'
  fixed_at: string
}

export type NoPosition = 'denied' | 'unavailable' | 'timeout'

export interface TakenPhoto {
  slot: string
  sha256: string
  taken_at: string
  album: boolean
}

export type Side = 'bureau' | 'township' | 'firm' | 'other'

export interface Present {
  side: Side
  name: string
  certificate: string | null
  signature: string | null
  refused: string | null
  witness: string | null
}

export interface Inspection {
  organ: string | null
  approval: string | null
  notice_no: string | null
  action_code: string | null
  occasion?: 'planned' | 'urgent' | 'assigned'
  reason: string | null
  planned_on: string | null
  told_firm: boolean
}

export interface VisitEntry {
  type: 'visit'
  made_at: string
  unit: string
  kind: string
  kind_version: number
  period: string
  nature: 'outside' | 'enter'
  site: string | null
  enterprise: string | null
  place: string | null
  plan: string | null
  started_at: string
  ended_at: string
  /** Server minus phone at the last contact; null when there was none. */
  clock_offset_s: number | null
  position: Position | null
  no_position_reason: NoPosition | null
  answers: Record<string, Answer>
  texts: Record<string, string>
  photos: TakenPhoto[]
  present: Present[]
  inspection: Inspection | null
}

export interface ZeroReportEntry {
  type: 'zero_report'
  made_at: string
  unit: string
  kind: string
  period: string
  signed_by: string
  signature: string | null
  rests_on: string | null
}

export type Entry = VisitEntry | ZeroReportEntry

export interface CoverageMonth {
  period: string
  in_force: number
  reported: number
  reported_percent: string
  joint: number
  joint_percent: string
  sites: number
  sites_seen: number
  sites_percent: string
}

export interface Coverage {
  year: number
  months: CoverageMonth[]
  units: { unit: string; name: string; cells: { period: string; state: string; late: boolean }[] }[]
  year_total: CoverageMonth
}
