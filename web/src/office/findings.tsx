/** 问题: the same set as a table and on the map, filters in the address. What may be done with one comes with its page. */
import { useState } from 'preact/hooks'
import { useValue } from '../observable.ts'
import { Icon, Tag } from '../parts.tsx'
import { address, at, narrow, type Query } from './address.ts'
import { Answered, Empty } from './answered.tsx'
import { type Pages, usePages } from './asking.ts'
import { Export } from './export.tsx'
import { DueTag, useRectification, wordOf } from './finding-cells.tsx'
import { Head } from './head.tsx'
import { LazyMap } from './lazy-map.tsx'
import { useUnits } from './registers.ts'
import { ClearFilters, Select } from './select.tsx'
import { type Column, Table } from './table.tsx'
import { More, ViewTabs } from './view-tabs.tsx'
import { whereOf } from './visit.tsx'
import type { FindingLine, Rectification, Word } from './wire.ts'

const FILTERS = ['type', 'unit', 'category', 'severity', 'source', 'overdue', 'q'] as const
const TYPES = { open: '没改好', fixed: '自认改好', closed: '了结' }
const OVERDUE = { true: '逾期的', false: '没逾期的' }

function pathOf(query: Query): string {
  const given = FILTERS.filter((name) => query[name]).map((name) => [name, query[name]!])
  return `/findings?${new URLSearchParams([...given, ['limit', '100']]).toString()}`
}

export function FindingsScreen() {
  const { query } = useValue(address)
  const answer = usePages<FindingLine>(pathOf(query))
  const words = useRectification()
  return (
    <>
      <Head title="问题">
        <ViewTabs onMap={query.view === 'map'} />
        <Export dataset="findings" query={query} names={{ unit: ['unit'] }} unknown={FILTERS.filter((name) => name !== 'unit')} />
      </Head>
      <Filters query={query} words={words} />
      <Answered answer={answer}>
        {(findings) => <Found findings={findings} answer={answer} words={words} onMap={query.view === 'map'} />}
      </Answered>
    </>
  )
}

const asOptions = (names: Record<string, string>) => Object.entries(names).map(([value, text]) => ({ value, text }))
const ofWords = (words: Word[] | undefined) => (words ?? []).map(({ key, name }) => ({ value: key, text: name }))

function Filters({ query, words }: { query: Query; words: Rectification | undefined }) {
  const units = (useUnits() ?? []).filter((one) => one.supervised)
  const selects: [string, string, string, { value: string; text: string }[]][] = [
    ['type', '办到哪里', '不论办到哪里', asOptions(TYPES)],
    ['unit', '单位', '全部单位', units.map((one) => ({ value: one.unit, text: one.name }))],
    ['category', '问题类别', '全部类别', ofWords(words?.categories)],
    ['severity', '严重程度', '全部程度', ofWords(words?.severities)],
    ['source', '来源', '全部来源', ofWords(words?.sources)],
    ['overdue', '期限', '不论期限', asOptions(OVERDUE)],
  ]
  return (
    <div class="tools filters" role="group" aria-label="筛选">
      <Search q={query.q ?? ''} />
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

function Search({ q }: { q: string }) {
  const [wanted, setWanted] = useState(q)
  const find = (event: Event) => {
    event.preventDefault()
    narrow({ q: wanted.trim() })
  }
  return (
    <form class="field" role="search" aria-label="在问题里找" onSubmit={find}>
      <Icon name="search" />
      <input
        type="search"
        aria-label="企业、点位、编号"
        placeholder="企业、点位、编号"
        value={wanted}
        onInput={(event) => setWanted(event.currentTarget.value)}
      />
    </form>
  )
}

interface FoundProps {
  findings: FindingLine[]
  answer: Pages<FindingLine>
  words: Rectification | undefined
  onMap: boolean
}

function Found({ findings, answer, words, onMap }: FoundProps) {
  if (findings.length === 0) {
    return (
      <section class="card">
        <Empty title="没有符合的问题">换一个条件，或者清除筛选。</Empty>
      </section>
    )
  }
  return (
    <>
      <section class="card">
        {onMap ? (
          <FindingsMap findings={findings} words={words} />
        ) : (
          <Table caption="问题" columns={columns(words)} rows={findings} keyOf={(one) => one.id} />
        )}
      </section>
      <More count={findings.length} more={answer.more} />
    </>
  )
}

function FindingsMap({ findings, words }: Pick<FoundProps, 'findings' | 'words'>) {
  const placed = findings.filter((one) => one.lat !== null)
  const points = placed.map((one) => ({
    lat: one.lat!,
    lon: one.lon!,
    tone: one.type === 'closed' ? 'plain' : one.overdue ? 'bad' : 'warn',
    text: `${one.opened_on.slice(5)} ${whereOf(one)}：${wordOf(words?.categories, one.category)}`,
    to: at(`finding/${one.id}`),
  }))
  return (
    <>
      <LazyMap points={points} />
      <ul class="pad key">
        <li>
          <span class="mark excused">没改好</span>
        </li>
        <li>
          <span class="mark missing">逾期</span>
        </li>
        <li>
          <span class="mark joint">了结</span>
        </li>
        {placed.length < findings.length && <li class="quiet">{findings.length - placed.length} 个没有位置，只在列表里</li>}
      </ul>
    </>
  )
}

const GRAVE = ['info', 'minor', 'major', 'critical']

function columns(words: Rectification | undefined): Column<FindingLine>[] {
  return [
    {
      key: 'where',
      name: '哪里',
      by: whereOf,
      cell: (one) => <a href={at(`finding/${one.id}`)}>{whereOf(one)}</a>,
    },
    { key: 'unit', name: '单位', by: (one) => one.unit_name, cell: (one) => one.unit_name },
    {
      key: 'category',
      name: '问题',
      by: (one) => wordOf(words?.categories, one.category),
      cell: (one) => wordOf(words?.categories, one.category),
    },
    {
      key: 'severity',
      name: '程度',
      by: (one) => GRAVE.indexOf(one.severity),
      cell: (one) => wordOf(words?.severities, one.severity),
    },
    {
      key: 'state',
      name: '办到哪里',
      by: (one) => one.type,
      cell: (one) => <Tag tone={one.type === 'closed' ? 'good' : 'info'}>{wordOf(words?.states, one.state)}</Tag>,
    },
    { key: 'opened', name: '登记', by: (one) => one.opened_on, cell: (one) => one.opened_on.slice(5) },
    { key: 'due', name: '到期', by: (one) => one.due_on ?? '~', cell: (one) => <DueTag {...one} /> },
    { key: 'seq', name: '编号', by: (one) => one.seq, number: true, cell: (one) => one.seq },
  ]
}
