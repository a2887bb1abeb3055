/**
 * What has not been sent, as a file: the last resort before a phone is given away or wiped.
 *
 * The entries stand as `POST /entries` takes them; pictures stand beside them in base64, by their SHA-256.
 */
import { instant } from './clock.ts'
import { store, type Waiting } from './store.ts'

export async function download(unsent: Waiting[]): Promise<void> {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(await fileOf(unsent))
  link.download = `xuncha-unsent-${instant(new Date()).slice(0, 10)}.json`
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
}

/** Put together from parts: all pictures as one string would not fit on a small phone. */
async function fileOf(unsent: Waiting[]): Promise<Blob> {
  const entries = unsent.map((one) => ({ id: one.id, ...one.entry }))
  const head = JSON.stringify({ saved_at: instant(new Date()), account: unsent[0]?.account, entries })
  const names = [...new Set(unsent.flatMap((one) => [...one.photos, ...one.originals]))]
  const parts: BlobPart[] = [head.slice(0, -1), ',"photos":{']
  for (const sha256 of names) {
    const photo = await (await store()).get('photos', sha256)
    parts.push(`"${sha256}":"`, photo ? await base64(photo.original) : '', '",')
  }
  return new Blob([...parts, '"":""}}'], { type: 'application/json' })
}

function base64(file: Blob): Promise<string> {
  return new Promise((done, failed) => {
    const reader = new FileReader()
    reader.onload = () => done((reader.result as string).replace(/^[^,]*,/, ''))
    reader.onerror = () => failed(reader.error)
    reader.readAsDataURL(file)
  })
}
