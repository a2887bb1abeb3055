/**
 * Photos on the phone: the camera's own file untouched under its SHA-256, what it claims, a small picture for the screen.
 *
 * Does not own: sending them (uploading.ts). Position never comes from EXIF: pickers blank it, so it is only claimed.
 */
import { useEffect, useState } from 'preact/hooks'
import { instant } from './clock.ts'
import { kept } from './room.ts'
import { me } from './session.ts'
import { store } from './store.ts'
import { hex } from './uuid7.ts'
import type { Claimed, TakenPhoto } from './wire.ts'

const THUMB_PX = 320
const COPY_PX = 1600
const COPY_QUALITY = 0.78
const FRESH_WITHIN_MS = 600_000
/** What the server takes at most (inspections/photos.py). */
export const MOST_MB = 32

/** Why a photo was not taken in, in words for the person. */
export class PhotoFault extends Error {}

/** Keeps a file of the camera or, marked so, of the album; a file older than ten minutes was not taken now. */
export async function takePhoto(slot: string, file: File, album: boolean): Promise<TakenPhoto> {
  if (file.size > MOST_MB * 1_048_576)
    throw new PhotoFault(`这张照片超过 ${MOST_MB} MB，县里收不下。请把相机的画质调低一档再拍。`)
  const claims = await claimsOf(file)
  const sha256 = await keepImage(file)
  const copy = me.get()?.phone?.photo_copy_first ? await keepCopy(file) : undefined
  return {
    slot,
    sha256,
    taken_at: instant(new Date(file.lastModified)),
    album: album || Date.now() - file.lastModified > FRESH_WITHIN_MS,
    ...(copy && { copy }),
    ...(claims && { claimed: claims }),
  }
}

/** Its reader is a file of its own; without it nothing is claimed, and the photo counts all the same. */
async function claimsOf(file: Blob): Promise<Claimed | undefined> {
  const bytes = await file.arrayBuffer()
  return import('./exif.ts').then(
    ({ claimed }) => claimed(bytes),
    () => undefined,
  )
}

/** Stores image bytes under their SHA-256 and returns it; PhotoFault when the phone is full. */
export async function keepImage(file: Blob): Promise<string> {
  const bytes = await file.arrayBuffer()
  const sha256 = hex(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)))
  // Bytes of our own: a file handle of the album dies with its file. The type is what the bytes are.
  const original = new Blob([bytes], { type: typeOf(new Uint8Array(bytes)) ?? file.type })
  const thumb = await smaller(original, THUMB_PX, 0.8)
  try {
    await kept(async () => (await store()).put('photos', { sha256, original, thumb }))
  } catch {
    throw new PhotoFault('手机存满了，这张照片没存上。请清理手机空间，或先连网上传，再拍一次。')
  }
  return sha256
}

/** A copy for slow networks; undefined when the engine cannot draw this format, then the original goes first. */
async function keepCopy(file: Blob): Promise<string | undefined> {
  const copy = await smaller(file, COPY_PX, COPY_QUALITY)
  return copy && copy.size < file.size ? keepImage(copy) : undefined
}

/** A header picker calls HEIC anything or nothing; the server compares the type with the bytes. */
function typeOf(bytes: Uint8Array): string | null {
  const text = (from: number, to: number) => String.fromCharCode(...bytes.slice(from, to))
  if (bytes[0] === 0xff && bytes[1] === 0xd8) return 'image/jpeg'
  if (text(1, 4) === 'PNG') return 'image/png'
  if (text(0, 4) === 'RIFF' && text(8, 12) === 'WEBP') return 'image/webp'
  return text(4, 8) === 'ftyp' && /hei|mif1/.test(text(8, 12)) ? 'image/heic' : null
}

/** At most `most_px` on the longer side, upright, without EXIF. */
async function smaller(picture: Blob, most_px: number, quality: number): Promise<Blob | null> {
  try {
    const image = await createImageBitmap(picture)
    const scale = Math.min(1, most_px / Math.max(image.width, image.height))
    const canvas = document.createElement('canvas')
    canvas.width = Math.round(image.width * scale)
    canvas.height = Math.round(image.height * scale)
    canvas.getContext('2d')!.drawImage(image, 0, 0, canvas.width, canvas.height)
    image.close()
    return await new Promise((done) => canvas.toBlob(done, 'image/jpeg', quality))
  } catch {
    // HEIC, or an old Safari that cannot decode a blob here: the screen then tries the original.
    return null
  }
}

/** An address for `<img>`, or undefined while it is read. */
export function usePicture(sha256: string | null): string | undefined {
  const [address, setAddress] = useState<string>()
  useEffect(() => {
    let url = ''
    let shown = true
    void store().then(async (db) => {
      const photo = sha256 && (await db.get('photos', sha256))
      if (!photo || !shown) return
      url = URL.createObjectURL(photo.thumb ?? photo.original)
      setAddress(url)
    })
    return () => {
      shown = false
      setAddress(undefined)
      URL.revokeObjectURL(url)
    }
  }, [sha256])
  return address
}
