/** Addresses of the screens, in the hash so that a cold start without network finds them all in one file. */
import { observable } from './observable.ts'

export const HOME = '#/'
export const LOGIN = '#/login'
export const OUTBOX = '#/outbox'
export const ME = '#/me'
export const NEW_ZERO = '#/zero'
export const visitAt = (id: string) => `#/visit/${id}`
export const zeroAt = (id: string) => `#/zero/${id}`
export const receiptAt = (id: string) => `#/receipt/${id}`

export interface Route {
  screen: string
  id: string
}

function read(): Route {
  const [, screen = '', id = ''] = location.hash.split('/')
  return { screen, id }
}

export const route = observable<Route>(read())

window.addEventListener('hashchange', () => {
  route.set(read())
  window.scrollTo(0, 0)
})

/** `instead` leaves no way back to the screen that is done with. */
export function go(address: string, instead = false): void {
  if (instead) location.replace(address)
  else location.hash = address
}
