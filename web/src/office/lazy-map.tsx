/** The map comes when one is looked at: Leaflet is larger than the whole phone face. */
import type { FunctionComponent } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import type { MapProps } from './map.tsx'

export function LazyMap(props: MapProps) {
  const [Face, setFace] = useState<FunctionComponent<MapProps>>()
  const [failed, setFailed] = useState(false)
  useEffect(() => {
    void import('./map.tsx').then(
      ({ Map }) => setFace(() => Map),
      () => setFailed(true),
    )
  }, [])
  if (failed) return <p class="pad">地图没有读到，请连上网后重新打开这一页。</p>
  return Face ? <Face {...props} /> : <div class="map" role="status" aria-label="正在读取地图" />
}
