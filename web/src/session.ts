/**
 * Who is at the phone: signing in and out, and the last known answer of `GET /me` for starts without network.
 *
 * The session itself is the server's HttpOnly cookie; the token in the login answer is not used here.
 */
import { call, type Reply } from './http.ts'
import { observable } from './observable.ts'
import { keep, kept } from './store.ts'
import type { Me } from './wire.ts'

/** undefined while the phone is looking, null when nobody is signed in. */
export const me = observable<Me | null | undefined>(undefined)

/** The server no longer knows the cookie; what is on the phone stays and waits for the same account. */
export const expired = observable(false)

export const mustChangePassword = observable(false)

export const online = observable(navigator.onLine)

/** A call whose failure also tells about network and session. */
export async function ask<T>(
  method: string,
  path: string,
  body?: unknown,
  more?: Record<string, string>,
): Promise<Reply<T>> {
  const reply = await call<T>(method, path, body, more)
  if (online.get() !== reply.status > 0) online.set(reply.status > 0)
  if (reply.status === 401 && path !== '/login') expired.set(true)
  if (reply.problem?.type.endsWith('password-change-required')) await demandPassword(true)
  return reply
}

/** The account the server takes us for, asked anew: another tab may have signed in as somebody else. */
export async function whoAmI(): Promise<Reply<Me>> {
  const reply = await ask<Me>('GET', '/me')
  if (reply.body) {
    expired.set(false)
    await keep('clock-offset', Math.round((Date.parse(reply.body.server_time) - Date.now()) / 1000))
    // Kept anew each time: grants and the county's decisions about phones change too.
    if (JSON.stringify({ ...reply.body, server_time: '' }) !== JSON.stringify({ ...me.get(), server_time: '' }))
      await remember(reply.body)
  }
  return reply
}

/** Server minus phone in seconds, at the last contact. */
export async function clockOffset(): Promise<number | null> {
  return (await kept<number>('clock-offset')) ?? null
}

async function remember(who: Me | null): Promise<void> {
  await keep('me', who)
  me.set(who)
}

/** On start: the last account at once, the server's word as soon as it comes. */
export async function resume(): Promise<void> {
  mustChangePassword.set((await kept<boolean>('must-change-password')) ?? false)
  const last = (await kept<Me | null>('me')) ?? null
  me.set(last)
  if (last) await whoAmI()
}

export async function signIn(account: string, password: string): Promise<Reply<{ must_change_password: boolean }>> {
  const device = navigator.userAgent.slice(0, 120)
  const reply = await ask<{ must_change_password: boolean }>('POST', '/login', { account, password, device })
  if (!reply.body) return reply
  await demandPassword(reply.body.must_change_password)
  await whoAmI()
  return reply
}

async function demandPassword(must: boolean): Promise<void> {
  await keep('must-change-password', must)
  mustChangePassword.set(must)
}

export async function changePassword(old: string, fresh: string): Promise<Reply<unknown>> {
  const reply = await ask('POST', '/password', { old, new: fresh })
  if (reply.status >= 200 && reply.status < 300) await demandPassword(false)
  return reply
}

export async function signOut(): Promise<void> {
  await ask('POST', '/logout')
  expired.set(false)
  await remember(null)
}
