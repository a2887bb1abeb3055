/**
 * A draft on the screen and in the store: every change is kept within a second, and at once when the page is hidden.
 */
import { useCallback, useEffect, useRef, useState } from 'preact/hooks'
import { instant } from './clock.ts'
import type { Draft } from './drafts.ts'
import { kept } from './room.ts'
import { forgetPhotos, picturesOf, store } from './store.ts'

const SAVE_AFTER_MS = 300

/** Drafts begun but not touched yet: looking into a form and going back leaves nothing behind. */
const begun = new Map<string, Draft>()

export function begin<D extends Draft>(draft: D): D {
  begun.set(draft.id, draft)
  return draft
}

export interface Keeping<D extends Draft> {
  /** undefined while it is read, null when there is none. */
  draft: D | null | undefined
  saved: boolean
  change: (edit: (draft: D) => Partial<D>) => void
  flush: () => Promise<void>
}

export function useDraft<D extends Draft>(id: string): Keeping<D> {
  const [draft, setDraft] = useState<D | null | undefined>(undefined)
  const [saved, setSaved] = useState(true)
  const latest = useRef<D | null>(null)
  const timer = useRef(0)

  const flush = useCallback(async () => {
    if (!timer.current || !latest.current) return
    clearTimeout(timer.current)
    timer.current = 0
    const draft = latest.current
    // A full phone says so by itself (room.ts); the form goes on, unsaved.
    await kept(async () => (await store()).put('drafts', draft)).then(
      () => !timer.current && setSaved(true),
      () => undefined,
    )
  }, [])

  const change = useCallback((edit: (draft: D) => Partial<D>) => {
    if (!latest.current) return
    latest.current = { ...latest.current, ...edit(latest.current), changed_at: instant(new Date()) }
    setDraft(latest.current)
    setSaved(false)
    // Not pushed back by the next key: steady typing must be kept too.
    timer.current ||= window.setTimeout(flush, SAVE_AFTER_MS)
  }, [])

  useEffect(() => {
    const hide = () => void flush()
    store().then(async (db) => {
      latest.current = ((await db.get('drafts', id)) ?? begun.get(id) ?? null) as D | null
      setDraft(latest.current)
    })
    document.addEventListener('visibilitychange', hide)
    window.addEventListener('pagehide', hide)
    return () => {
      document.removeEventListener('visibilitychange', hide)
      window.removeEventListener('pagehide', hide)
      void flush()
    }
  }, [id])

  return { draft, saved, change, flush }
}

export async function draftsOf(account: string): Promise<Draft[]> {
  const all = await (await store()).getAll('drafts')
  return all.filter((draft) => draft.account === account).sort((a, b) => b.changed_at.localeCompare(a.changed_at))
}

export async function dropDraft(draft: Draft): Promise<void> {
  await (await store()).delete('drafts', draft.id)
  await forgetPhotos(picturesOf(draft))
}
