/** Addresses of the screens, in the hash so that a cold start without network finds them all in one file. */
import type { Draft } from './drafts.ts'
import { observable } from './observable.ts'

export const HOME = '#/'
export const LOGIN = '#/login'
export const OUTBOX = '#/outbox'
export const ME = '#/me'
export const NEW_ZERO = '#/zero'
export const NEW_FINDING = '#/finding'
export const FIELD = '#/field'
export const visitAt = (id: string) => `#/visit/${id}`
export const zeroAt = (id: string) => `#/zero/${id}`
export const findingAt = (id: string) => `#/finding/${id}`
export const receiptAt = (id: string) => `#/receipt/${id}`

/** The form of a draft. */
export function formAt({ type, id }: { type: Draft['type']; id: string }): string {
  return { visit: visitAt, zero_report: zeroAt, finding: findingAt }[type](id)
}

export interface Route {
  screen: string
  id: string
}

function read(): Route {
  const [, screen = '', id = ''] = location.hash.split('/')
  return { screen, id }
}

const DRAWN_WITHIN_MS = 80

export const route = observable<Route>(read())

/** How far down each screen was left: whoever comes back to a form finds the question he left. */
const left = new Map<string, number>()
const FORM = /^#\/visit\//
let here = location.hash
window.addEventListener('scroll', () => left.set(here, window.scrollY), { passive: true })

window.addEventListener('hashchange', () => {
  here = location.hash
  const to = FORM.test(here) ? (left.get(here) ?? 0) : 0
  route.set(read())
  window.scrollTo(0, 0)
  // The form reads its draft first; it is as long as it was a moment later.
  if (to) setTimeout(() => window.scrollTo(0, to), DRAWN_WITHIN_MS)
})

/** `instead` leaves no way back to the screen that is done with. */
export function go(address: string, instead = false): void {
  if (instead) location.replace(address)
  else location.hash = address
}
