/**
 * When a question of a checklist is shown: the condition grammar of `GET /kinds`, read, never rewritten.
 *
 * `key op value`, joined by ` and ` and ` or ` (and binds tighter, no brackets); op is = != < > <= >=,
 * `in` (one of a|b|c) or `has` (a list answer holds one of a|b). An answer not given yet fulfils nothing,
 * so the first question stands alone until it is answered.
 */
import type { Answer, Answers } from './wire.ts'

const COMPARISON = /^\s*(\w+)\s+(=|!=|<=|>=|<|>|in|has)\s+(.+?)\s*$/

const OPERATORS: Record<string, (given: Answer, wanted: string) => boolean> = {
  '=': (given, wanted) => String(given) === wanted,
  '!=': (given, wanted) => String(given) !== wanted,
  '<': (given, wanted) => Number(given) < Number(wanted),
  '>': (given, wanted) => Number(given) > Number(wanted),
  '<=': (given, wanted) => Number(given) <= Number(wanted),
  '>=': (given, wanted) => Number(given) >= Number(wanted),
  in: (given, wanted) => wanted.split('|').includes(String(given)),
  has: (given, wanted) => wanted.split('|').some((one) => (given as string[]).includes(one)),
}

export function holds(condition: string, answers: Answers): boolean {
  return condition.split(' or ').some((all) => all.split(' and ').every((one) => compare(one, answers)))
}

function compare(comparison: string, answers: Answers): boolean {
  const parts = COMPARISON.exec(comparison)
  // A spare question costs a tap, a hidden one costs evidence: what we cannot read, we show.
  if (!parts) return true
  const given = answers[parts[1]!]
  return given !== undefined && OPERATORS[parts[2]!]!(given, parts[3]!)
}
