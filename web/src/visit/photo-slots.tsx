/**
 * Photos of a visit or a finding: named slots that say what to shoot, evidence beside an answer. The camera is one tap
 * away; the album is asked for by name, and what comes from it is marked.
 */
import { useState } from 'preact/hooks'
import { clockTime, dayName, localDay } from '../clock.ts'
import type { Change, OnTheSpot } from '../drafts.ts'
import { Icon, Sheet } from '../parts.tsx'
import { PhotoFault, takePhoto, usePicture } from '../photos.ts'
import { filesOf, forgetPhotos } from '../store.ts'
import type { TakenPhoto } from '../wire.ts'

export interface Shooting {
  draft: OnTheSpot
  change: Change<OnTheSpot>
  photoTaken: () => void
}

interface Named extends Shooting {
  slot: string
  /** What the slot shows, 大门; undefined when its kind gives it no name. */
  text: string | undefined
}

/** A slot of the list: dashed until the photo is there; `asked` is the question when the kind names no slot. */
export function Slot({ id, asked, text, ...shared }: Named & { id: string; asked: string }) {
  const photo = shared.draft.photos.find((one) => one.slot === shared.slot)
  return photo ? (
    <TakenSlot id={id} photo={photo} text={text ?? asked} {...shared} />
  ) : (
    <label class="slot" id={id}>
      <span>
        <Icon name="camera" />
      </span>
      <span>{text ? `拍${text}` : asked}</span>
      <Camera {...shared} />
    </label>
  )
}

type TakenProps = Shooting & { photo: TakenPhoto; text: string }

function TakenSlot({ id, ...shared }: TakenProps & { id: string }) {
  const [open, setOpen] = useState(false)
  return (
    <>
      <button class="slot" id={id} type="button" onClick={() => setOpen(true)}>
        <Picture photo={shared.photo} text="" />
        <span>{shared.text}</span>
      </button>
      {open && <PhotoSheet {...shared} close={() => setOpen(false)} />}
    </>
  )
}

/** Optional photos to an answer, as many as wanted. */
export function Evidence({ text = '现场', ...shared }: Named) {
  const photos = shared.draft.photos.filter((one) => one.slot === shared.slot)
  return (
    <div class="evidence">
      {photos.map((photo) => (
        <TakenSlot key={photo.sha256} id={`p-${photo.sha256}`} photo={photo} text={text} {...shared} />
      ))}
      <label class="btn shoot">
        <Icon name="camera" />
        {photos.length ? '再拍一张' : `拍${text}`}
        <Camera {...shared} />
      </label>
      <label class="btn shoot plain">
        相册
        <Camera {...shared} album />
      </label>
    </div>
  )
}

/** The slots still empty, each to be filled from the album. */
export function AlbumSheet({ slots, close, ...shared }: Shooting & { slots: [string, string][]; close: () => void }) {
  return (
    <Sheet title="从相册选哪一张？" close={close}>
      <p class="quiet">相册里的照片会注明“来自相册”。</p>
      <ul class="card cells">
        {slots.map(([slot, text]) => (
          <li key={slot}>
            <label class="cell">
              <Icon name="camera" />
              <b class="grow">{text}</b>
              <Icon name="next" />
              <Camera {...shared} slot={slot} album done={close} />
            </label>
          </li>
        ))}
      </ul>
    </Sheet>
  )
}

export function PhotoSheet({ photo, text, close, ...shared }: TakenProps & { close: () => void }) {
  const remove = () => {
    shared.change((draft) => ({ photos: draft.photos.filter((one) => one !== photo) }))
    void forgetPhotos(filesOf(photo))
    close()
  }
  return (
    <Sheet title={text} close={close}>
      <Picture photo={photo} text={text} />
      <p class="quiet">
        {dayName(localDay(photo.taken_at))} {clockTime(photo.taken_at)} 拍的{photo.album && '，来自相册'}
      </p>
      <div class="btns">
        <button class="btn stop" type="button" onClick={remove}>
          删除
        </button>
        <label class="btn shoot">
          <Icon name="camera" />
          重拍
          <Camera slot={photo.slot} instead={photo} {...shared} />
        </label>
      </div>
    </Sheet>
  )
}

export function Picture({ photo, text }: { photo: TakenPhoto; text: string }) {
  const [unseen, setUnseen] = useState(false)
  const address = usePicture(photo.sha256)
  if (unseen) return <span class="unseen">已存，这部手机不能预览</span>
  return address ? <img src={address} alt={text} onError={() => setUnseen(true)} /> : <span class="bone" />
}

interface CameraProps extends Shooting {
  slot: string
  /** The photo a new one replaces. */
  instead?: TakenPhoto
  album?: boolean
  done?: () => void
}

/** The camera or the album behind a label. */
export function Camera({ slot, instead, album = false, done, change, photoTaken }: CameraProps) {
  const [fault, setFault] = useState('')
  const taken = async (input: HTMLInputElement) => {
    const file = input.files?.[0]
    if (!file) return
    photoTaken()
    try {
      const photo = await takePhoto(slot, file, album)
      change(({ photos }) => ({
        photos: [...photos.filter((one) => one !== instead && one.sha256 !== photo.sha256), photo],
      }))
      if (instead) void forgetPhotos(filesOf(instead))
      done?.()
    } catch (error) {
      if (!(error instanceof PhotoFault)) throw error
      setFault(error.message)
    }
    input.value = ''
  }
  return (
    <>
      <input
        class="vh"
        type="file"
        accept="image/*"
        {...(album ? {} : { capture: 'environment' })}
        data-slot={slot}
        data-album={album || undefined}
        onChange={(event) => void taken(event.currentTarget)}
      />
      {fault && (
        <Sheet title="这张照片没有存上" close={() => setFault('')}>
          <p>{fault}</p>
        </Sheet>
      )}
    </>
  )
}
