/** 巡察检查: the same set of visits as a table and on the map; every filter stands in the address. */
import { shanghaiMonth } from '../clock.ts'
import { useValue } from '../observable.ts'
import { Tag } from '../parts.tsx'
import type { Kind } from '../wire.ts'
import { address, at, narrow, type Query } from './address.ts'
import { Answered, Empty } from './answered.tsx'
import { type Pages, usePages } from './asking.ts'
import { Export } from './export.tsx'
import { Head } from './head.tsx'
import { LazyMap } from './lazy-map.tsx'
import { useKinds, useUnits } from './registers.ts'
import { ClearFilters, Select } from './select.tsx'
import { type Column, Table } from './table.tsx'
import { More, ViewTabs } from './view-tabs.tsx'
import { whereOf } from './visit.tsx'
import { kindName, LATE, monthsBack, monthText, NATURES, resultName, shortTime } from './words.ts'
import type { VisitLine } from './wire.ts'

const FILTERS = ['kind', 'unit', 'period', 'nature', 'result', 'enterprise', 'doubtful'] as const
const EXPORTED = { kind: ['kind'], unit: ['unit'], enterprise: ['enterprise'], period: ['from', 'to'], result: ['state'] }

function pathOf(query: Query): string {
  const given = FILTERS.filter((name) => query[name]).map((name) => [name, query[name]!])
  return `/visits?${new URLSearchParams([...given, ['limit', '100']]).toString()}`
}

export function VisitsScreen() {
  const { query } = useValue(address)
  const answer = usePages<VisitLine>(pathOf(query))
  const onMap = query.view === 'map'
  return (
    <>
      <Head title="巡察检查">
        <ViewTabs onMap={onMap} />
        <Export dataset="visits" query={query} names={EXPORTED} unknown={['nature', 'doubtful']} />
      </Head>
      <Filters query={query} />
      <Answered answer={answer}>{(visits) => <Found visits={visits} answer={answer} onMap={onMap} />}</Answered>
    </>
  )
}

function Filters({ query }: { query: Query }) {
  const kinds = useKinds()
  const units = useUnits()
  const now = shanghaiMonth(new Date())
  const kind = kinds?.find((one) => one.kind === query.kind)
  const results = kind?.questions.find((one) => one.key === kind.result_question)?.choices ?? []
  const options = (names: Record<string, string>) => Object.entries(names).map(([value, text]) => ({ value, text }))
  const choose = (name: string) => (value: string) => narrow({ [name]: value })
  return (
    <div class="tools filters" role="group" aria-label="筛选">
      <Select
        label="检查类别"
        all="全部类别"
        value={query.kind ?? ''}
        choose={(value) => narrow({ kind: value, result: undefined })}
        options={(kinds ?? []).map((one) => ({ value: one.kind, text: one.name }))}
      />
      <Select
        label="单位"
        all="全部单位"
        value={query.unit ?? ''}
        choose={choose('unit')}
        options={(units ?? []).filter((one) => one.supervised).map((one) => ({ value: one.unit, text: one.name }))}
      />
      <Select
        label="月份"
        all="全部月份"
        value={query.period ?? ''}
        choose={choose('period')}
        options={monthsBack(now, 36).map((one) => ({ value: one, text: monthText(one) }))}
      />
      <Select
        label="性质"
        all="全部性质"
        value={query.nature ?? ''}
        choose={choose('nature')}
        options={options(NATURES)}
      />
      {results.length > 0 && (
        <Select label="结果" all="全部结果" value={query.result ?? ''} choose={choose('result')} options={results} />
      )}
      <Select
        label="月份定否"
        all="月份定否不限"
        value={query.doubtful ?? ''}
        choose={choose('doubtful')}
        options={options({ true: '月份待定', false: '月份已定' })}
      />
      <ClearFilters filters={FILTERS} query={query} />
    </div>
  )
}

interface FoundProps {
  visits: VisitLine[]
  answer: Pages<VisitLine>
  onMap: boolean
}

function Found({ visits, answer, onMap }: FoundProps) {
  if (visits.length === 0) {
    return (
      <section class="card">
        <Empty title="没有符合的巡察">换一个条件，或者清除筛选。</Empty>
      </section>
    )
  }
  return (
    <>
      {onMap ? (
        <VisitsMap visits={visits} />
      ) : (
        <section class="card">
          <VisitTable visits={visits} />
        </section>
      )}
      <More count={visits.length} more={answer.more} />
    </>
  )
}

export function VisitTable({ visits }: { visits: VisitLine[] }) {
  return <Table caption="巡察检查" columns={columns(useKinds())} rows={visits} keyOf={(visit) => visit.id} />
}

function columns(kinds: Kind[] | undefined): Column<VisitLine>[] {
  return [
    {
      key: 'started',
      name: '时间',
      by: (visit) => visit.started_at,
      cell: (visit) => <a href={at(`visit/${visit.id}`)}>{shortTime(visit.started_at)}</a>,
    },
    {
      key: 'unit',
      name: '单位',
      by: (visit) => visit.unit_name,
      cell: (visit) => visit.unit_name,
    },
    { key: 'place', name: '地点', by: whereOf, cell: whereOf },
    {
      key: 'kind',
      name: '类别',
      by: (visit) => visit.kind,
      cell: (visit) => (
        <>
          {kindName(kinds, visit.kind)}
          <br />
          <span class="quiet">{NATURES[visit.nature]}</span>
        </>
      ),
    },
    { key: 'period', name: '算在', by: (visit) => visit.period, cell: (visit) => <Month visit={visit} /> },
    {
      key: 'result',
      name: '结果',
      by: (visit) => resultName(kinds, visit.kind, visit.result),
      cell: (visit) => <Result visit={visit} kinds={kinds} />,
    },
    { key: 'photos', name: '照片', by: (visit) => visit.photos, number: true, cell: (visit) => visit.photos },
    {
      key: 'notices',
      name: '还缺',
      by: (visit) => visit.notices,
      number: true,
      cell: (visit) => (visit.notices ? `${visit.notices} 项` : '—'),
    },
  ]
}

export function Month({ visit }: { visit: VisitLine }) {
  if (visit.doubtful) return <Tag tone="warn">{Number(visit.period.slice(5))} 月？待定</Tag>
  return (
    <>
      {visit.period}
      {visit.late && <span class="warn"> {LATE[visit.late]}</span>}
    </>
  )
}

export function Result({ visit, kinds }: { visit: VisitLine; kinds: Kind[] | undefined }) {
  const text = resultName(kinds, visit.kind, visit.result)
  if (visit.failed.length) return <Tag tone="bad">{text}</Tag>
  if (!visit.inspected) return <Tag tone="warn">{text}</Tag>
  return <>{text}</>
}

function VisitsMap({ visits }: { visits: VisitLine[] }) {
  const kinds = useKinds()
  const placed = visits.filter((visit) => visit.lat !== null)
  const points = placed.map((visit) => ({
    lat: visit.lat!,
    lon: visit.lon!,
    tone: visit.failed.length ? 'bad' : visit.inspected ? 'plain' : 'warn',
    text: `${shortTime(visit.started_at)} ${visit.unit_name} ${whereOf(visit)}：${resultName(kinds, visit.kind, visit.result)}`,
    to: at(`visit/${visit.id}`),
  }))
  return (
    <section class="card">
      <LazyMap points={points} />
      <ul class="pad key">
        <li>
          <span class="mark joint">看了，没有问题</span>
        </li>
        <li>
          <span class="mark missing">发现问题</span>
        </li>
        <li>
          <span class="mark excused">没能进入</span>
        </li>
        {placed.length < visits.length && <li class="quiet">{visits.length - placed.length} 条没有位置，只在列表里</li>}
      </ul>
    </section>
  )
}
