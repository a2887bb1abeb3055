/** Photos of an entry: those that came and those that are still on the way, each to be looked at large. */
import { useEffect, useRef, useState } from 'preact/hooks'
import { Icon, Tag } from '../parts.tsx'
import type { Kind } from '../wire.ts'
import { longTime } from './words.ts'
import type { VisitBody } from './wire.ts'

type Photo = NonNullable<VisitBody['photos']>[number]

export const photoAt = (sha256: string) => `/api/v1/photos/${sha256}`

export function Photos({ photos, kind }: { photos: Photo[]; kind: Kind | undefined }) {
  const [missing, setMissing] = useState<string[]>([])
  const [open, setOpen] = useState<number | null>(null)
  const name = (slot: string) => kind?.slots?.[slot] ?? slot
  return (
    <section class="card" aria-labelledby="photos">
      <header class="split">
        <h2 id="photos">照片</h2>
        {missing.length > 0 ? <Tag tone="warn">{missing.length} 张还没传到</Tag> : <span class="quiet">{photos.length} 张</span>}
      </header>
      {photos.length === 0 && <p class="pad quiet">没有照片。</p>}
      <ul class="pad album">
        {photos.map((photo, place) => (
          <li key={`${photo.slot} ${photo.sha256}`}>
            {missing.includes(photo.sha256) ? (
              <p class="absent">
                <Icon name="camera" />
                还在手机里，没传到
              </p>
            ) : (
              <button class="shot" type="button" onClick={() => setOpen(place)} aria-label={`放大看：${name(photo.slot)}`}>
                <img
                  src={photoAt(photo.sha256)}
                  alt={name(photo.slot)}
                  onError={() => setMissing((before) => [...before, photo.sha256])}
                />
              </button>
            )}
            <p>
              {name(photo.slot)}
              {photo.album && <span class="warn">（相册选的）</span>}
              {photo.taken_at && <span class="quiet"> {longTime(photo.taken_at)}</span>}
            </p>
          </li>
        ))}
      </ul>
      {open !== null && <Large photos={photos} start={open} name={name} close={() => setOpen(null)} />}
    </section>
  )
}

interface LargeProps {
  photos: Photo[]
  start: number
  name: (slot: string) => string
  close: () => void
}

function Large({ photos, start, name, close }: LargeProps) {
  const dialog = useRef<HTMLDialogElement>(null)
  const [place, setPlace] = useState(start)
  const photo = photos[place]!
  const step = (by: number) => setPlace((before) => (before + by + photos.length) % photos.length)
  useEffect(() => {
    const opener = document.activeElement as HTMLElement | null
    dialog.current!.showModal()
    return () => opener?.focus({ preventScroll: true })
  }, [])
  return (
    <dialog
      class="large"
      ref={dialog}
      aria-label={`照片：${name(photo.slot)}`}
      onCancel={close}
      onKeyDown={({ key }) => (key === 'ArrowRight' ? step(1) : key === 'ArrowLeft' && step(-1))}
    >
      <div class="split">
        <p>
          <b>{name(photo.slot)}</b> {place + 1} / {photos.length}
        </p>
        <div class="tools">
          <button class="btn" type="button" onClick={() => step(-1)}>
            上一张
          </button>
          <button class="btn" type="button" onClick={() => step(1)}>
            下一张
          </button>
          <a class="btn" href={photoAt(photo.sha256)} download>
            下载原件
          </a>
          <button class="btn" type="button" onClick={close}>
            关闭
          </button>
        </div>
      </div>
      <img src={photoAt(photo.sha256)} alt={name(photo.slot)} />
    </dialog>
  )
}
