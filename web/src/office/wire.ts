/** What the office reads from `/api/v1`, named as the API names it. Types only; what the phone shares is in ../wire.ts. */
import type { Duty } from '../chasing/wire.ts'
import type { Fault } from '../wire.ts'

export interface Page<T> {
  items: T[]
  next: string | null
}

export type CellState = 'joint' | 'visit' | 'zero' | 'zero_only' | 'excused' | 'missing' | 'pending' | 'not_in_force'

export interface Cell {
  period: string
  state: CellState
  late: boolean
  visits: number
  no_entry: number
  reason: string | null
}

export interface UnitYear {
  unit: string
  name: string
  cells: Cell[]
}

/** Counts of a month or a year with their rates; a rate is null when there is nothing to divide by. */
export interface Sums {
  period: string
  in_force: number
  reported: number
  reported_percent: string | null
  joint: number
  joint_percent: string | null
  sites: number
  sites_seen: number
  sites_percent: string | null
  zero_only: number
  excused: number
  missing: number
  pending: number
  late: number
  frozen_seq: number | null
  frozen_at: string | null
  report: string | null
  /** Changed since the month was frozen: name → [then, now]. */
  changed: Record<string, [number, number]>
}

export interface Coverage {
  kind: string
  year: number
  months: Sums[]
  units: UnitYear[]
  year_total: Sums
}

export interface VisitLine {
  id: string
  seq: number
  unit: string
  kind: string
  period: string
  nature: 'outside' | 'enter'
  unit_name: string
  site: string | null
  site_name: string | null
  enterprise: string | null
  enterprise_name: string | null
  result: string | null
  inspected: boolean
  joint: boolean
  doubtful: boolean
  late: '' | 'late' | 'delayed'
  started_at: string
  lat: number | null
  lon: number | null
  accuracy_m: number | null
  photos: number
  notices: number
  failed: string[]
  received_at: string
}

export interface Filing {
  type: 'zero_report' | 'excuse'
  id: string
  seq: number
  unit: string
  late: '' | 'late' | 'delayed'
  rests_on: string | null
  reason: string | null
}

export interface UnitLine {
  unit: string
  name: string
  supervised: boolean
  parent: string | null
  valid_from: string | null
  valid_to: string | null
}

export interface SiteLine {
  site: string
  unit: string
  name: string
  enterprise: string | null
  kinds: string[]
  address: string
  lat: number | null
  lon: number | null
  valid_to: string | null
}

export interface Firm {
  enterprise: string
  unit: string
  name: string
  former_names: string[]
  initials: string
  credit_code: string | null
  address: string
  industry: string
  state: string
}

export interface Person {
  account: string
  name: string
  unit_name: string
  roles: string[]
}

export interface PlanLine {
  plan: string
  kind: string
  period: string
  unit: string
  unit_name: string
  date: string | null
  sites: { site: string; name: string; done: boolean }[]
  people: string[]
  done: boolean
}

export interface NotEntered {
  visit: string
  unit_name: string
  kind: string
  site: string | null
  enterprise: string | null
  result: string
  started_at: string
}

/** The county's line of today. */
export interface Counts {
  units_not_filed: number
  visits_doubtful: number
  visits_lacking_photos: number
  inbox: number
  findings_open: number
  findings_overdue: number
}

export interface Tasks {
  items: PlanLine[]
  not_entered: NotEntered[]
  findings: FindingDue[]
  /** Findings whose next step is mine. */
  duties: Duty[]
  county: Counts | null
  next: string | null
}

export interface FindingDue {
  id: string
  seq: number
  unit_name: string
  site_name: string | null
  enterprise_name: string | null
  category: string
  severity: string
  due_on: string | null
  overdue: boolean
}

export interface FindingLine extends FindingDue {
  unit: string
  visit: string | null
  source: string
  state: string
  opened_on: string
  type: 'open' | 'fixed' | 'closed'
  lat: number | null
  lon: number | null
  photos: number
  notices: number
}

export interface Word {
  key: string
  name: string
}

/** The words of findings: sources, severities, categories, states. */
export interface Rectification {
  sources: Word[]
  severities: Word[]
  categories: Word[]
  states: (Word & { type: string })[]
  /** Kinds of paper that a step may carry. */
  papers: Word[]
  /** The table of steps: from which state, who takes it, where to. */
  steps: { state: string; step: string; name: string; to: string; who_name: string; levels: string[] }[]
}

export interface InboxLine {
  id: string
  digest: string
  account: string
  unit: string
  reason: 'parent_missing' | 'refused' | 'conflict' | 'account_changed'
  waits_for: string | null
  body: unknown
  problem: { faults?: Fault[] } | null
  received_at: string
}

export interface Stored<Body = Record<string, unknown>> {
  id: string
  type: string
  seq: number
  /** Unit path, from the county down. */
  unit: string
  actor: string
  made_at: string
  received_at: string
  hash: string
  decision: { notices?: Fault[]; said?: Record<string, unknown> }
  body: Body
}

/** A visit as it is stored, to be corrected: what is not given is left out. */
export interface VisitBody {
  type: 'visit'
  unit: string
  period: string
  nature: string
  site?: string | null
  started_at: string
  answers?: Record<string, string | number | string[]>
  texts?: Record<string, string>
}

export interface Areas {
  type: 'FeatureCollection'
  features: { type: 'Feature'; id: string; properties: { name: string }; geometry: object }[]
  tiles: string | null
}
