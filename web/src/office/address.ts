/**
 * Where the office stands: `#/office/visits?unit=…`. Filters and order live in the address, so that a reload, a
 * bookmark and the way back find the same table.
 */
import { observable } from '../observable.ts'

export type Query = Record<string, string>

export interface Address {
  screen: string
  id: string
  query: Query
}

export const OFFICE = '#/office'

function read(): Address {
  const [path = '', query = ''] = location.hash.split('?')
  const [, , screen = '', id = ''] = path.split('/')
  return { screen, id, query: Object.fromEntries(new URLSearchParams(query)) }
}

export const address = observable<Address>(read())
window.addEventListener('hashchange', () => address.set(read()))

/** An address of the office; what is empty is left out. */
export function at(path: string, query: Record<string, string | undefined> = {}): string {
  const given = Object.entries(query).filter((pair): pair is [string, string] => !!pair[1])
  const search = new URLSearchParams(given).toString()
  return `${OFFICE}/${path}${search && `?${search}`}`
}

/** Changes the query in place: no step in the history for each letter typed, no jump to the top. */
export function narrow(change: Record<string, string | undefined>): void {
  const { screen, id, query } = address.get()
  const path = id ? `${screen}/${id}` : screen
  history.replaceState(history.state, '', at(path, { ...query, ...change }))
  address.set(read())
}
