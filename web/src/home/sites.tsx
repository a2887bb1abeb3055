/** 点位: the unit's watch-list, unseen ones first, the nearer ones first where the phone may know where it is. */
import { useEffect, useState } from 'preact/hooks'
import { Icon, Tag } from '../parts.tsx'
import type { Listing } from '../lists.ts'
import type { Site } from '../wire.ts'

const SHOWN_SITES = 5

interface SitesProps {
  listing: Listing<Site[]>
  seen: Set<string>
  begin: (site: Site) => void
}

export function Sites({ listing, seen, begin }: SitesProps) {
  const [whole, setWhole] = useState(false)
  const here = useHere()
  const sites = (listing.value ?? [])
    .map((site) => ({ ...site, seen: seen.has(site.site), far_m: here && farFrom(here, site) }))
    .sort((a, b) => Number(a.seen) - Number(b.seen) || (a.far_m ?? Infinity) - (b.far_m ?? Infinity) || 0)
  if (sites.length === 0) return listing.value ? <p class="quiet">名单里没有点位，可以从“其他地点”查起。</p> : null
  return (
    <section aria-labelledby="sites">
      <div class="split near">
        <h2 id="sites">{here ? '附近的点位' : '点位'}</h2>
        {sites.length > SHOWN_SITES && (
          <button class="btn text" type="button" onClick={() => setWhole(!whole)}>
            {whole ? '收起' : `全部 ${sites.length} 处`}
          </button>
        )}
      </div>
      <ul class="card cells">
        {(whole ? sites : sites.slice(0, SHOWN_SITES)).map((site) => (
          <li key={site.site}>
            <button class="cell" type="button" onClick={() => begin(site)}>
              <span class="grow">
                <b>{site.name}</b>
                {site.far_m !== null && <span class="quiet">{distance(site.far_m)}</span>}
              </span>
              {site.seen ? <Tag tone="good">已查</Tag> : <Tag>未查</Tag>}
              <Icon name="next" />
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}


interface Here {
  lat: number
  lon: number
}

const OLD_ENOUGH_MS = 600_000
const EARTH_M = 6_371_000

/** Where the phone is, if it may be known without asking; never kept, never sent. */
function useHere(): Here | null {
  const [here, setHere] = useState<Here | null>(null)
  useEffect(() => {
    const look = () =>
      navigator.geolocation?.getCurrentPosition(
        ({ coords }) => setHere({ lat: coords.latitude, lon: coords.longitude }),
        () => undefined,
        { maximumAge: OLD_ENOUGH_MS, timeout: 10_000 },
      )
    void navigator.permissions?.query({ name: 'geolocation' }).then(
      ({ state }) => state === 'granted' && look(),
      () => undefined,
    )
  }, [])
  return here
}

/** Metres on a plane: a county is small. */
function farFrom(here: Here, site: Site): number | null {
  if (site.lat === null || site.lon === null) return null
  const radians = Math.PI / 180
  const north = (site.lat - here.lat) * radians
  const east = (site.lon - here.lon) * radians * Math.cos(here.lat * radians)
  return EARTH_M * Math.hypot(north, east)
}

const distance = (metres: number) =>
  metres < 950 ? `${Math.round(metres / 50) * 50 || 50} 米` : `${(metres / 1000).toFixed(1)} 公里`
