/** 能源: audits, balances and supervisions as lists; which one stands in the address. */
import { useValue } from '../observable.ts'
import { Tag } from '../parts.tsx'
import { address, at, narrow, type Query } from '../office/address.ts'
import { Answered, Empty } from '../office/answered.tsx'
import { usePages } from '../office/asking.ts'
import { Head } from '../office/head.tsx'
import { mayRead } from '../office/menu.tsx'
import type { ScreenProps } from '../office/office.tsx'
import { useUnits } from '../office/registers.ts'
import { ClearFilters, Select } from '../office/select.tsx'
import { type Column, Table } from '../office/table.tsx'
import { More } from '../office/view-tabs.tsx'
import type { RecordKind, RecordLine } from './wire.ts'
import { FIGURES, FORMS, grouped, KINDS, STATES } from './words.ts'

const FILTERS = ['state', 'unit', 'period'] as const
const asOptions = (names: Record<string, string>) => Object.entries(names).map(([value, text]) => ({ value, text }))

const kindOf = (query: Query): RecordKind => (query.kind && query.kind in KINDS ? (query.kind as RecordKind) : 'audit')

function pathOf(query: Query): string {
  const given = FILTERS.filter((name) => query[name]).map((name) => [name, query[name]!])
  return `${KINDS[kindOf(query)].path}?${new URLSearchParams([...given, ['limit', '100']]).toString()}`
}

export function RecordsScreen({ who }: ScreenProps) {
  const { query } = useValue(address)
  const kind = kindOf(query)
  const answer = usePages<RecordLine>(pathOf(query))
  return (
    <>
      <Head title="能源">
        <div class="twin-tabs" role="group" aria-label="哪一类">
          {(Object.keys(KINDS) as RecordKind[])
            .filter((one) => mayRead(who, KINDS[one].noun))
            .map((one) => (
              <button key={one} class="btn" type="button" aria-pressed={one === kind} onClick={() => narrow({ kind: one })}>
                {KINDS[one].name}
              </button>
            ))}
        </div>
        {kind === 'audit' && mayRead(who, 'audits') && (
          <a class="btn main" href={at('audit-form')}>
            新的审计
          </a>
        )}
      </Head>
      <Filters query={query} />
      <Answered answer={answer}>
        {(records) => (
          <>
            <section class="card">
              {records.length ? (
                <Table caption={KINDS[kind].name} columns={columns(kind)} rows={records} keyOf={(one) => one.id} />
              ) : (
                <Empty title={`没有符合的${KINDS[kind].name}`}>换一个条件，或者清除筛选。</Empty>
              )}
            </section>
            <More count={records.length} more={answer.more} />
          </>
        )}
      </Answered>
    </>
  )
}

function Filters({ query }: { query: Query }) {
  const units = (useUnits() ?? []).filter((one) => one.supervised)
  const thisYear = new Date().getFullYear()
  const years = Array.from({ length: 6 }, (_, back) => `${thisYear - back}`)
  const selects: [string, string, string, { value: string; text: string }[]][] = [
    ['state', '办到哪里', '不论办到哪里', asOptions(STATES)],
    ['unit', '单位', '全部单位', units.map((one) => ({ value: one.unit, text: one.name }))],
    ['period', '年度', '全部年度', years.map((year) => ({ value: year, text: `${year} 年` }))],
  ]
  return (
    <div class="tools filters" role="group" aria-label="筛选">
      {selects.map(([name, label, all, options]) => (
        <Select key={name} label={label} all={all} value={query[name] ?? ''} choose={(value) => narrow({ [name]: value })} options={options} />
      ))}
      <ClearFilters filters={FILTERS} query={query} />
    </div>
  )
}

function columns(kind: RecordKind): Column<RecordLine>[] {
  const shared: Column<RecordLine>[] = [
    {
      key: 'firm',
      name: '企业',
      by: (one) => one.enterprise_name ?? '',
      cell: (one) => <a href={at(`record/${one.kind}:${one.id}`)}>{one.enterprise_name ?? '其他企业'}</a>,
    },
    { key: 'unit', name: '单位', by: (one) => one.unit_name, cell: (one) => one.unit_name },
    { key: 'period', name: '期间', by: (one) => one.period, cell: (one) => one.period.replace('..', ' 至 ') },
  ]
  return [...shared, ...figures(kind), stateColumn, { key: 'organ', name: '出具单位', cell: (one) => one.organ }]
}

const stateColumn: Column<RecordLine> = {
  key: 'state',
  name: '办到哪里',
  by: (one) => one.state,
  cell: (one) => (
    <>
      <Tag tone={one.state === 'filed' ? 'good' : one.state === 'returned' ? 'warn' : 'info'}>{STATES[one.state] ?? one.state}</Tag>
      {one.notices > 0 && <span class="quiet"> {one.notices} 处要看</span>}
    </>
  ),
}

const figure = (one: RecordLine, name: string) => one.figures[name] as string | null | undefined

function figures(kind: RecordKind): Column<RecordLine>[] {
  if (kind === 'supervision')
    return [
      { key: 'form', name: '方式', by: (one) => one.form, cell: (one) => FORMS[one.form] ?? '' },
      { key: 'due', name: '文书送达期限', by: (one) => one.due_on ?? '', cell: (one) => one.due_on ?? '' },
    ]
  const names = kind === 'audit' ? { tce_calorific: '当量值 tce', tce_equivalent: '等价值 tce' } : named(['utilisation_percent', 'network_loss_percent'])
  return Object.entries(names).map(([key, name]) => ({
    key,
    name,
    number: true,
    by: (one) => Number(figure(one, key) ?? 0),
    cell: (one) => grouped(figure(one, key)),
  }))
}

const named = (keys: string[]) => Object.fromEntries(keys.map((key) => [key, `${FIGURES[key]![0]} ${FIGURES[key]![1]}`]))
