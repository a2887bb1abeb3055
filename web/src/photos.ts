/**
 * Photos on the phone: the original bytes untouched, their SHA-256 taken at capture, a small picture for the screen.
 *
 * Does not own: sending them (outbox.ts). Position never comes from EXIF: pickers blank it.
 */
import { useEffect, useState } from 'preact/hooks'
import { instant } from './clock.ts'
import { store } from './store.ts'
import { hex } from './uuid7.ts'
import type { TakenPhoto } from './wire.ts'

const THUMB_WIDTH_PX = 320
const FRESH_WITHIN_MS = 600_000

/** Keeps a file from the camera. An older file than ten minutes is marked as coming from the album. */
export async function takePhoto(slot: string, file: File): Promise<TakenPhoto> {
  const sha256 = await keepImage(file)
  const age_ms = Date.now() - file.lastModified
  return { slot, sha256, taken_at: instant(new Date(file.lastModified)), album: age_ms > FRESH_WITHIN_MS }
}

/** Stores image bytes under their SHA-256 and returns it. */
export async function keepImage(original: Blob): Promise<string> {
  const bytes = await original.arrayBuffer()
  const sha256 = hex(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)))
  const thumb = await smallPicture(original)
  await (await store()).put('photos', { sha256, original, thumb })
  return sha256
}

async function smallPicture(original: Blob): Promise<Blob | null> {
  try {
    const image = await createImageBitmap(original)
    const canvas = document.createElement('canvas')
    canvas.width = Math.min(THUMB_WIDTH_PX, image.width)
    canvas.height = Math.round((image.height * canvas.width) / image.width)
    canvas.getContext('2d')!.drawImage(image, 0, 0, canvas.width, canvas.height)
    image.close()
    return await new Promise((done) => canvas.toBlob(done, 'image/jpeg', 0.8))
  } catch {
    // Old Safari cannot decode a blob here: the screen then shows the original.
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
