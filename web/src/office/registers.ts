/**
 * The registers that nearly every office screen names things by: units, sites, firms, people, checklists.
 *
 * Asked once per sitting and account; a screen that changes one of them forgets it.
 */
import { useEffect, useState } from 'preact/hooks'
import { call } from '../http.ts'
import type { Kind } from '../wire.ts'
import type { Firm, Page, Person, SiteLine, UnitLine } from './wire.ts'

const known = new Map<string, Promise<unknown[]>>()

async function all<T>(path: string): Promise<T[]> {
  const items: T[] = []
  for (let next: string | null = ''; next !== null; ) {
    const reply: { body: Page<T> | null } = await call<Page<T>>('GET', `${path}?limit=500${next && `&after=${next}`}`)
    if (!reply.body) {
      known.delete(path)
      return items
    }
    items.push(...reply.body.items)
    next = reply.body.next ?? null
  }
  return items
}

function useRegister<T>(path: string): T[] | undefined {
  const [items, setItems] = useState<T[]>()
  useEffect(() => {
    if (!known.has(path)) known.set(path, all<T>(path))
    void known.get(path)!.then((found) => setItems(found as T[]))
  }, [path])
  return items
}

export const forget = (path: string) => known.delete(path)

export const useUnits = () => useRegister<UnitLine>('/units')
export const useSites = () => useRegister<SiteLine>('/sites')
export const useFirms = () => useRegister<Firm>('/enterprises')
export const usePeople = () => useRegister<Person>('/people')
export const useKinds = () => useRegister<Kind>('/kinds')

export const nameOfUnit = (units: UnitLine[] | undefined, key: string) =>
  units?.find((one) => one.unit === key)?.name ?? key
export const nameOfPerson = (people: Person[] | undefined, account: string) =>
  people?.find((one) => one.account === account)?.name ?? account
export const nameOfSite = (sites: SiteLine[] | undefined, site: string) =>
  sites?.find((one) => one.site === site)?.name ?? '…'
