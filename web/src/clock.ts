/**
 * Time as the ledger wants it: instants with the phone's own offset, months of Asia/Shanghai.
 *
 * Does not own: deadlines and working days, which are the server's.
 */

const two = (n: number) => String(Math.trunc(Math.abs(n))).padStart(2, '0')

/** RFC 3339 with the phone's offset, whole seconds: `2026-11-22T09:30:00+08:00`. */
export function instant(at: Date): string {
  const offset_min = -at.getTimezoneOffset()
  const local = new Date(at.getTime() + offset_min * 60_000).toISOString().slice(0, 19)
  return `${local}${offset_min < 0 ? '-' : '+'}${two(offset_min / 60)}:${two(offset_min % 60)}`
}

/** The month a moment falls in at Asia/Shanghai, which has kept UTC+8 without summer time since 1991. */
export function shanghaiMonth(at: Date): string {
  return new Date(at.getTime() + 8 * 3_600_000).toISOString().slice(0, 7)
}

export function monthBefore(period: string): string {
  const [year, month] = period.split('-').map(Number) as [number, number]
  return month === 1 ? `${year - 1}-12` : `${year}-${two(month - 1)}`
}

export const monthName = (period: string) => `${Number(period.slice(5, 7))} 月`
export const dayName = (date: string) => `${Number(date.slice(5, 7))} 月 ${Number(date.slice(8, 10))} 日`

/** The wall clock of an instant on this phone, `10:12` or with seconds. */
export function clockTime(at: string, seconds = false): string {
  return instant(new Date(at)).slice(11, seconds ? 19 : 16)
}

export const localDay = (at: string) => instant(new Date(at)).slice(0, 10)
