/** Where it was: the captured point with its accuracy circle, and the listed place beside it. */
import { LazyMap } from './lazy-map.tsx'
import { useSites } from './registers.ts'
import type { Told } from './wire-pages.ts'

const NO_POSITION: Record<string, string> = {
  denied: '手机没有允许定位',
  unavailable: '当时定不到位',
  timeout: '定位超时',
}

export function Spot({ told, site }: { told: Told; site: string | null }) {
  const listed = useSites()?.find((one) => one.site === site && one.lat !== null)
  const { position } = told
  const points = [
    ...(position
      ? [{ ...position.wgs84, accuracy_m: position.accuracy_m, tone: 'plain', text: '填报时的位置' }]
      : []),
    ...(listed ? [{ lat: listed.lat!, lon: listed.lon!, tone: 'place', text: `名单上的点位：${listed.name}` }] : []),
  ]
  return (
    <section class="card" aria-labelledby="spot">
      <header>
        <h2 id="spot">位置</h2>
      </header>
      {points.length > 0 && <LazyMap points={points} small />}
      <div class="pad">
        <p>{position ? placeText(position) : `没有位置：${NO_POSITION[told.no_position_reason ?? ''] ?? '没有写原因'}。`}</p>
        {position && listed && (
          <p class="quiet">
            实心点是填报时的位置，圆圈是名单上的点位，相距约 {metres(position.wgs84, { lat: listed.lat!, lon: listed.lon! })} 米。
          </p>
        )}
      </div>
    </section>
  )
}

function placeText({ wgs84: { lat, lon }, accuracy_m }: NonNullable<Told['position']>): string {
  const error = accuracy_m === null ? '误差不明' : `误差 ${Math.round(accuracy_m)} 米`
  return `北纬 ${lat.toFixed(5)}，东经 ${lon.toFixed(5)}，${error}。`
}

/** Distance on the ground, whole metres; on a county's scale the earth is a plane. */
function metres(a: { lat: number; lon: number }, b: { lat: number; lon: number }): number {
  const [north, east] = [(a.lat - b.lat) * 111_195, (a.lon - b.lon) * 111_195 * Math.cos((a.lat * Math.PI) / 180)]
  return Math.round(Math.hypot(north, east))
}
