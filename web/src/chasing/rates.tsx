/** 销号率和按期率: sums over sums, never a mean of rates; by the original day first, by the extended one beside it. */
import { narrow } from '../office/address.ts'
import { Answered } from '../office/answered.tsx'
import { useAnswer } from '../office/asking.ts'
import { Select } from '../office/select.tsx'
import { type Column, Table } from '../office/table.tsx'
import type { Rate, Rates } from './wire.ts'

const BY = { unit: '按单位', source: '按来源', batch: '按批次', month: '按月份' }

export function Closure({ by }: { by: string }) {
  const answer = useAnswer<Rates>(`/rates?by=${by}`)
  return (
    <section class="card" aria-labelledby="rates">
      <header class="split">
        <h2 id="rates">销号率、按期率</h2>
        <Select
          label="怎么分"
          value={by}
          options={Object.entries(BY).map(([value, text]) => ({ value, text }))}
          choose={(chosen) => narrow({ by: chosen })}
        />
      </header>
      <Answered answer={answer}>
        {(found) => (
          <>
            <Table caption="销号率、按期率" columns={COLUMNS} rows={[...found.items, found.total]} keyOf={(one) => one.key || 'total'} />
            <p class="pad quiet">
              销号率 = 已销号（含归档）÷（收到 − 不属实 − 移交已接收）。阶段性办结、长期坚持、反弹没再销号的不算销号。按期率按原期限算，延期后的在旁边。
            </p>
          </>
        )}
      </Answered>
    </section>
  )
}

const percent = (value: string | null) => (value === null ? '—' : `${value}%`)

const COLUMNS: Column<Rate>[] = [
  { key: 'name', name: '名称', cell: (one) => <b>{one.name}</b> },
  { key: 'received', name: '收到', by: (one) => one.received, number: true, cell: (one) => one.received },
  { key: 'counted', name: '应销号', by: (one) => one.counted, number: true, cell: (one) => one.counted },
  { key: 'closed', name: '已销号', by: (one) => one.closed, number: true, cell: (one) => one.closed },
  { key: 'staged', name: '阶段性办结', by: (one) => one.staged, number: true, cell: (one) => one.staged },
  { key: 'rebounded', name: '反弹', by: (one) => one.rebounded, number: true, cell: (one) => one.rebounded },
  { key: 'rate', name: '销号率', by: (one) => Number(one.closed_percent ?? -1), number: true, cell: (one) => percent(one.closed_percent) },
  { key: 'on_time', name: '按期率（原期限）', by: (one) => Number(one.on_time_percent ?? -1), number: true, cell: (one) => percent(one.on_time_percent) },
  { key: 'extended', name: '（延期后）', by: (one) => Number(one.on_time_extended_percent ?? -1), number: true, cell: (one) => percent(one.on_time_extended_percent) },
]
