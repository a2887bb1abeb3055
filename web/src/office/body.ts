/** The whole body of an entry as it counts: that of its last correction, else its own. What a correction begins with. */
import { useAnswer } from './asking.ts'
import type { Stored } from './wire.ts'

interface Counting<Body> {
  /** undefined until the server has answered. */
  body: Body | undefined
  amendments: Stored[]
  voided: boolean
  again: () => void
}

export function useCounting<Body>(id: string): Counting<Body> & { answer: ReturnType<typeof useAnswer<Stored>> } {
  const answer = useAnswer<Stored>(`/entries/${id}`)
  const later = useAnswer<{ items: Stored[] }>(`/entries/${id}/amendments`)
  const amendments = later.value?.items ?? []
  const last = amendments.filter((one) => one.type === 'correction').pop()
  const again = () => {
    answer.again()
    later.again()
  }
  return {
    answer,
    amendments,
    body: later.value && ((last?.body.body ?? answer.value?.body) as Body | undefined),
    voided: amendments.some((one) => one.type === 'void'),
    again,
  }
}
