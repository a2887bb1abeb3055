/** What a case is drawn from, named as the API names it. Types only. */
import type { Fault, TakenPhoto } from '../wire.ts'
import type { FindingFull, Picture } from '../office/wire-pages.ts'

export interface Need {
  key: string
  name: string
  explanation: string
  /** Fields of a step that answer it; empty where earlier steps or the person do. */
  fields: string[]
  /** Kinds of paper that answer it. */
  papers: string[]
}

/** A step the reader may take now, with what it still lacks. */
export interface OpenStep {
  step: string
  name: string
  to: string
  to_name: string
  effect: string
  needs: Need[]
  missing: Fault[]
}

export interface Measure {
  text: string
  person?: string
  due_on?: string
}

export interface Scan {
  kind: string
  number?: string
  on?: string
  scan?: string
}

/** What was handed in with a step; only what this page shows. */
export interface StepBody {
  note?: string
  reason?: string
  text?: string
  person?: string
  plan?: { target: string; measures: Measure[]; due_on: string }
  done?: number[]
  penalty?: string
  same_kind?: string
  papers?: Scan[]
  checkers?: { name: string; unit?: string; organ?: string }[]
  conclusion?: string
  notice?: { from_on: string; to_on: string; phone: string }
  due_on?: string
  remaining?: Measure[]
  settles?: string
  outcome?: string
  photos?: (TakenPhoto & { slot: string })[]
}

export interface Taken {
  id: string
  seq: number
  type: 'step' | 'public_draft' | 'objection'
  step: string | null
  name: string
  from_name: string | null
  to: string | null
  to_name: string | null
  marks: string
  cycle: number
  round: number
  actor_name: string
  role_name: string
  received_at: string
  body: StepBody
  pictures: Picture[]
}

export interface CaseFull extends FindingFull {
  level: string
  level_name: string
  number: string | null
  received_on: string | null
  responsible_name: string
  round: number
  cycle: number
  original_due_on: string | null
  extended: number
  closed_on: string | null
  first_closed_on: string | null
  taken: Taken[]
  steps: OpenStep[]
  /** What may be said beside the steps: public_draft, objection. */
  beside: string[]
  /** The states of the way to closing, in order, as far as this case goes. */
  way: { state: string; name: string; on: string | null }[]
}
