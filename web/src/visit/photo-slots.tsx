/** Photos of a visit: named slots that say what to shoot, and evidence beside an answer. */
import { useState } from 'preact/hooks'
import { clockTime } from '../clock.ts'
import type { VisitDraft } from '../drafts.ts'
import { Icon, Sheet } from '../parts.tsx'
import { takePhoto, usePicture } from '../photos.ts'
import type { Change } from '../screens/visit.tsx'
import { forgetPhotos } from '../store.ts'
import type { Kind, TakenPhoto } from '../wire.ts'

interface Shared {
  slot: string
  kind: Kind
  draft: VisitDraft
  change: Change
  photoTaken: () => void
}

/** A slot of the list: dashed until the photo is there; `asked` is the question when the kind names no slot. */
export function Slot({ id, asked, slot, kind, draft, change, photoTaken }: Shared & { id: string; asked: string }) {
  const text = kind.slots?.[slot]
  const photo = draft.photos.find((one) => one.slot === slot)
  return photo ? (
    <TakenSlot id={id} photo={photo} text={text ?? asked} change={change} photoTaken={photoTaken} />
  ) : (
    <label class="slot" id={id}>
      <span>
        <Icon name="camera" />
      </span>
      <span>{text ? `拍${text}` : asked}</span>
      <Camera slot={slot} change={change} photoTaken={photoTaken} />
    </label>
  )
}

function TakenSlot({
  id,
  photo,
  text,
  change,
  photoTaken,
}: {
  id: string
  photo: TakenPhoto
  text: string
  change: Change
  photoTaken: () => void
}) {
  const [open, setOpen] = useState(false)
  return (
    <>
      <button class="slot" id={id} type="button" onClick={() => setOpen(true)}>
        <Picture photo={photo} text="" />
        <span>{text}</span>
      </button>
      {open && (
        <PhotoSheet photo={photo} text={text} change={change} photoTaken={photoTaken} close={() => setOpen(false)} />
      )}
    </>
  )
}

/** Optional photos to an answer, as many as wanted. */
export function Evidence({ slot, kind, draft, change, photoTaken }: Shared) {
  const text = kind.slots?.[slot] ?? '现场'
  const photos = draft.photos.filter((one) => one.slot === slot)
  return (
    <div class="evidence">
      {photos.map((photo) => (
        <TakenSlot
          key={photo.sha256}
          id={`p-${photo.sha256}`}
          photo={photo}
          text={text}
          change={change}
          photoTaken={photoTaken}
        />
      ))}
      <label class="btn shoot">
        <Icon name="camera" />
        {photos.length ? '再拍一张' : `拍${text}`}
        <Camera slot={slot} change={change} photoTaken={photoTaken} />
      </label>
    </div>
  )
}

function PhotoSheet({
  photo,
  text,
  change,
  photoTaken,
  close,
}: {
  photo: TakenPhoto
  text: string
  change: Change
  photoTaken: () => void
  close: () => void
}) {
  const remove = () => {
    change((draft) => ({ photos: draft.photos.filter((one) => one !== photo) }))
    void forgetPhotos([photo.sha256])
    close()
  }
  return (
    <Sheet title={text} close={close}>
      <Picture photo={photo} text={text} />
      <p class="quiet">
        {clockTime(photo.taken_at)} 拍的{photo.album && '，来自相册'}
      </p>
      <div class="btns">
        <button class="btn stop" type="button" onClick={remove}>
          删除
        </button>
        <label class="btn shoot">
          <Icon name="camera" />
          重拍
          <Camera slot={photo.slot} instead={photo} change={change} photoTaken={photoTaken} />
        </label>
      </div>
    </Sheet>
  )
}

function Picture({ photo, text }: { photo: TakenPhoto; text: string }) {
  const address = usePicture(photo.sha256)
  return address ? <img src={address} alt={text} /> : <span class="bone" />
}

/** The camera behind a label; `instead` is the photo a new one replaces. */
function Camera({
  slot,
  instead,
  change,
  photoTaken,
}: {
  slot: string
  instead?: TakenPhoto
  change: Change
  photoTaken: () => void
}) {
  const taken = async (input: HTMLInputElement) => {
    const file = input.files?.[0]
    if (!file) return
    photoTaken()
    const photo = await takePhoto(slot, file)
    input.value = ''
    change((draft) => ({
      photos: [...draft.photos.filter((one) => one !== instead && one.sha256 !== photo.sha256), photo],
    }))
    if (instead) void forgetPhotos([instead.sha256])
  }
  return (
    <input
      class="vh"
      type="file"
      accept="image/*"
      capture="environment"
      data-slot={slot}
      onChange={(event) => void taken(event.currentTarget)}
    />
  )
}
