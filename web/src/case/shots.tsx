/** Photos of a step: taken on the spot or chosen, each marked 整改前 or 整改后; the after-photo over the first one. */
import { useState } from 'preact/hooks'
import { Icon } from '../parts.tsx'
import { PhotoFault, takePhoto, usePicture } from '../photos.ts'
import { photoAt } from '../office/photos.tsx'
import type { Picture } from '../office/wire-pages.ts'
import type { TakenPhoto } from '../wire.ts'
import { OverlayCamera } from './camera.tsx'

interface ShotsProps {
  photos: TakenPhoto[]
  change: (photos: TakenPhoto[]) => void
  /** Pictures of the point as it was found. */
  before: Picture[]
}

export function Shots({ photos, change, before }: ShotsProps) {
  const [over, setOver] = useState<Picture | null>(null)
  const [fault, setFault] = useState('')
  const add = async (slot: string, file: File, album: boolean) => {
    setOver(null)
    try {
      const photo = await takePhoto(slot, file, album)
      setFault('')
      change([...photos.filter((one) => one.sha256 !== photo.sha256), photo])
    } catch (error) {
      if (!(error instanceof PhotoFault)) throw error
      setFault(error.message)
    }
  }
  const seen = before.find((one) => one.held !== 'missing')
  return (
    <fieldset class="stack one">
      <legend>照片</legend>
      {photos.length > 0 && (
        <ul class="slots">
          {photos.map((photo) => (
            <li key={photo.sha256} class="slot">
              <Small sha256={photo.sha256} />
              <span>{photo.slot === 'before' ? '整改前' : '整改后'}</span>
              <button class="btn" type="button" onClick={() => change(photos.filter((one) => one !== photo))}>
                删掉
              </button>
            </li>
          ))}
        </ul>
      )}
      <div class="btns">
        {seen && (
          <button class="btn" type="button" onClick={() => setOver(seen)}>
            <Icon name="camera" />
            对着原照片拍
          </button>
        )}
        <Take text="拍整改后" slot="after" add={add} />
        <Take text="从相册选整改后" slot="after" album add={add} />
        {before.length === 0 && <Take text="选整改前" slot="before" album add={add} />}
      </div>
      {fault && (
        <p class="fault" role="alert">
          {fault}
        </p>
      )}
      {over && (
        <OverlayCamera
          over={photoAt(over.held === 'copy' ? over.copy! : over.sha256, 'screen')}
          taken={(file) => void add('after', file, false)}
          close={() => setOver(null)}
        />
      )}
    </fieldset>
  )
}

function Small({ sha256 }: { sha256: string }) {
  const address = usePicture(sha256)
  return address ? <img src={address} alt="" /> : <span class="bone" />
}

interface TakeProps {
  text: string
  slot: string
  album?: boolean
  add: (slot: string, file: File, album: boolean) => Promise<void>
}

function Take({ text, slot, album = false, add }: TakeProps) {
  const taken = async (input: HTMLInputElement) => {
    const file = input.files?.[0]
    if (file) await add(slot, file, album)
    input.value = ''
  }
  return (
    <label class="btn shoot">
      {!album && <Icon name="camera" />}
      {text}
      <input
        class="vh"
        type="file"
        accept="image/*"
        {...(album ? {} : { capture: 'environment' })}
        data-slot={slot}
        data-album={album || undefined}
        onChange={(event) => void taken(event.currentTarget)}
      />
    </label>
  )
}
