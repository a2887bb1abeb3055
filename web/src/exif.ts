/**
 * What a camera's file says about itself: time and place, read from the original bytes before anything shrinks them.
 *
 * Owns: the few tags asked for. A claim, never evidence: pickers blank it and editors change it. Source: CIPA DC-008
 * (Exif 2.32) §4.6; TIFF 6.0 §2. Works on JPEG, HEIC and WebP alike, which all carry the same block.
 */
import type { Claimed } from './wire.ts'

/** The block stands near the beginning in every format. */
const SEARCHED_BYTES = 262_144
const HEAD = [0x45, 0x78, 0x69, 0x66, 0, 0] // "Exif\0\0"

const TAG = { exif: 0x8769, gps: 0x8825, taken: 0x9003, offset: 0x9011 }
const GPS = { latRef: 1, lat: 2, lonRef: 3, lon: 4 }
const ASCII = 2

/** undefined when the file says nothing that can be read. */
export function claimed(bytes: ArrayBuffer): Claimed | undefined {
  try {
    const start = find(new Uint8Array(bytes, 0, Math.min(bytes.byteLength, SEARCHED_BYTES)))
    return start < 0 ? undefined : told(new Tiff(new DataView(bytes, start)))
  } catch {
    // An offset that leads out of the file: whoever wrote it, there is nothing to claim.
    return undefined
  }
}

function find(bytes: Uint8Array): number {
  for (let at = bytes.indexOf(HEAD[0]!); at >= 0; at = bytes.indexOf(HEAD[0]!, at + 1))
    if (HEAD.every((byte, i) => bytes[at + i] === byte)) return at + HEAD.length
  return -1
}

type Tags = Map<number, number>

class Tiff {
  little: boolean
  constructor(readonly view: DataView) {
    this.little = view.getUint16(0) === 0x4949
  }
  u16 = (at: number) => this.view.getUint16(at, this.little)
  u32 = (at: number) => this.view.getUint32(at, this.little)

  /** Tag → where its entry stands. */
  directory(at: number): Tags {
    const entries = Array.from({ length: this.u16(at) }, (_, i) => at + 2 + 12 * i)
    return new Map(entries.map((entry) => [this.u16(entry), entry]))
  }
  text(entry: number | undefined): string | undefined {
    if (entry === undefined || this.u16(entry + 2) !== ASCII) return undefined
    const length = this.u32(entry + 4)
    const from = length > 4 ? this.u32(entry + 8) : entry + 8
    const signs = Array.from({ length }, (_, i) => String.fromCharCode(this.view.getUint8(from + i)))
    return signs.join('').replace(/\0.*$/, '').trim() || undefined
  }
  /** Degrees from three fractions: degrees, minutes, seconds. */
  degrees(entry: number | undefined): number | undefined {
    if (entry === undefined || this.u32(entry + 4) !== 3) return undefined
    const from = this.u32(entry + 8)
    const [d, m, s] = [0, 8, 16].map((step) => this.u32(from + step) / this.u32(from + step + 4))
    return d! + m! / 60 + s! / 3600
  }
}

function told(tiff: Tiff): Claimed | undefined {
  const first = tiff.directory(tiff.u32(4))
  const claims: Claimed = { ...time(tiff, below(tiff, first, TAG.exif)), ...place(tiff, below(tiff, first, TAG.gps)) }
  return Object.keys(claims).length > 0 ? claims : undefined
}

function below(tiff: Tiff, tags: Tags, tag: number): Tags {
  const entry = tags.get(tag)
  return entry === undefined ? new Map() : tiff.directory(tiff.u32(entry + 8))
}

function time(tiff: Tiff, exif: Tags): Claimed {
  const taken = tiff.text(exif.get(TAG.taken))
  const offset = tiff.text(exif.get(TAG.offset))
  return taken ? { taken_at: [taken, offset].filter(Boolean).join(' ').slice(0, 40) } : {}
}

/** Both or neither; a place at 0°, 0° is a receiver without a fix. */
function place(tiff: Tiff, gps: Tags): Claimed {
  const lat = tiff.degrees(gps.get(GPS.lat))
  const lon = tiff.degrees(gps.get(GPS.lon))
  const believable = lat! <= 90 && lon! <= 180 && (lat !== 0 || lon !== 0)
  if (!believable) return {}
  return {
    lat: tiff.text(gps.get(GPS.latRef)) === 'S' ? -lat! : lat!,
    lon: tiff.text(gps.get(GPS.lonRef)) === 'W' ? -lon! : lon!,
  }
}
