/** When a sending that came to nothing is tried again, and when a person must look instead. */

const SHORTEST_WAIT_S = 2
const LONGEST_WAIT_S = 300
/** Signed out, timed out, too many: the same bytes may be taken later. */
const TRY_AGAIN = new Set([401, 408, 429])

/** Seconds until the next try: 2, 4, 8 … 300, shortened by up to a half so that phones do not march in step. */
export function waitAfter(tries: number, random: number = Math.random()): number {
  return Math.max(SHORTEST_WAIT_S, Math.min(LONGEST_WAIT_S, 2 ** tries) * (1 - random / 2))
}

/** Will the same bytes never be taken? */
export function isRefusal(status: number): boolean {
  return status >= 400 && status < 500 && !TRY_AGAIN.has(status)
}
