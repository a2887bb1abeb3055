/** What is chased, and rates, named as the API names them. Types only. */
export interface Duty {
  id: string
  seq: number
  unit_name: string
  site_name: string | null
  enterprise_name: string | null
  state_name: string
  step_name: string
  due_on: string | null
  overdue: boolean
  soon: boolean
  stalled: boolean
  overdue_days: number | null
  idle_days: number
}

export interface UnitChased {
  responsible: string
  responsible_name: string
  overdue: number
  soon: number
  stalled: number
  overdue_days: number | null
  idle_days: number | null
}

export interface Chased {
  id: string
  seq: number
  unit_name: string
  responsible_name: string
  state_name: string
  step_name: string
  due_on: string | null
  original_due_on: string | null
  overdue: boolean
  soon: boolean
  stalled: boolean
  overdue_days: number | null
  idle_days: number
}

export interface ClockChased {
  subject: string
  clock: string
  name: string
  unit_name: string
  number: string | null
  due_on: string
  provisional: boolean
  overdue: boolean
  overdue_days: number | null
}

export interface Chasing {
  today: string
  soon_days: number
  stalled_days: number
  units: UnitChased[]
  items: Chased[]
  clocks: ClockChased[]
  next: string | null
}

export interface Rate {
  key: string
  name: string
  received: number
  counted: number
  closed: number
  staged: number
  rebounded: number
  closed_percent: string | null
  due: number
  on_time: number
  on_time_percent: string | null
  on_time_extended_percent: string | null
}

export interface Rates {
  by: string
  items: Rate[]
  total: Rate
}
