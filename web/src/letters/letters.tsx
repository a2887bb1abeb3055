/** 督察和信访: the batches with how many letters are answered, and the letters; filters stand in the address. */
import { useState } from 'preact/hooks'
import { useValue } from '../observable.ts'
import { Tag } from '../parts.tsx'
import { address, at, narrow, type Query } from '../office/address.ts'
import { Answered, Empty } from '../office/answered.tsx'
import { useAnswer, usePages } from '../office/asking.ts'
import { useRectification, wordOf } from '../office/finding-cells.tsx'
import { isCounty } from '../office/freeze.tsx'
import { Head } from '../office/head.tsx'
import type { ScreenProps } from '../office/office.tsx'
import { useUnits } from '../office/registers.ts'
import { ClearFilters, Select } from '../office/select.tsx'
import { type Column, Table } from '../office/table.tsx'
import { More } from '../office/view-tabs.tsx'
import type { Rectification } from '../office/wire.ts'
import { NewLetter } from './new-letter.tsx'
import type { Batch, LetterLine } from './wire.ts'

const FILTERS = ['batch', 'unit', 'category', 'replied', 'focus', 'linked'] as const
const REPLIED = { true: '答复了的', false: '没答复的' }
const FOCUS = { true: '重点件', false: '一般件' }
const LINKED = { true: '挂到问题的', false: '没挂到问题的' }

const asOptions = (names: Record<string, string>) => Object.entries(names).map(([value, text]) => ({ value, text }))

function pathOf(query: Query): string {
  const given = FILTERS.filter((name) => query[name]).map((name) => [name, query[name]!])
  return `/letters?${new URLSearchParams([...given, ['limit', '100']]).toString()}`
}

export function LettersScreen({ who }: ScreenProps) {
  const { query } = useValue(address)
  const [adding, setAdding] = useState(false)
  const letters = usePages<LetterLine>(pathOf(query))
  const batches = useAnswer<{ items: Batch[] }>('/batches')
  const words = useRectification()
  const done = () => {
    setAdding(false)
    letters.again()
    batches.again()
  }
  return (
    <>
      <Head title="督察和信访">
        {isCounty(who) && (
          <button class="btn main" type="button" onClick={() => setAdding(true)}>
            登记信访件
          </button>
        )}
      </Head>
      <Answered answer={batches}>{({ items }) => <Batches batches={items} chosen={query.batch} />}</Answered>
      <Filters query={query} words={words} batches={batches.value?.items ?? []} />
      <Answered answer={letters}>
        {(found) => (
          <>
            <section class="card">
              {found.length ? (
                <Table caption="信访件" columns={columns(words)} rows={found} keyOf={(one) => one.letter} />
              ) : (
                <Empty title="没有符合的信访件">换一个条件，或者清除筛选。</Empty>
              )}
            </section>
            <More count={found.length} more={letters.more} />
          </>
        )}
      </Answered>
      {adding && <NewLetter batches={batches.value?.items ?? []} words={words} close={() => setAdding(false)} done={done} />}
    </>
  )
}

const LEVELS: Record<string, string> = { central: '中央', provincial: '省', city: '市', county: '县' }

function Batches({ batches, chosen }: { batches: Batch[]; chosen: string | undefined }) {
  const columns: Column<Batch>[] = [
    {
      key: 'name',
      name: '批次',
      by: (one) => one.name,
      cell: (one) => (
        <a href={at('letters', { batch: one.batch })} aria-current={one.batch === chosen || undefined}>
          {one.name}
        </a>
      ),
    },
    { key: 'level', name: '级别', by: (one) => one.level, cell: (one) => LEVELS[one.level] ?? one.level },
    { key: 'site', name: '进驻', by: (one) => one.on_site_from ?? '', cell: (one) => span(one.on_site_from, one.on_site_to) },
    { key: 'back', name: '反馈', by: (one) => one.feedback_on ?? '', cell: (one) => one.feedback_on ?? '待核实' },
    { key: 'plan', name: '方案期限', by: (one) => one.plan_due_on ?? '', cell: (one) => one.plan_due_on ?? '没有写明' },
    { key: 'letters', name: '信访件', by: (one) => one.letters, number: true, cell: (one) => one.letters },
    { key: 'replied', name: '已答复', by: (one) => one.replied, number: true, cell: (one) => one.replied },
  ]
  return (
    <section class="card">
      <header>
        <h2>督察批次</h2>
      </header>
      <Table caption="督察批次" columns={columns} rows={batches} keyOf={(one) => one.batch} />
    </section>
  )
}

const span = (from: string | null, to: string | null) => (from ? `${from} 至 ${to ?? '…'}` : '待核实')

interface FiltersProps {
  query: Query
  words: Rectification | undefined
  batches: Batch[]
}

function Filters({ query, words, batches }: FiltersProps) {
  const units = (useUnits() ?? []).filter((one) => one.supervised)
  const selects: [string, string, string, { value: string; text: string }[]][] = [
    ['batch', '批次', '全部批次', batches.map((one) => ({ value: one.batch, text: one.name }))],
    ['unit', '单位', '全部单位', units.map((one) => ({ value: one.unit, text: one.name }))],
    ['category', '类别', '全部类别', (words?.categories ?? []).map((one) => ({ value: one.key, text: one.name }))],
    ['replied', '答复', '不论答复', asOptions(REPLIED)],
    ['focus', '重点件', '不论重点', asOptions(FOCUS)],
    ['linked', '问题', '不论挂没挂', asOptions(LINKED)],
  ]
  return (
    <div class="tools filters" role="group" aria-label="筛选">
      {selects.map(([name, label, all, options]) => (
        <Select
          key={name}
          label={label}
          all={all}
          value={query[name] ?? ''}
          choose={(value) => narrow({ [name]: value })}
          options={options}
        />
      ))}
      <ClearFilters filters={FILTERS} query={query} />
    </div>
  )
}

function columns(words: Rectification | undefined): Column<LetterLine>[] {
  return [
    {
      key: 'number',
      name: '受理编号',
      by: (one) => one.number,
      cell: (one) => <a href={at(`letter/${one.letter}`)}>{one.number}</a>,
    },
    { key: 'unit', name: '单位', by: (one) => one.unit_name, cell: (one) => one.unit_name },
    { key: 'category', name: '反映', by: (one) => one.category, cell: (one) => wordOf(words?.categories, one.category) },
    { key: 'focus', name: '重点', by: (one) => Number(one.focus), cell: (one) => (one.focus ? <Tag tone="warn">重点件</Tag> : '') },
    { key: 'assigned', name: '交办', by: (one) => one.assigned_on, cell: (one) => one.assigned_on },
    {
      key: 'limit',
      name: '答复期限',
      by: (one) => one.reply_limit_days ?? 0,
      cell: (one) => (one.reply_limit_days ? `${one.reply_limit_days} 天` : '按信访条例'),
    },
    {
      key: 'replied',
      name: '答复',
      by: (one) => one.replied_on ?? '',
      cell: (one) => (one.replied_on ? one.replied_on : one.anonymous ? '匿名，不用答复' : <Tag tone="warn">还没答复</Tag>),
    },
    {
      key: 'finding',
      name: '问题',
      cell: (one) => (one.finding ? <a href={at(`finding/${one.finding}`)}>看问题</a> : <span class="quiet">没挂</span>),
    },
  ]
}
