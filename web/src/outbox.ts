/**
 * The outbox: entries that left the form and wait until the county has them.
 *
 * Owns: putting in, taking back, counting, the receipts that stay. Does not own: sending (sending.ts), waits and
 * refusals (retry.ts).
 */
import { instant } from './clock.ts'
import type { Draft } from './drafts.ts'
import { observable } from './observable.ts'
import { kept } from './room.ts'
import { me } from './session.ts'
import { forgetPhotos, type KeptReceipt, parcelOf, type Slip, store, type Waiting } from './store.ts'
import { uuid7 } from './uuid7.ts'
import type { Entry, Receipt } from './wire.ts'

const KEEP_DAYS = 30
/** The number of an entry that is in the ledger with other words: what was corrected needs a new one. */
const CONFLICT = 409

/** How many of the signed-in account's entries wait, how many need a person, what is on its way or owed. */
export const queue = observable({ waiting: 0, refused: 0, originals: 0, sending: false })

/** Rises whenever outbox or receipts changed, for screens that list them. */
export const changes = observable(0)

/** Takes a finished draft out of the form. From here it survives everything but the loss of the phone. */
export async function post(draft: Draft, entry: Entry, slip: Slip): Promise<void> {
  const { before, after } = parcelOf(draft)
  await putIn({
    id: draft.id,
    account: draft.account,
    entry,
    draft,
    photos: before,
    photos_sent: 0,
    originals: after,
    slip,
    saved_at: instant(new Date()),
    tries: 0,
    due_ms: 0,
    refused: null,
    again: false,
  })
  void navigator.storage?.persist?.()
  await count()
}

function putIn(waiting: Waiting): Promise<void> {
  return kept(async () => {
    const tx = (await store()).transaction(['outbox', 'drafts'], 'readwrite')
    await Promise.all([
      tx.objectStore('outbox').put(waiting),
      tx.objectStore('drafts').delete(waiting.id),
      tx.done,
    ])
  })
}

/** The county has it: the receipt takes the place of what waited, in one transaction. */
export async function book(waiting: Waiting, receipt: Receipt): Promise<void> {
  const { id, account, entry, draft, slip, photos, originals } = waiting
  const keep: KeptReceipt = { id, account, receipt, slip, entry, draft, photos, originals }
  const tx = (await store()).transaction(['outbox', 'receipts'], 'readwrite')
  await Promise.all([tx.objectStore('receipts').put(keep), tx.objectStore('outbox').delete(id), tx.done])
  await count()
}

/** Receipts go back among what waits: a restored backup has lost them. What waits already is left as it is. */
export async function sendAgain(receipts: KeptReceipt[]): Promise<void> {
  const tx = (await store()).transaction('outbox', 'readwrite')
  const there = new Set(await tx.store.getAllKeys())
  for (const { receipt: _, ...one } of receipts.filter((receipt) => !there.has(receipt.id)))
    void tx.store.put({
      ...one,
      photos_sent: 0,
      saved_at: one.entry.made_at,
      tries: 1,
      due_ms: 0,
      refused: null,
      again: true,
    })
  await tx.done
  await count()
}

export async function count(sending = false): Promise<void> {
  const account = me.get()?.account ?? ''
  const mine = await outboxOf(account)
  const refused = mine.filter((one) => one.refused).length
  const originals = (await receiptsOf(account)).reduce((sum, one) => sum + one.originals.length, 0)
  const waiting = mine.length - refused
  queue.set({ waiting, refused, originals, sending: sending && waiting > 0 })
  changes.set(changes.get() + 1)
}

/** Gives a refused entry another try, after the person has read why. */
export async function tryAgain(id: string): Promise<void> {
  const db = await store()
  const waiting = await db.get('outbox', id)
  if (waiting) await db.put('outbox', { ...waiting, refused: null, due_ms: 0 })
  await count()
}

/**
 * Takes a refused entry back into its form and returns the draft's number. It keeps its own, since the ledger never
 * took it, unless the ledger holds another entry under that number.
 */
export async function takeBack(waiting: Waiting): Promise<string> {
  const id = waiting.refused?.status === CONFLICT ? uuid7() : waiting.id
  const tx = (await store()).transaction(['outbox', 'drafts'], 'readwrite')
  await Promise.all([
    tx.objectStore('drafts').put({ ...waiting.draft, id }),
    tx.objectStore('outbox').delete(waiting.id),
    tx.done,
  ])
  await count()
  return id
}

export async function outboxOf(account: string): Promise<Waiting[]> {
  return (await (await store()).getAll('outbox')).filter((one) => one.account === account)
}

/** How many entries of other accounts lie on this phone; they wait for their own people. */
export async function othersWaiting(account: string): Promise<Map<string, number>> {
  const counts = new Map<string, number>()
  for (const one of await (await store()).getAll('outbox'))
    if (one.account !== account) counts.set(one.account, (counts.get(one.account) ?? 0) + 1)
  return counts
}

export async function receiptsOf(account: string): Promise<KeptReceipt[]> {
  const all = await (await store()).getAll('receipts')
  return all
    .filter((one) => one.account === account)
    .sort((a, b) => b.receipt.received_at.localeCompare(a.receipt.received_at))
}

/** Lets go of what the county has had for long enough; what it has not confirmed stays however old. */
export async function dropOldReceipts(): Promise<void> {
  const db = await store()
  const oldest_ms = Date.now() - (me.get()?.phone?.keep_days ?? KEEP_DAYS) * 86_400_000
  for (const one of await db.getAll('receipts')) {
    if (one.originals.length > 0 || Date.parse(one.receipt.received_at) >= oldest_ms) continue
    await db.delete('receipts', one.id)
    await forgetPhotos(one.photos)
  }
}
