/**
 * What the phone keeps until the county has it: drafts, photos, the outbox, receipts, and last known lists.
 *
 * Owns: the stores and their shapes. Everything is marked with its account; nothing here is sent (outbox.ts).
 */
import { type DBSchema, type IDBPDatabase, openDB } from 'idb'
import { instant } from './clock.ts'
import type { Draft } from './drafts.ts'
import type { Entry, Problem, Receipt } from './wire.ts'

export interface KeptPhoto {
  sha256: string
  /** The file exactly as the camera wrote it. */
  original: Blob
  /** A small picture for the screen, null where the engine could not make one. */
  thumb: Blob | null
}

/** What a receipt says to people, fixed when the entry leaves the form. */
export interface Slip {
  title: string
  place: string
  lines: [string, string][]
  /** The watch-list site that this visit inspected; null when nobody got in, or for other entries. */
  seen_site: string | null
}

export interface Waiting {
  id: string
  account: string
  entry: Entry
  /** Where the entry came from, so that a refused one can go back into its form. */
  draft: Draft
  photos: string[]
  photos_sent: number
  slip: Slip
  saved_at: string
  tries: number
  due_ms: number
  /** Set when the server said no: a person must act. */
  refused: Problem | null
}

export interface KeptReceipt {
  id: string
  account: string
  receipt: Receipt
  slip: Slip
  type: Entry['type']
  kind: string
  period: string
}

export interface Kept {
  key: string
  value: unknown
  at: string
}

interface Stores extends DBSchema {
  drafts: { key: string; value: Draft }
  photos: { key: string; value: KeptPhoto }
  outbox: { key: string; value: Waiting }
  receipts: { key: string; value: KeptReceipt }
  cache: { key: string; value: Kept }
}

let opened: Promise<IDBPDatabase<Stores>> | null = null

export function store(): Promise<IDBPDatabase<Stores>> {
  opened ??= openDB<Stores>('xuncha', 1, {
    upgrade(db) {
      db.createObjectStore('drafts', { keyPath: 'id' })
      db.createObjectStore('photos', { keyPath: 'sha256' })
      db.createObjectStore('outbox', { keyPath: 'id' })
      db.createObjectStore('receipts', { keyPath: 'id' })
      db.createObjectStore('cache', { keyPath: 'key' })
    },
  })
  return opened
}

export async function keep(key: string, value: unknown): Promise<void> {
  await (await store()).put('cache', { key, value, at: instant(new Date()) })
}

export async function kept<T>(key: string): Promise<T | undefined> {
  return (await (await store()).get('cache', key))?.value as T | undefined
}

/** Drops photos that no draft and no waiting entry names any more. */
export async function forgetPhotos(candidates: string[]): Promise<void> {
  const db = await store()
  const used = new Set<string>()
  for (const draft of await db.getAll('drafts')) photosOfDraft(draft).forEach((sha256) => used.add(sha256))
  for (const waiting of await db.getAll('outbox')) waiting.photos.forEach((sha256) => used.add(sha256))
  for (const sha256 of candidates) if (!used.has(sha256)) await db.delete('photos', sha256)
}

export function photosOfDraft(draft: Draft): string[] {
  if (draft.type === 'zero_report') return draft.signature ? [draft.signature] : []
  const signatures = draft.present.flatMap((one) => (one.signature ? [one.signature] : []))
  return [...draft.photos.map((photo) => photo.sha256), ...signatures]
}
