/**
 * One call to our own `/api/v1`. Never throws for the network: no answer is status 0.
 *
 * Owns: the cookie's companion header, time-outs, reading problem details. Does not own: what to do about them.
 */
import type { Problem } from './wire.ts'

export interface Reply<T> {
  status: number
  body: T | null
  problem: Problem | null
  /** How many bytes of a file the server holds (photos only). */
  offset: number | null
}

const ANSWER_WITHIN_S = 30
const PHOTO_WITHIN_S = 180

export const NO_ANSWER: Reply<never> = { status: 0, body: null, problem: null, offset: null }

export async function call<T>(
  method: string,
  path: string,
  body?: unknown,
  more: Record<string, string> = {},
): Promise<Reply<T>> {
  const blob = body instanceof Blob
  const headers: Record<string, string> = { 'X-Xuncha': '1', Accept: 'application/json', ...more }
  if (body !== undefined) headers['Content-Type'] = blob ? body.type : 'application/json'
  const gone = new AbortController()
  const timer = setTimeout(() => gone.abort(), 1000 * (blob ? PHOTO_WITHIN_S : ANSWER_WITHIN_S))
  try {
    const payload = body === undefined ? null : blob ? body : JSON.stringify(body)
    const response = await fetch(`/api/v1${path}`, {
      method,
      headers,
      body: payload,
      credentials: 'same-origin',
      cache: 'no-store',
      signal: gone.signal,
    })
    return await reply<T>(response)
  } catch {
    return NO_ANSWER
  } finally {
    clearTimeout(timer)
  }
}

async function reply<T>(response: Response): Promise<Reply<T>> {
  const text = await response.text()
  const json = /json/.test(response.headers.get('Content-Type') ?? '') && text ? JSON.parse(text) : null
  const said = response.headers.get('Upload-Offset')
  const offset = said === null ? null : Number(said)
  return response.ok
    ? { status: response.status, body: json as T, problem: null, offset }
    : { status: response.status, body: null, problem: json as Problem | null, offset }
}

/** What to tell a person when a call came to nothing. */
export function sentence(reply: Reply<unknown>): string {
  if (reply.status === 0) return '连不上服务器，请检查网络后再试。'
  return reply.problem?.detail || reply.problem?.title || `服务器没有办成这件事（${reply.status}），请稍后再试。`
}
