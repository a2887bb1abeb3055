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
  /** Condition under which the item is not passed; null for what never fails or only hints. */
  fails_if: string | null
  severity: Severity
  legal_basis: string | null
}

export type Severity = 'info' | 'minor' | 'major' | 'critical'

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
  /** What this account may read, by the nouns of the addresses; absent in what an older server told. */
  reads?: string[]
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
  lat: number | null
  lon: number | null
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

/** A visit that could not get in, and nobody did since. */
export interface NotEntered {
  visit: string
  unit: string
  unit_name: string
  kind: string
  site: string | null
  started_at: string
}

/** A month of a unit that has nothing filed yet; `due_on` is the last day on which it is not late. */
export interface FilingDue {
  unit: string
  kind: string
  period: string
  due_on: string
}

/** A problem not put right yet, the nearest day first. */
export interface FindingDue {
  id: string
  unit: string
  unit_name: string
  site_name: string | null
  enterprise_name: string | null
  category: string
  due_on: string | null
  overdue: boolean
}

export interface Tasks {
  items: Task[]
  not_entered: NotEntered[]
  filings?: FilingDue[]
  findings?: FindingDue[]
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
  /** A 1,600-pixel copy that goes first, when the county wants that. */
  copy?: string
  claimed?: Claimed
}

/** What the file's own EXIF says; a claim that decides nothing. */
export interface Claimed {
  taken_at?: string
  lat?: number
  lon?: number
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

export interface FindingEntry {
  type: 'finding'
  made_at: string
  unit: string
  /** The visit it was raised from, and which question of its checklist. */
  visit: string | null
  item: string | null
  site: string | null
  enterprise: string | null
  place: string | null
  category: string | null
  severity: Severity
  text: string | null
  due_on: string | null
  legal_basis: string | null
  position: Position | null
  no_position_reason: NoPosition | null
  photos: TakenPhoto[]
}

export type Entry = VisitEntry | ZeroReportEntry | FindingEntry

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
