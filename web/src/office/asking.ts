/**
 * Asking the server and what may come of it. The office keeps nothing on the machine: county computers are shared.
 *
 * Owns: answers and pages of answers. Does not own: how they look (answered.tsx), writing (writing.ts).
 */
import { useCallback, useEffect, useState } from 'preact/hooks'
import { sentence } from '../http.ts'
import { ask } from '../session.ts'
import type { Page } from './wire.ts'

export type Failure = 'offline' | 'forbidden' | 'missing' | 'error'

export interface Answer<T> {
  value: T | undefined
  failure: Failure | null
  /** The server's own words, for `error`. */
  said: string
  again: () => void
}

const REASONS: Record<number, Failure> = { 0: 'offline', 403: 'forbidden', 404: 'missing' }

type Asked<T> = Pick<Answer<T>, 'value' | 'failure' | 'said'>

const NOTHING = { value: undefined, failure: null, said: '' }

async function asked<T>(path: string): Promise<Asked<T>> {
  const reply = await ask<T>('GET', path)
  if (reply.body !== null) return { value: reply.body, failure: null, said: '' }
  return { value: undefined, failure: REASONS[reply.status] ?? 'error', said: sentence(reply) }
}

/** The answer to one GET; null asks nothing. */
export function useAnswer<T>(path: string | null): Answer<T> {
  const [times, setTimes] = useState(0)
  const [answer, setAnswer] = useState<Asked<T> & { path: string | null }>({ ...NOTHING, path })
  const again = useCallback(() => setTimes((before) => before + 1), [])
  useEffect(() => {
    let shown = true
    if (path) void asked<T>(path).then((next) => shown && setAnswer({ ...next, path }))
    return () => {
      shown = false
    }
  }, [path, times])
  return { ...(answer.path === path ? answer : NOTHING), again }
}

export interface Pages<T> extends Answer<T[]> {
  /** null when the list is at its end. */
  more: (() => void) | null
}

/** A list read page by page: the first at once, further ones when asked for. */
export function usePages<T>(path: string): Pages<T> {
  const first = useAnswer<Page<T>>(path)
  const [rest, setRest] = useState<{ path: string; pages: Page<T>[] }>({ path, pages: [] })
  const pages = rest.path === path ? rest.pages : []
  const last = pages[pages.length - 1] ?? first.value
  const more = useCallback(async () => {
    const page = await asked<Page<T>>(`${path}&after=${last!.next}`)
    if (page.value) setRest({ path, pages: [...pages, page.value] })
  }, [path, last])
  const items = first.value && [first.value, ...pages].flatMap((page) => page.items)
  const again = () => {
    setRest({ path, pages: [] })
    first.again()
  }
  return { ...first, value: items, again, more: last?.next ? () => void more() : null }
}
