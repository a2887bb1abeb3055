/**
 * The outbox: entries that left the form and wait until the county has them. It runs in the page, not in the worker,
 * for WebViews and iOS have no background sync.
 *
 * Owns: the order photos → entry and the rounds. Does not own: waits and refusals (retry.ts). An entry goes out only
 * under its own account; network faults and 5xx only wait; a refused one stays with the server's words until a person
 * acts.
 */
import { instant } from './clock.ts'
import { call, type Reply } from './http.ts'
import { observable } from './observable.ts'
import { isRefusal, waitAfter } from './retry.ts'
import { ask, expired, me, mustChangePassword, whoAmI } from './session.ts'
import { forgetPhotos, type KeptReceipt, type Slip, store, type Waiting } from './store.ts'
import type { Draft } from './drafts.ts'
import type { Entry, Problem, Receipt } from './wire.ts'

const EVERY_MS = 30_000
/** Timers may ring a moment early, and an entry is not due before its time. */
const TIMER_SLACK_MS = 50
const KEEP_RECEIPTS_DAYS = 30

/** How many of the signed-in account's entries wait, how many need a person, and whether one is on its way. */
export const queue = observable({ waiting: 0, refused: 0, sending: false })

/** Rises whenever outbox or receipts changed, for screens that list them. */
export const changes = observable(0)

type Outcome = 'sent' | 'later' | 'refused' | 'stop'

/** Takes a finished draft out of the form. From here it survives everything but the loss of the phone. */
export async function post(draft: Draft, entry: Entry, photos: string[], slip: Slip): Promise<void> {
  const waiting: Waiting = {
    id: draft.id,
    account: draft.account,
    entry,
    draft,
    photos,
    photos_sent: 0,
    slip,
    saved_at: instant(new Date()),
    tries: 0,
    due_ms: 0,
    refused: null,
  }
  const tx = (await store()).transaction(['outbox', 'drafts'], 'readwrite')
  await Promise.all([tx.objectStore('outbox').put(waiting), tx.objectStore('drafts').delete(draft.id), tx.done])
  void navigator.storage?.persist?.()
  await count()
  void send(true)
}

let running = false
let timer = 0
/** Without network all wait as long as the entry that found it out. */
let paused_until_ms = 0

/** Sends what is due; `all` asks not to wait for its turn (a person tapped, or the network came back). */
export async function send(all = false): Promise<void> {
  if (running || !me.get() || mustChangePassword.get() || (!all && Date.now() < paused_until_ms)) return
  running = true
  try {
    for (const waiting of await due(all)) if ((await sendOne(waiting)) === 'stop') break
    if (!expired.get()) await schedule()
  } finally {
    running = false
    await count()
  }
}

async function due(all: boolean): Promise<Waiting[]> {
  const mine = await mineWaiting()
  return mine
    .filter((one) => !one.refused && (all || one.due_ms <= Date.now()))
    .sort((a, b) => a.saved_at.localeCompare(b.saved_at))
}

async function mineWaiting(): Promise<Waiting[]> {
  const account = me.get()?.account
  return (await (await store()).getAll('outbox')).filter((one) => one.account === account)
}

async function sendOne(waiting: Waiting): Promise<Outcome> {
  const who = await whoAmI()
  // Whoever is not told who he is sends nothing: not a word about the entry itself.
  if (!who.body) return notYet(waiting, { ...who, status: who.status === 401 ? 401 : 0 })
  if (who.body.account !== waiting.account) return 'stop'
  queue.set({ ...queue.get(), sending: true })
  const held = (await sendPhotos(waiting)) ?? (await ask<Receipt>('PUT', `/entries/${waiting.id}`, waiting.entry))
  if (held.body && (held.status === 200 || held.status === 201)) return sent(waiting, held.body)
  return notYet(waiting, held)
}

/** Sends what the server lacks; the answer of the photo that would not go, or null when all are there. */
async function sendPhotos(waiting: Waiting): Promise<Reply<Receipt> | null> {
  for (const sha256 of waiting.photos.slice(waiting.photos_sent)) {
    // Before a first try nothing can be there; after a cut one a HEAD is cheaper than the bytes.
    const there = waiting.tries > 0 && (await call('HEAD', `/photos/${sha256}`)).status === 200
    const reply = there ? null : await sendPhoto(sha256)
    if (reply && reply.status !== 200 && reply.status !== 201) return reply
    waiting.photos_sent += 1
    await (await store()).put('outbox', waiting)
    changes.set(changes.get() + 1)
  }
  return null
}

async function sendPhoto(sha256: string): Promise<Reply<Receipt>> {
  const photo = await (await store()).get('photos', sha256)
  if (!photo) return { status: 410, body: null, problem: lost(sha256) }
  return ask<Receipt>('PUT', `/photos/${sha256}`, photo.original)
}

function lost(sha256: string): Problem {
  return {
    type: 'photo-lost',
    title: '照片不在手机里了',
    status: 410,
    detail: `手机清理过数据，照片 ${sha256.slice(0, 8)} 找不到了。`,
  }
}

async function sent(waiting: Waiting, receipt: Receipt): Promise<Outcome> {
  const { entry } = waiting
  const keep: KeptReceipt = {
    id: waiting.id,
    account: waiting.account,
    receipt,
    slip: waiting.slip,
    type: entry.type,
    kind: entry.kind,
    period: entry.period,
  }
  const tx = (await store()).transaction(['outbox', 'receipts'], 'readwrite')
  await Promise.all([tx.objectStore('receipts').put(keep), tx.objectStore('outbox').delete(waiting.id), tx.done])
  await forgetPhotos(waiting.photos)
  paused_until_ms = 0
  await count()
  return 'sent'
}

async function notYet(waiting: Waiting, reply: Reply<unknown>): Promise<Outcome> {
  const signedOut = reply.status === 401 || mustChangePassword.get()
  const refused = !signedOut && isRefusal(reply.status) ? (reply.problem ?? wordless(reply.status)) : null
  const tries = waiting.tries + 1
  const due_ms = Date.now() + 1000 * waitAfter(tries)
  await (await store()).put('outbox', { ...waiting, tries, due_ms, refused })
  if (reply.status === 0) paused_until_ms = due_ms
  if (refused) return 'refused'
  return reply.status === 0 || signedOut ? 'stop' : 'later'
}

function wordless(status: number): Problem {
  return { type: 'about:blank', title: `服务器没有收下（${status}）`, status }
}

async function count(): Promise<void> {
  const mine = await mineWaiting()
  const refused = mine.filter((one) => one.refused).length
  queue.set({ waiting: mine.length - refused, refused, sending: running && mine.length > refused })
  changes.set(changes.get() + 1)
}

async function schedule(): Promise<void> {
  clearTimeout(timer)
  const next_ms = Math.min(...(await mineWaiting()).filter((one) => !one.refused).map((one) => one.due_ms))
  const wait_ms = Math.max(next_ms, paused_until_ms) - Date.now()
  if (next_ms < Infinity) timer = window.setTimeout(send, Math.max(0, wait_ms) + TIMER_SLACK_MS)
}

/** Gives a refused entry another try, after the person has read why. */
export async function tryAgain(id: string): Promise<void> {
  const db = await store()
  const waiting = await db.get('outbox', id)
  if (waiting) await db.put('outbox', { ...waiting, refused: null, due_ms: 0 })
  await send(true)
}

/** Takes a refused entry back into its form; the server never had it, so it keeps its id. */
export async function takeBack(waiting: Waiting): Promise<void> {
  const tx = (await store()).transaction(['outbox', 'drafts'], 'readwrite')
  await Promise.all([tx.objectStore('drafts').put(waiting.draft), tx.objectStore('outbox').delete(waiting.id), tx.done])
  await count()
}

export async function outboxOf(account: string): Promise<Waiting[]> {
  return (await (await store()).getAll('outbox')).filter((one) => one.account === account)
}

export async function receiptsOf(account: string): Promise<KeptReceipt[]> {
  const all = await (await store()).getAll('receipts')
  return all
    .filter((one) => one.account === account)
    .sort((a, b) => b.receipt.received_at.localeCompare(a.receipt.received_at))
}

async function dropOldReceipts(): Promise<void> {
  const db = await store()
  const oldest_ms = Date.now() - KEEP_RECEIPTS_DAYS * 86_400_000
  for (const kept of await db.getAll('receipts')) {
    if (Date.parse(kept.receipt.received_at) < oldest_ms) await db.delete('receipts', kept.id)
  }
}

/** Starts the rounds: now, when the network returns, when the page is shown, and every 30 s. */
export async function startRounds(): Promise<void> {
  await dropOldReceipts()
  await count()
  me.follow(() => void count().then(() => send(true)))
  mustChangePassword.follow(() => void send(true))
  window.addEventListener('online', () => void send(true))
  document.addEventListener('visibilitychange', () => !document.hidden && void send())
  setInterval(() => void round(), EVERY_MS)
  await send(true)
}

async function round(): Promise<void> {
  if (queue.get().waiting > 0) return send()
  if (me.get() && navigator.onLine) await whoAmI()
}
