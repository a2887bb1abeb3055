/** Photos of an entry: those that came, those of which only the small copy came, those still on a phone. */
import { useEffect, useRef, useState } from 'preact/hooks'
import { Icon, Tag } from '../parts.tsx'
import { longTime } from './words.ts'
import type { Picture } from './wire-pages.ts'

/** Drawn for a screen where a size is named; else the file as it came, which is the evidence. */
export const photoAt = (sha256: string, size?: 'thumb' | 'screen') =>
  `/api/v1/photos/${sha256}${size ? `?size=${size}` : ''}`

const shown = (picture: Picture) => (picture.held === 'copy' ? picture.copy! : picture.sha256)

export function Photos({ pictures }: { pictures: Picture[] }) {
  const [open, setOpen] = useState<Picture | null>(null)
  const here = pictures.filter((one) => one.held !== 'missing')
  const away = pictures.length - here.length
  return (
    <section class="card" aria-labelledby="photos">
      <header class="split">
        <h2 id="photos">照片</h2>
        {away > 0 ? <Tag tone="warn">{away} 张还没传到</Tag> : <span class="quiet">{pictures.length} 张</span>}
      </header>
      {pictures.length === 0 && <p class="pad quiet">没有照片。</p>}
      <ul class="pad prints">
        {pictures.map((picture) => (
          <li key={`${picture.slot} ${picture.sha256}`}>
            {picture.held === 'missing' ? (
              <p class="absent">
                <Icon name="camera" />
                还在手机里，没传到
              </p>
            ) : (
              <button
                class="shot"
                type="button"
                onClick={() => setOpen(picture)}
                aria-label={`放大看：${picture.slot_name}`}
              >
                <img src={photoAt(shown(picture), 'thumb')} alt="" />
              </button>
            )}
            <Caption picture={picture} />
          </li>
        ))}
      </ul>
      {open && <Large pictures={here} start={here.indexOf(open)} close={() => setOpen(null)} />}
    </section>
  )
}

function Caption({ picture }: { picture: Picture }) {
  return (
    <p class="caption">
      {picture.slot_name}
      {picture.album && <span class="warn">，相册选的</span>}
      {picture.held === 'copy' && <span class="warn">，原件还没到</span>}
      {picture.taken_at && (
        <>
          <br />
          <span class="quiet">{longTime(picture.taken_at).slice(5)}</span>
        </>
      )}
    </p>
  )
}

function Large({ pictures, start, close }: { pictures: Picture[]; start: number; close: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null)
  const [place, setPlace] = useState(start)
  const picture = pictures[place]!
  const step = (by: number) => setPlace((before) => (before + by + pictures.length) % pictures.length)
  useEffect(() => {
    const opener = document.activeElement as HTMLElement | null
    dialog.current!.showModal()
    return () => opener?.focus({ preventScroll: true })
  }, [])
  return (
    <dialog
      class="large"
      ref={dialog}
      aria-label={`照片：${picture.slot_name}`}
      onCancel={close}
      onKeyDown={({ key }) => (key === 'ArrowRight' ? step(1) : key === 'ArrowLeft' && step(-1))}
    >
      <div class="split">
        <p>
          <b>{picture.slot_name}</b> {place + 1} / {pictures.length}
        </p>
        <div class="tools">
          <button class="btn" type="button" onClick={() => step(-1)}>
            上一张
          </button>
          <button class="btn" type="button" onClick={() => step(1)}>
            下一张
          </button>
          <a class="btn" href={photoAt(shown(picture))} download>
            下载原件
          </a>
          <button class="btn" type="button" onClick={close}>
            关闭
          </button>
        </div>
      </div>
      <img src={photoAt(shown(picture), 'screen')} alt={picture.slot_name} />
    </dialog>
  )
}
