/** What the page of one visit or one finding is drawn from, named as the API names it. Types only. */
import type { Fault, Receipt, Side } from '../wire.ts'
import type { FindingLine, VisitLine } from './wire.ts'

export interface Answered {
  key: string
  text: string
  given: unknown
  said: string
  unit: string | null
  asked: boolean
  failed: 'finding' | 'hint' | null
}

export interface AnsweredGroup {
  group: string
  name: string
  questions: Answered[]
}

export interface Picture {
  sha256: string
  slot: string
  slot_name: string
  taken_at: string | null
  album: boolean
  copy: string | null
  held: 'original' | 'copy' | 'missing'
}

export interface Attendant {
  side: Side
  name: string | null
  certificate: string | null
  signature: string | null
  signature_held: boolean | null
  refused: string | null
  witness: string | null
}

export interface Step {
  id: string
  type: string
  seq: number
  actor_name: string
  received_at: string
  reason: string | null
  changes: { path: string; label: string; old: unknown; new: unknown }[]
}

export interface Spot {
  accuracy_m: number | null
  wgs84: { lat: number; lon: number }
}

/** What the page of a visit and that of a finding share. */
export interface Told {
  id: string
  seq: number
  unit: string
  actor: string
  actor_name: string
  place: string | null
  position: Spot | null
  no_position_reason: string | null
  pictures: Picture[]
  lacking: Fault[]
  receipt: Receipt
  history: Step[]
}

export interface VisitFull extends VisitLine, Told {
  actor_name: string
  kind_version: number
  kind_name: string
  ended_at: string | null
  groups: AnsweredGroup[]
  findings: FindingLine[]
  raised: { item: string; text: string; findings: string[] }[]
  tests: { key: string; name: string; met: boolean }[]
  present: Attendant[]
  inspection: Record<string, unknown> | null
  dependents: { type: string; id: string; seq: number }[]
}

export interface FindingFull extends FindingLine, Told {
  state_name: string
  category_name: string
  source_name: string
  kind_name: string | null
  item_text: string | null
  text: string | null
  demand: string | null
  legal_basis: string | null
  raised_at: VisitLine | null
}
