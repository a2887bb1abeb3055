/** 照片核对: each pair with its grade and the reasons. It advises; the person who checks decides. */
import { useAnswer } from '../office/asking.ts'
import { photoAt } from '../office/photos.tsx'
import { Tag } from '../parts.tsx'

export type Grade = 'A' | 'B' | 'C'

export interface EvidencePair {
  before: { sha256: string; taken_at: string | null } | null
  after: { sha256: string; taken_at: string | null }
  grade: Grade
  reasons: { code: string; grade: Grade; text: string }[]
}

interface Evidence {
  grade: Grade | null
  meaning: string | null
  pairs: EvidencePair[]
  unprinted: number
}

const TONES: Record<Grade, 'good' | 'warn' | 'bad'> = { A: 'good', B: 'warn', C: 'bad' }

export const useEvidence = (id: string) => useAnswer<Evidence>(`/findings/${id}/evidence`).value

export function EvidenceCard({ id }: { id: string }) {
  const found = useEvidence(id)
  if (!found?.grade) return null
  return (
    <section class="card" aria-labelledby="evidence">
      <header class="split">
        <h2 id="evidence">照片核对</h2>
        <Tag tone={TONES[found.grade]}>
          {found.grade}，{found.meaning}
        </Tag>
      </header>
      <ul class="cells">
        {found.pairs.map((pair) => (
          <li key={pair.after.sha256} class="pad stack one">
            <PairLine pair={pair} />
          </li>
        ))}
      </ul>
      <p class="pad quiet">
        等级只是建议，采不采信由核查人定。
        {found.unprinted > 0 && `档案里还有 ${found.unprinted} 张照片没能比对。`}
      </p>
    </section>
  )
}

export function PairLine({ pair }: { pair: EvidencePair }) {
  return (
    <>
      <div class="thumbs">
        {[pair.before, pair.after].map(
          (one) => one && <img key={one.sha256} src={photoAt(one.sha256, 'thumb')} alt={one === pair.after ? '整改后' : '整改前'} />,
        )}
        <Tag tone={TONES[pair.grade]}>{pair.grade}</Tag>
      </div>
      <ul>
        {pair.reasons.map((one) => (
          <li key={one.code} class={one.grade === 'A' ? 'quiet' : ''}>
            {one.text}
          </li>
        ))}
      </ul>
    </>
  )
}
