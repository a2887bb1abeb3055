/** Findings as a list one taps: what, where, by when. */
import { Tag } from '../parts.tsx'
import { at } from './address.ts'
import { useAnswer } from './asking.ts'
import type { FindingDue, Rectification } from './wire.ts'

export const useRectification = () => useAnswer<Rectification>('/rectification').value

export const wordOf = (words: { key: string; name: string }[] | undefined, key: string) =>
  words ? (words.find((one) => one.key === key)?.name ?? key) : '…'

export function DueTag({ due_on, overdue }: Pick<FindingDue, 'due_on' | 'overdue'>) {
  if (!due_on) return <span class="quiet">没定期限</span>
  return overdue ? <Tag tone="bad">{due_on.slice(5)}，逾期</Tag> : <Tag>{due_on.slice(5)} 到期</Tag>
}

export function FindingCells({ findings }: { findings: FindingDue[] }) {
  const words = useRectification()
  return (
    <ul class="cells">
      {findings.map((one) => (
        <li key={one.id}>
          <a class="cell" href={at(`finding/${one.id}`)}>
            <span class="grow">
              <b>
                {one.enterprise_name ?? one.site_name ?? one.unit_name}：{wordOf(words?.categories, one.category)}
              </b>
              <span class="quiet">
                {one.unit_name}，{wordOf(words?.severities, one.severity)}，第 {one.seq} 号
              </span>
            </span>
            <DueTag {...one} />
          </a>
        </li>
      ))}
    </ul>
  )
}
