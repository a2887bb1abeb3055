/**
 * Lists of the server as last seen, so that a screen stands at once and without network.
 *
 * A list is kept per account: what one person may see is not shown to the next.
 */
import { useEffect, useState } from 'preact/hooks'
import { ask } from './session.ts'
import { keep, kept } from './store.ts'

export interface Listing<T> {
  /** undefined until the phone or the server had something. */
  value: T | undefined
  /** The server was asked and had no answer; `value` is then what was kept. */
  failed: boolean
  /** The server says that this is not for this account. */
  forbidden: boolean
}

/** A GET whose last good answer is kept; null as path asks nothing. */
export function useListing<T>(account: string, path: string | null): Listing<T> {
  const [listing, setListing] = useState<Listing<T>>({ value: undefined, failed: false, forbidden: false })
  useEffect(() => {
    let shown = true
    if (path) void refresh<T>(account, path, (next) => shown && setListing(next))
    return () => {
      shown = false
    }
  }, [account, path])
  return listing
}

async function refresh<T>(account: string, path: string, show: (listing: Listing<T>) => void): Promise<void> {
  const key = `${account} ${path}`
  const before = await kept<T>(key)
  if (before !== undefined) show({ value: before, failed: false, forbidden: false })
  const reply = await ask<T>('GET', path)
  if (reply.body === null) return show({ value: before, failed: true, forbidden: reply.status === 403 })
  show({ value: reply.body, failed: false, forbidden: false })
  await keep(key, reply.body)
}
