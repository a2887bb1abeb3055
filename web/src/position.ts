/**
 * Where the phone is: the best fix within 20 s, sooner when it is good; never a condition for saving.
 *
 * W3C Geolocation gives WGS-84 by its standard (§ coordinates), and is asked only after a tap or a photo.
 */
import { instant } from './clock.ts'
import type { NoPosition, Position } from './wire.ts'

const GOOD_M = 30
const FAIR_M = 100
const LONGEST_MS = 20_000

const REASONS: Record<number, NoPosition> = { 1: 'denied', 2: 'unavailable', 3: 'timeout' }

export const NO_POSITION: Record<NoPosition, string> = {
  denied: '手机没有允许定位',
  unavailable: '手机现在定不了位',
  timeout: '等了 20 秒没有定到位',
}

export function accuracyWord(accuracy_m: number): { word: string; tone: 'good' | 'warn' | 'bad' } {
  if (accuracy_m <= GOOD_M) return { word: '良好', tone: 'good' }
  return accuracy_m <= FAIR_M ? { word: '一般', tone: 'warn' } : { word: '较差', tone: 'bad' }
}

export interface Search {
  better: (position: Position) => void
  ended: (reason: NoPosition | null) => void
}

/** Starts looking; the returned function stops it and says nothing more. */
export function locate({ better, ended }: Search): () => void {
  let best_m = Infinity
  let watch = 0
  const stop = () => {
    navigator.geolocation?.clearWatch(watch)
    clearTimeout(timer)
  }
  const end = (reason: NoPosition | null) => {
    stop()
    ended(best_m < Infinity ? null : reason)
  }
  const timer = setTimeout(() => end('timeout'), LONGEST_MS)
  if (!navigator.geolocation) {
    end('unavailable')
    return stop
  }
  const found = ({ coords, timestamp }: GeolocationPosition) => {
    if (coords.accuracy < best_m) {
      best_m = coords.accuracy
      better(asPosition(coords, timestamp))
    }
    if (best_m <= GOOD_M) end(null)
  }
  watch = navigator.geolocation.watchPosition(found, (error) => end(REASONS[error.code] ?? 'unavailable'), {
    enableHighAccuracy: true,
    maximumAge: 0,
    timeout: LONGEST_MS,
  })
  return stop
}

function asPosition(coords: GeolocationCoordinates, timestamp_ms: number): Position {
  return {
    lat: coords.latitude,
    lon: coords.longitude,
    crs: 'WGS84',
    accuracy_m: Math.round(coords.accuracy * 10) / 10,
    provider: 'browser',
    fixed_at: instant(new Date(timestamp_ms)),
  }
}
