/**
 * A checklist in progress: which questions stand now, what an input means as an answer, what is still open.
 *
 * Owns: reading a kind from `GET /kinds`. Does not own: what an answer means in law (the server's notices).
 */
import { holds } from './conditions.ts'
import type { Answer, Answers, Kind, Question, TakenPhoto } from './wire.ts'

/** What the person typed or tapped, by question key; numbers stay as typed until they are sent. */
export type Given = Record<string, string | string[] | undefined>

const PLAIN_DECIMAL = /^-?\d+(\.\d+)?$/
const PLAIN_INTEGER = /^-?\d{1,15}$/

/** 612,000 or ６１２０００ as a Chinese keyboard gives them, as plain digits. */
export function plainNumber(typed: string): string {
  return typed.normalize('NFKC').replace(/[,\s]/g, '')
}

/** The answer to send, or undefined when nothing usable was given. */
export function answerOf(question: Question, given: string | string[] | undefined): Answer | undefined {
  if (given === undefined || given.length === 0) return undefined
  if (question.answer === 'integer')
    return PLAIN_INTEGER.test(plainNumber(given as string)) ? Number(plainNumber(given as string)) : undefined
  if (question.answer === 'decimal')
    return PLAIN_DECIMAL.test(plainNumber(given as string)) ? plainNumber(given as string) : undefined
  if (question.answer === 'text') return (given as string).trim() || undefined
  return given
}

/** Typed, but not a number: shown under the field, never sent. */
export function misread(question: Question, given: string | string[] | undefined): boolean {
  return !!given?.length && /integer|decimal/.test(question.answer) && answerOf(question, given) === undefined
}

/**
 * The questions that stand, in the checklist's order. An answer whose question has been hidden since no longer
 * speaks for others. Computed ones are the server's and are not drawn.
 */
export function standing(kind: Kind, given: Given): Question[] {
  const answers: Answers = {}
  return kind.questions.filter((question) => {
    if (question.answer === 'computed' || (question.shown_if && !holds(question.shown_if, answers))) return false
    answers[question.key] = answerOf(question, given[question.key])
    return true
  })
}

export interface Group {
  group: string
  name: string
  questions: Question[]
}

export function groupsOf(questions: Question[]): Group[] {
  const groups: Group[] = []
  for (const question of questions) {
    const last = groups[groups.length - 1]
    if (last?.group === question.group) last.questions.push(question)
    else groups.push({ group: question.group, name: question.group_name, questions: [question] })
  }
  return groups
}

export function isAnswered(question: Question, given: Given, photos: TakenPhoto[]): boolean {
  if (question.answer === 'photo') return photos.some((photo) => photo.slot === slotOf(question))
  return answerOf(question, given[question.key]) !== undefined
}

export const slotOf = (question: Question) => question.photo ?? question.key

/** Required or begun questions of a group as [answered, all], for the count in its head. */
export function progress(group: Group, given: Given, photos: TakenPhoto[]): [number, number] {
  const counted = group.questions.filter((one) => one.required)
  return [counted.filter((one) => isAnswered(one, given, photos)).length, counted.length]
}

/** Answers and texts as an entry carries them: only of questions that stand. */
export function answersToSend(
  questions: Question[],
  given: Given,
): { answers: Record<string, Answer>; texts: Record<string, string> } {
  const answers: Record<string, Answer> = {}
  const texts: Record<string, string> = {}
  for (const question of questions) {
    const answer = answerOf(question, given[question.key])
    if (answer === undefined || question.answer === 'photo') continue
    if (question.answer === 'text') texts[question.key] = answer as string
    else answers[question.key] = answer
  }
  return { answers, texts }
}

/**
 * Questions not passed, as far as a phone can tell: a threshold that is a row of the law's (`@key`) is the server's to
 * compare, and what reads as nothing here fails nothing.
 */
export function failed(questions: Question[], given: Given): Set<string> {
  const answers: Answers = {}
  for (const question of questions) answers[question.key] = answerOf(question, given[question.key])
  return new Set(
    questions.filter((one) => one.fails_if && !/@/.test(one.fails_if) && holds(one.fails_if, answers)).map((one) => one.key),
  )
}
