/** Energy records, named as the API names them. Types only. */
import type { Step } from '../office/wire-pages.ts'
import type { Fault } from '../wire.ts'

export type RecordKind = 'audit' | 'balance' | 'supervision'

export interface RecordLine {
  id: string
  seq: number
  kind: RecordKind
  version: string
  versions: number
  unit: string
  unit_name: string
  enterprise: string
  enterprise_name: string | null
  period: string
  form: string
  organ: string
  state: string
  figures: Record<string, unknown>
  lacking: string[]
  notices: number
  due_on: string | null
  submitted_on: string | null
  filed_on: string | null
  archive_no: string
}

export interface Voucher {
  kind: string
  number?: string
  page?: string
  sha256?: string
}

/** A number as it was filed and as it was verified, with the papers behind it. */
export interface Quantity {
  reported?: string
  verified?: string
  reason?: string
  vouchers?: Voucher[]
}

export interface EnergyUse {
  energy: string
  in_unit: string
  opening?: Quantity
  purchased?: Quantity
  sold?: Quantity
  closing?: Quantity
  consumed: Quantity
  cost?: Quantity
  bought_in?: boolean
  feedstock?: boolean
  nonfossil?: boolean
  own_medium?: boolean
  coefficient?: { value: string; in_unit: string; source: string }
}

/** One step of a calculation: what it gives, by which formula, from which numbers and rows of the tables. */
export interface Sum {
  what: string
  formula: string
  numbers: Record<string, string>
  result?: string
  rows: Record<string, string>[]
}

export interface Results {
  tce_calorific?: string
  tce_equivalent?: string | null
  items?: { energy: string; name_zh: string; tce_calorific: string | null; tce_equivalent: string | null }[]
  per_product?: { name: string; quantity: string; unit: string; calorific: string | null; equivalent: string | null }[]
  steps: Sum[]
  warnings: string[]
  [name: string]: unknown
}

export interface StepAllowed {
  step: string
  name: string
  to: string
  to_name: string
  missing: Fault[]
}

export interface RecordFull extends RecordLine {
  state_name: string
  actor_name: string
  body: Record<string, unknown> & { energies?: EnergyUse[] }
  results: Results | null
  bases: Record<string, string>
  said: Fault[]
  service: { text: string; due_on: string; provisional: boolean } | null
  history: (Step & { step_name: string; state_name: string })[]
  steps: StepAllowed[]
}
