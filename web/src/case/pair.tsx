/** 前后对比: the point as found and as put right, side by side, or one over the other with a slider. */
import { useState } from 'preact/hooks'
import { photoAt } from '../office/photos.tsx'
import type { Picture } from '../office/wire-pages.ts'
import { longTime } from '../office/words.ts'
import type { CaseFull } from './wire.ts'

const DAY_MS = 86_400_000

/** The last after-photo of this case and the first before-photo. */
function pairOf({ pictures, taken }: CaseFull): [Picture | undefined, Picture | undefined] {
  const later = taken.flatMap((one) => one.pictures)
  const before = [...pictures, ...later].find((one) => one.slot === 'before')
  return [before, later.filter((one) => one.slot === 'after').pop()]
}

export function Pair({ found }: { found: CaseFull }) {
  const [over, setOver] = useState(false)
  const [before, after] = pairOf(found)
  if (!before && !after) return null
  const days = before?.taken_at && after?.taken_at && Math.round((Date.parse(after.taken_at) - Date.parse(before.taken_at)) / DAY_MS)
  return (
    <section class="card" aria-labelledby="pair">
      <header class="split">
        <h2 id="pair">前后对比</h2>
        {before && after && (
          <button class="btn" type="button" aria-pressed={over} onClick={() => setOver(!over)}>
            {over ? '并排看' : '叠着看'}
          </button>
        )}
      </header>
      <div class="pad stack one">
        {over && before && after ? <Over before={before} after={after} /> : <Beside before={before} after={after} />}
        {typeof days === 'number' && <p class="quiet">两张照片相隔 {days} 天。</p>}
      </div>
    </section>
  )
}

function Beside({ before, after }: { before: Picture | undefined; after: Picture | undefined }) {
  return (
    <div class="pair">
      <Shot picture={before} name="改前" />
      <Shot picture={after} name="改后" />
    </div>
  )
}

const fileOf = (picture: Picture) => (picture.held === 'copy' ? picture.copy! : picture.sha256)

function Shot({ picture, name }: { picture: Picture | undefined; name: string }) {
  if (!picture) return <p class="absent">还没有{name}的照片</p>
  if (picture.held === 'missing') return <p class="absent">{name}的照片还没传到</p>
  return (
    <figure class="print">
      <a href={photoAt(fileOf(picture), 'screen')}>
        <img src={photoAt(fileOf(picture), 'screen')} alt={`${name}的照片`} />
      </a>
      <figcaption>
        {name}
        {picture.taken_at && ` ${longTime(picture.taken_at).slice(5)}`}
        {picture.album && '，相册选的'}
      </figcaption>
    </figure>
  )
}

function Over({ before, after }: { before: Picture; after: Picture }) {
  const [share, setShare] = useState(50)
  return (
    <>
      <div class="overlay">
        <img src={photoAt(fileOf(before), 'screen')} alt="改前的照片" />
        <img src={photoAt(fileOf(after), 'screen')} alt="改后的照片" style={{ clipPath: `inset(0 0 0 ${share}%)` }} />
      </div>
      <label for="share">左边是改前，右边是改后；拖动比较</label>
      <input
        id="share"
        type="range"
        min="0"
        max="100"
        value={share}
        onInput={(event) => setShare(Number(event.currentTarget.value))}
      />
    </>
  )
}
