/** What the checker makes of each pair of photos: taken as proof or not, with a reason; kept with the check. */
import { Choice, Field } from '../inputs.tsx'
import { PairLine, useEvidence } from './evidence.tsx'

export interface Decision {
  after: string
  before?: string
  accepted: boolean
  grade: string
  reason?: string
}

interface DecisionsProps {
  id: string
  decisions: Decision[]
  change: (decisions: Decision[]) => void
}

const OPTIONS = [
  { value: 'yes', text: '采信' },
  { value: 'no', text: '不采信' },
]

export function Decisions({ id, decisions, change }: DecisionsProps) {
  const pairs = useEvidence(id)?.pairs ?? []
  const of = (after: string) => decisions.find((one) => one.after === after)
  const set = (decision: Decision) => change([...decisions.filter((one) => one.after !== decision.after), decision])
  return (
    <>
      {pairs.map((pair, place) => {
        const said = of(pair.after.sha256)
        const base = { after: pair.after.sha256, ...(pair.before && { before: pair.before.sha256 }), grade: pair.grade }
        return (
          <fieldset key={pair.after.sha256} class="stack one">
            <legend>第 {place + 1} 对照片</legend>
            <PairLine pair={pair} />
            <Choice
              legend="采不采信"
              name={`d-${place}`}
              options={OPTIONS}
              chosen={said ? [said.accepted ? 'yes' : 'no'] : []}
              choose={([value]) => set({ ...base, ...said, accepted: value === 'yes' })}
            />
            {said && (
              <Field
                id={`d-reason-${place}`}
                label="为什么（可不写）"
                value={said.reason ?? ''}
                change={(reason) => set({ ...base, ...said, reason })}
              />
            )}
          </fieldset>
        )
      })}
    </>
  )
}
