/**
 * Sending what waits. It runs in the page, not in the worker, for WebViews and iOS have no background sync.
 *
 * Owns: the rounds and the order photos → entry → originals, parents before what rests on them. An entry goes out only
 * under its own account; network faults and 5xx only wait; a refused one stays with the server's words until a person
 * acts.
 */
import type { Reply } from './http.ts'
import { book, changes, count, dropOldReceipts, outboxOf, queue, receiptsOf, sendAgain } from './outbox.ts'
import { isRefusal, waitAfter } from './retry.ts'
import { ask, expired, me, mustChangePassword, whoAmI } from './session.ts'
import { type KeptReceipt, store, type Waiting } from './store.ts'
import { upload } from './uploading.ts'
import type { Me, Problem, Receipt } from './wire.ts'

const EVERY_MS = 30_000
/** Timers may ring a moment early, and an entry is not due before its time. */
const TIMER_SLACK_MS = 50

type Outcome = 'sent' | 'later' | 'refused' | 'stop'

let running = false
let timer = 0
/** Without network all wait as long as the entry that found it out. */
let paused_until_ms = 0

const account = () => me.get()?.account ?? ''
const held = ({ status }: Reply<unknown>) => status === 200 || status === 201

/** Sends what is due; `all` asks not to wait for its turn (a person tapped, or the network came back). */
export async function send(all = false): Promise<void> {
  if (running || !me.get() || mustChangePassword.get() || (!all && Date.now() < paused_until_ms)) return
  running = true
  try {
    const who = await whoAmI()
    if (who.body) await refill()
    await sendDue(all, who)
    if (!expired.get()) await schedule()
  } finally {
    running = false
    await count()
  }
}

async function sendDue(all: boolean, first: Reply<Me>): Promise<void> {
  let who: Reply<Me> | null = first
  const due = (await outboxOf(account()))
    .filter((one) => !one.refused && (all || one.due_ms <= Date.now()))
    .sort((a, b) => a.saved_at.localeCompare(b.saved_at))
  for (const waiting of due) {
    if (await restsOnWaiting(waiting)) continue
    // Asked anew before each: another tab may have signed in as somebody else meanwhile.
    if ((await sendOne(waiting, who ?? (await whoAmI()))) === 'stop') return
    who = null
  }
  await sendOriginals()
}

/** A finding waits for its visit, wherever on this phone that still is. */
async function restsOnWaiting({ entry }: Waiting): Promise<boolean> {
  const parent = entry.type === 'finding' ? entry.visit : null
  if (!parent) return false
  const db = await store()
  return !!((await db.get('outbox', parent)) ?? (await db.get('drafts', parent)))
}

async function sendOne(waiting: Waiting, who: Reply<Me>): Promise<Outcome> {
  // Whoever is not told who he is sends nothing: not a word about the entry itself.
  if (!who.body) return notYet(waiting, { ...who, status: who.status === 401 ? 401 : 0 })
  if (who.body.account !== waiting.account) return 'stop'
  queue.set({ ...queue.get(), sending: true })
  const reply = (await sendPhotos(waiting)) ?? (await ask<Receipt>('PUT', `/entries/${waiting.id}`, waiting.entry))
  if (!reply.body || !held(reply)) return notYet(waiting, reply)
  await book(waiting, reply.body)
  paused_until_ms = 0
  return 'sent'
}

/** Sends what the server lacks; the answer of the photo that would not go, or null when all are there. */
async function sendPhotos(waiting: Waiting): Promise<Reply<Receipt> | null> {
  for (const sha256 of waiting.photos.slice(waiting.photos_sent)) {
    const reply = await upload(sha256, waiting.tries > 0)
    // What is sent again after a restore may have made room since; the entry still counts.
    if (!held(reply) && !(waiting.again && reply.status === 410)) return { ...reply, body: null }
    waiting.photos_sent += 1
    await (await store()).put('outbox', waiting)
    changes.set(changes.get() + 1)
  }
  return null
}

/** Originals whose copies went first, once nothing else waits to be sent before them. */
async function sendOriginals(): Promise<void> {
  for (const kept of (await receiptsOf(account())).filter((one) => one.originals.length > 0))
    if (!(await sendOriginalsOf(kept))) return
}

async function sendOriginalsOf(kept: KeptReceipt): Promise<boolean> {
  for (const sha256 of [...kept.originals]) {
    const reply = await upload(sha256, true)
    // Not on the phone any more: nothing is left to send, the server goes on showing it as missing.
    if (!held(reply) && reply.status !== 410) return false
    kept.originals = kept.originals.filter((one) => one !== sha256)
    kept.photos = [...kept.photos, sha256]
    await (await store()).put('receipts', kept)
    await count(true)
  }
  return true
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

/**
 * Asks whether the newest receipt of this phone still stands. A restored backup has lost a tail of the book, so that
 * one is gone first; then everything kept goes out again, which changes nothing where it is there already.
 */
async function refill(): Promise<void> {
  const receipts = await receiptsOf(account())
  const newest = receipts.reduce<KeptReceipt | null>((a, b) => (a && a.receipt.seq > b.receipt.seq ? a : b), null)
  if (!newest) return
  const reply = await ask<{ items: Receipt[] }>('GET', `/receipts?ids=${newest.id}`)
  if (reply.body && reply.body.items[0]?.hash !== newest.receipt.hash) await sendAgain(receipts)
}

async function schedule(): Promise<void> {
  clearTimeout(timer)
  const waiting = (await outboxOf(account())).filter((one) => !one.refused)
  const next_ms = Math.min(...waiting.map((one) => one.due_ms))
  const wait_ms = Math.max(next_ms, paused_until_ms) - Date.now()
  if (next_ms < Infinity) timer = window.setTimeout(send, Math.max(0, wait_ms) + TIMER_SLACK_MS)
}

/** Starts the rounds: now, when the network returns, when the page is shown, and every 30 s. */
export async function startRounds(): Promise<void> {
  await dropOldReceipts()
  await count()
  me.follow(() => void count().then(() => send(true)))
  mustChangePassword.follow(() => void send(true))
  window.addEventListener('online', () => void send(true))
  document.addEventListener('visibilitychange', () => !document.hidden && void send())
  setInterval(() => void (queue.get().waiting > 0 || navigator.onLine ? send() : undefined), EVERY_MS)
  await send(true)
}
