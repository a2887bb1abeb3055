/** Where: a site of the watch-list or another place in words, and the position with its accuracy in a word. */
import { useState } from 'preact/hooks'
import { type Change, type OnTheSpot, ownUnit, placeOf } from '../drafts.ts'
import { useListing } from '../lists.ts'
import { Field, Pick } from '../inputs.tsx'
import { Icon, Sheet, Tag } from '../parts.tsx'
import { accuracyWord, NO_POSITION } from '../position.ts'
import { useSites } from '../sites.ts'
import type { Me, Site, Unit } from '../wire.ts'
import type { Locating } from './locating.ts'

interface PlaceProps {
  who: Me
  draft: OnTheSpot
  change: Change<OnTheSpot>
  locating: Locating
}

export function PlaceCard({ who, draft, change, locating }: PlaceProps) {
  const [choosing, setChoosing] = useState(false)
  const place = placeOf(draft)
  return (
    <section class="card pad stack tight" id="place" aria-label="现场">
      {!ownUnit(who) && <UnitPick who={who} draft={draft} change={change} />}
      <button class="site" type="button" onClick={() => setChoosing(true)}>
        <span>
          <b>{place || '还没选地点'}</b>
          <span class="quiet">{[draft.unit_name, draft.elsewhere && '其他地点'].filter(Boolean).join('·')}</span>
        </span>
        <span class="link">{place ? '换一处' : '选地点'}</span>
      </button>
      <Fix draft={draft} locating={locating} />
      {choosing && <PlaceSheet who={who} draft={draft} change={change} close={() => setChoosing(false)} />}
    </section>
  )
}

function UnitPick({ who, draft, change }: { who: Me; draft: OnTheSpot; change: Change<OnTheSpot> }) {
  const units =
    useListing<{ items: Unit[] }>(who.account, '/units').value?.items.filter(
      (one) => one.supervised && !one.valid_to,
    ) ?? []
  const choose = (unit: string) =>
    change(() => ({ unit: unit || null, unit_name: units.find((one) => one.unit === unit)?.name ?? '', site: null }))
  return (
    <Pick
      id="unit"
      label="乡镇"
      options={units.map((one) => ({ value: one.unit, text: one.name }))}
      chosen={draft.unit ?? ''}
      choose={choose}
    />
  )
}

function Fix({ draft, locating }: { draft: OnTheSpot; locating: Locating }) {
  const { position, no_position_reason: reason } = draft
  const again = position || reason ? '重新定位' : '定位'
  return (
    <div class="split" role="status">
      {position && <Accuracy accuracy_m={position.accuracy_m} looking={locating.looking} />}
      {!position && locating.looking && <Tag>正在定位</Tag>}
      {!position && !locating.looking && (reason ? <Tag tone="warn">{NO_POSITION[reason]}</Tag> : <Tag>还没定位</Tag>)}
      {!locating.looking && (
        <button class="btn text" type="button" onClick={locating.start}>
          {again}
        </button>
      )}
      {reason && !position && <p class="hint">没有定位也能报送，原因会一起记下。</p>}
    </div>
  )
}

function Accuracy({ accuracy_m, looking }: { accuracy_m: number; looking: boolean }) {
  const { word, tone } = accuracyWord(accuracy_m)
  return (
    <Tag tone={tone}>
      定位{word}，误差 {Math.round(accuracy_m)} 米{looking && '，还在找'}
    </Tag>
  )
}

function PlaceSheet({ who, draft, change, close }: { who: Me; draft: OnTheSpot; change: Change<OnTheSpot>; close: () => void }) {
  const sites = useSites(who.account, draft.unit).value ?? []
  const [wanted, setWanted] = useState('')
  const found = sites.filter((site) => site.name.includes(wanted.trim()))
  const choose = (site: Site) => {
    change(() => ({ site, elsewhere: false }))
    close()
  }
  return (
    <Sheet title="在哪里查" close={close}>
      {sites.length > 8 && <Field id="find" label="找点位" value={wanted} change={setWanted} />}
      <ul class="card cells">
        {found.map((site) => (
          <li key={site.site}>
            <button class="cell" type="button" onClick={() => choose(site)}>
              <b class="grow">{site.name}</b>
              {!draft.elsewhere && draft.site?.site === site.site && <Icon name="check" />}
            </button>
          </li>
        ))}
        {found.length === 0 && <li class="pad quiet">{sites.length ? '没有这个名字的点位' : '名单里没有点位'}</li>}
      </ul>
      <Elsewhere draft={draft} change={change} close={close} />
    </Sheet>
  )
}

function Elsewhere({ draft, change, close }: { draft: OnTheSpot; change: Change<OnTheSpot>; close: () => void }) {
  const [place, setPlace] = useState(draft.place)
  const take = () => {
    change(() => ({ place, elsewhere: true, site: null }))
    close()
  }
  return (
    <div class="stack">
      <Field id="elsewhere" label="其他地点" value={place} change={setPlace} hint="不在名单里的，写清村、路和厂名。" />
      {place.trim() && (
        <button class="btn wide" type="button" onClick={take}>
          就在这里查
        </button>
      )}
    </div>
  )
}
