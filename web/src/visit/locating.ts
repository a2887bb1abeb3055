/** Looking for the position while a visit is filled: on a tap, or by itself with the first photo. */
import { useEffect, useRef, useState } from 'preact/hooks'
import type { Change, OnTheSpot } from '../drafts.ts'
import { locate } from '../position.ts'

export interface Locating {
  looking: boolean
  start: () => void
  onPhoto: () => void
}

export function useLocating(draft: OnTheSpot, change: Change<OnTheSpot>): Locating {
  const [looking, setLooking] = useState(false)
  const stop = useRef<(() => void) | null>(null)
  useEffect(() => () => stop.current?.(), [])

  const start = () => {
    stop.current?.()
    setLooking(true)
    change(() => ({ position: null, no_position_reason: null }))
    stop.current = locate({
      better: (position) => change(() => ({ position })),
      ended: (no_position_reason) => {
        setLooking(false)
        change(() => ({ no_position_reason }))
      },
    })
  }
  const onPhoto = () => {
    if (!draft.position && !looking) start()
  }
  return { looking, start, onPhoto }
}
