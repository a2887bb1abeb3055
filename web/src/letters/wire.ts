/** Batches and letters, named as the API names them. Types only. */
import type { FindingLine } from '../office/wire.ts'
import type { Fault, Receipt } from '../wire.ts'

export interface Batch {
  batch: string
  name: string
  level: string
  on_site_from: string | null
  on_site_to: string | null
  feedback_on: string | null
  plan_due_on: string | null
  reply_limit_days: number | null
  source: string
  confidence: string
  note: string
  letters: number
  replied: number
}

export interface LetterLine {
  letter: string
  seq: number
  unit: string
  unit_name: string
  batch: string | null
  batch_name: string | null
  number: string
  focus: boolean
  received_on: string
  assigned_on: string
  reply_limit_days: number | null
  category: string
  finding: string | null
  anonymous: boolean
  named: boolean
  replied_on: string | null
  reply_method: string | null
  reply_no: string | null
}

export interface Reading {
  id: string
  seq: number
  account: string
  purpose: string
  read_at: string
}

export interface LetterFull extends LetterLine {
  category_name: string
  reply_method_name: string | null
  text: string | null
  about: FindingLine | null
  others: LetterLine[]
  readings: Reading[]
  lacking: Fault[]
  receipt: Receipt
  history: { id: string; type: string; seq: number; actor_name: string; received_at: string }[]
}

export interface Petitioner {
  name: string | null
  phone: string | null
  id_number: string | null
  address: string | null
  erased: boolean
}
