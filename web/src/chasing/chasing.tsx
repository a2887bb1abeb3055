/** 督办: who has what overdue, nearly due or untouched, each finding of it, letters running out; and the rates. */
import { useValue } from '../observable.ts'
import { Tag } from '../parts.tsx'
import { address, at, narrow } from '../office/address.ts'
import { Answered, Empty } from '../office/answered.tsx'
import { useAnswer } from '../office/asking.ts'
import { Head } from '../office/head.tsx'
import { Select } from '../office/select.tsx'
import { type Column, Table } from '../office/table.tsx'
import { Late } from './duties.tsx'
import { Closure } from './rates.tsx'
import type { Chased, Chasing, ClockChased, UnitChased } from './wire.ts'

const WHAT = { overdue: '逾期的', soon: '将到期的', stalled: '停滞的' }

export function ChasingScreen() {
  const { query } = useValue(address)
  const asked = new URLSearchParams({ limit: '200' })
  for (const name of ['what', 'responsible'] as const) if (query[name]) asked.set(name, query[name]!)
  const answer = useAnswer<Chasing>(`/chasing?${asked.toString()}`)
  return (
    <>
      <Head title="督办" above="按今天算">
        <Select
          label="哪一类"
          all="逾期、将到期、停滞"
          value={query.what ?? ''}
          options={Object.entries(WHAT).map(([value, text]) => ({ value, text }))}
          choose={(what) => narrow({ what })}
        />
        <button class="btn" type="button" onClick={() => print()}>
          打印
        </button>
      </Head>
      <Answered answer={answer}>{(found) => <Found found={found} />}</Answered>
      <Closure by={query.by ?? 'unit'} />
    </>
  )
}

function Found({ found }: { found: Chasing }) {
  return (
    <>
      <p class="quiet">
        {found.soon_days} 天内到期算将到期，{found.stalled_days} 天没有办过步骤算停滞。
      </p>
      <section class="card" aria-labelledby="units">
        <header>
          <h2 id="units">按责任单位</h2>
        </header>
        {found.units.length ? (
          <Table caption="按责任单位" columns={UNITS} rows={found.units} keyOf={(one) => one.responsible} />
        ) : (
          <Empty title="没有要督办的" />
        )}
      </section>
      {found.items.length > 0 && (
        <section class="card" aria-labelledby="items">
          <header class="split">
            <h2 id="items">逐件</h2>
            <span class="quiet">
              {found.items.length} 件{found.next && '，只列前面的'}
            </span>
          </header>
          <Table caption="逐件" columns={ITEMS} rows={found.items} keyOf={(one) => one.id} />
        </section>
      )}
      {found.clocks.length > 0 && (
        <section class="card" aria-labelledby="clocks">
          <header>
            <h2 id="clocks">信访等期限</h2>
          </header>
          <Table caption="信访等期限" columns={CLOCKS} rows={found.clocks} keyOf={(one) => `${one.subject} ${one.clock}`} />
        </section>
      )}
    </>
  )
}

const UNITS: Column<UnitChased>[] = [
  {
    key: 'name',
    name: '责任单位',
    by: (one) => one.responsible_name,
    cell: (one) => <a href={at('chasing', { responsible: one.responsible })}>{one.responsible_name}</a>,
  },
  { key: 'overdue', name: '逾期', by: (one) => one.overdue, number: true, cell: (one) => <b class={one.overdue ? 'bad' : ''}>{one.overdue}</b> },
  { key: 'longest', name: '最久', by: (one) => one.overdue_days ?? 0, number: true, cell: (one) => (one.overdue_days ? `${one.overdue_days} 天` : '') },
  { key: 'soon', name: '将到期', by: (one) => one.soon, number: true, cell: (one) => one.soon },
  { key: 'stalled', name: '停滞', by: (one) => one.stalled, number: true, cell: (one) => one.stalled },
]

const ITEMS: Column<Chased>[] = [
  {
    key: 'seq',
    name: '编号',
    by: (one) => one.seq,
    cell: (one) => <a href={at(`finding/${one.id}`)}>第 {one.seq} 号</a>,
  },
  { key: 'who', name: '责任单位', by: (one) => one.responsible_name, cell: (one) => one.responsible_name },
  { key: 'state', name: '办到哪里', by: (one) => one.state_name, cell: (one) => one.state_name },
  { key: 'step', name: '等着办', by: (one) => one.step_name, cell: (one) => one.step_name },
  { key: 'due', name: '期限', by: (one) => one.due_on ?? '~', cell: (one) => <Late {...one} /> },
  {
    key: 'original',
    name: '原期限',
    by: (one) => one.original_due_on ?? '~',
    cell: (one) => (one.original_due_on && one.original_due_on !== one.due_on ? one.original_due_on : ''),
  },
]

const CLOCKS: Column<ClockChased>[] = [
  {
    key: 'number',
    name: '信访件',
    by: (one) => one.number ?? '',
    cell: (one) => (one.number ? <a href={at(`letter/${one.subject.replace('letter/', '')}`)}>{one.number}</a> : '其他'),
  },
  { key: 'name', name: '期限', by: (one) => one.name, cell: (one) => one.name },
  { key: 'unit', name: '单位', by: (one) => one.unit_name, cell: (one) => one.unit_name },
  {
    key: 'due',
    name: '到期',
    by: (one) => one.due_on,
    cell: (one) => (
      <>
        {one.overdue ? <Tag tone="bad">{`${one.due_on.slice(5)}，逾期 ${one.overdue_days} 天`}</Tag> : <Tag tone="warn">{one.due_on.slice(5)}</Tag>}
        {one.provisional && <span class="quiet">（暂算，放假通知还没载入）</span>}
      </>
    ),
  },
]
