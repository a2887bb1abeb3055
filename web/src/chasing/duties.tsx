/** 等我办的: findings whose next step is mine, the nearest day first; what is late or long untouched is said in words. */
import { Tag } from '../parts.tsx'
import { at } from '../office/address.ts'
import type { Duty } from './wire.ts'

export function Duties({ duties }: { duties: Duty[] }) {
  return (
    <section class="card" aria-labelledby="duties">
      <header class="split">
        <h2 id="duties">等我办的</h2>
        <span class="quiet">{duties.length} 件</span>
      </header>
      {duties.length === 0 && <p class="pad quiet">现在没有等您办的问题。</p>}
      <ul class="cells">
        {duties.map((one) => (
          <li key={one.id}>
            <a class="cell" href={at(`finding/${one.id}`)}>
              <span class="grow">
                <b>
                  {one.step_name}：{one.enterprise_name ?? one.site_name ?? one.unit_name}
                </b>
                <span class="quiet">
                  {one.unit_name}，{one.state_name}，第 {one.seq} 号
                </span>
              </span>
              <Late {...one} />
            </a>
          </li>
        ))}
      </ul>
    </section>
  )
}

export function Late({ due_on, overdue, soon, stalled, overdue_days, idle_days }: Pick<Duty, 'due_on' | 'overdue' | 'soon' | 'stalled' | 'overdue_days' | 'idle_days'>) {
  if (overdue) return <Tag tone="bad">逾期 {overdue_days} 天</Tag>
  if (soon) return <Tag tone="warn">{due_on!.slice(5)} 到期</Tag>
  if (stalled) return <Tag tone="warn">{idle_days} 天没动</Tag>
  return due_on ? <Tag>{due_on.slice(5)} 到期</Tag> : <span class="quiet">没定期限</span>
}
