/** The photos of a problem: the last one large with its time and accuracy, the others beside the camera. */
import { clockTime, localDay } from '../clock.ts'
import { Icon } from '../parts.tsx'
import type { TakenPhoto } from '../wire.ts'
import { Camera, PhotoSheet, Picture, type Shooting } from '../visit/photo-slots.tsx'
import { useState } from 'preact/hooks'
import { BEFORE } from './draft.ts'

export function Shots(shared: Shooting) {
  const [open, setOpen] = useState<TakenPhoto | null>(null)
  const { photos, position } = shared.draft
  const [last, ...others] = [...photos].reverse()
  const accuracy = position ? `·误差 ${Math.round(position.accuracy_m)} 米` : ''
  return (
    <section aria-label="照片">
      {last && (
        <button class="shot" type="button" onClick={() => setOpen(last)}>
          <Picture photo={last} text="问题照片" />
          <span class="quiet">
            {localDay(last.taken_at).slice(5)} {clockTime(last.taken_at)}
            {accuracy}
            {last.album && '·来自相册'}
          </span>
        </button>
      )}
      <div class="thumbrow">
        {others.slice(0, 3).map((photo, i) => (
          <button key={photo.sha256} class="thumb" type="button" onClick={() => setOpen(photo)}>
            <Picture photo={photo} text={`第 ${i + 2} 张`} />
          </button>
        ))}
        <label class={last ? 'btn shoot grow' : 'btn shoot grow first'}>
          <Icon name="camera" />
          {last ? '再拍一张' : '拍下问题'}
          <Camera slot={BEFORE} {...shared} />
        </label>
        <label class="btn shoot plain">
          相册
          <Camera slot={BEFORE} album {...shared} />
        </label>
      </div>
      {open && <PhotoSheet photo={open} text="问题照片" close={() => setOpen(null)} {...shared} />}
    </section>
  )
}
