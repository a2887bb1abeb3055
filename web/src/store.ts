/**
 * What the phone keeps until the county has it: drafts, photos, the outbox, receipts, and last known lists.
 *
 * Owns: the stores and their shapes. Everything is marked with its account; nothing here is sent (outbox.ts).
 */
import { type DBSchema, type IDBPDatabase, openDB } from 'idb'
import { instant } from './clock.ts'
import type { Draft } from './drafts.ts'
import type { Entry, Problem, Receipt, TakenPhoto } from './wire.ts'

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
  /** Files that go before the entry: signatures, and of each photo its copy or else the camera's own file. */
  photos: string[]
  photos_sent: number
  /** The camera's own files that go after the entry, because a copy went first. */
  originals: string[]
  slip: Slip
  saved_at: string
  tries: number
  due_ms: number
  /** Set when the server said no: a person must act. */
  refused: Problem | null
  /** It was in the ledger once; the server has lost it with a restored backup. */
  again: boolean
}

/** What the county has, kept for some days more: whoever restores an older backup gets it from here. */
export interface KeptReceipt {
  id: string
  account: string
  receipt: Receipt
  slip: Slip
  entry: Entry
  draft: Draft
  photos: string[]
  /** Originals that the server has not confirmed yet. */
  originals: string[]
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
  opened ??= openDB<Stores>('xuncha', 2, {
    upgrade(db, before, _after, tx) {
      // Receipts of the first form carry no entry to send again: they were slips only.
      if (before === 1) return void tx.objectStore('receipts').clear()
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

/** Drops photos that nothing on this phone names any more. */
export async function forgetPhotos(candidates: string[]): Promise<void> {
  const db = await store()
  const used = new Set<string>()
  const rows = [...(await db.getAll('outbox')), ...(await db.getAll('receipts'))]
  for (const draft of await db.getAll('drafts')) picturesOf(draft).forEach((sha256) => used.add(sha256))
  for (const row of rows) [...row.photos, ...row.originals].forEach((sha256) => used.add(sha256))
  for (const sha256 of candidates) if (!used.has(sha256)) await db.delete('photos', sha256)
}

/** Every picture a draft holds: originals, their copies, signatures. */
export function picturesOf(draft: Draft): string[] {
  const { before, after } = parcelOf(draft)
  return [...before, ...after]
}

/** A photo's own file and its copy. */
export const filesOf = ({ sha256, copy }: TakenPhoto) => (copy ? [sha256, copy] : [sha256])

/** What goes before the entry and what may follow it: the original of a photo whose copy goes first. */
export function parcelOf(draft: Draft): { before: string[]; after: string[] } {
  if (draft.type === 'zero_report') return { before: draft.signature ? [draft.signature] : [], after: [] }
  const present = draft.type === 'visit' ? draft.present : []
  const signatures = present.flatMap((one) => (one.signature ? [one.signature] : []))
  const first = draft.photos.map((photo) => photo.copy ?? photo.sha256)
  const after = draft.photos.flatMap((photo) => (photo.copy ? [photo.sha256] : []))
  return { before: [...new Set([...first, ...signatures])], after }
}
