/**
 * Writing to the phone when it is full: photos the county already has make room, oldest first; then a person must know.
 *
 * Does not own the stores (store.ts). Nothing that waits is ever dropped here.
 */
import { observable } from './observable.ts'
import { store } from './store.ts'

/** The phone has no room left for what was to be kept: every screen says so. */
export const full = observable(false)

/** An aborted transaction reports itself by either name. */
const NO_ROOM = new Set(['QuotaExceededError', 'AbortError'])
/** Photos dropped before another attempt. */
const AT_ONCE = 20

/** Does the work, and once more after making room; throws what the engine said when the phone stays full. */
export async function kept<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await fits(work)
  } catch (error) {
    if (!NO_ROOM.has((error as Error).name)) throw error
    if (await makeRoom()) return kept(work)
    full.set(true)
    throw error
  }
}

async function fits<T>(work: () => Promise<T>): Promise<T> {
  const done = await work()
  if (full.get()) full.set(false)
  return done
}

/** Drops photos of receipts the server has confirmed; false when there are none left to drop. */
async function makeRoom(): Promise<boolean> {
  const db = await store()
  const receipts = (await db.getAll('receipts')).sort((a, b) => a.receipt.seq - b.receipt.seq)
  const owed = new Set(receipts.flatMap((one) => one.originals))
  const waiting = (await db.getAll('outbox')).flatMap((one) => [...one.photos, ...one.originals])
  const held = new Set([...owed, ...waiting])
  const there = new Set(await db.getAllKeys('photos'))
  const free = receipts.flatMap((one) => one.photos).filter((sha256) => there.has(sha256) && !held.has(sha256))
  for (const sha256 of free.slice(0, AT_ONCE)) await db.delete('photos', sha256)
  return free.length > 0
}
