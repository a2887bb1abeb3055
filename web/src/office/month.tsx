/** 月度巡察: the year's matrix, the chosen month's figures, who is to be followed up, and the freeze. */
import { monthBefore, shanghaiMonth } from '../clock.ts'
import { useValue } from '../observable.ts'
import { address, at, narrow } from './address.ts'
import { Answered } from './answered.tsx'
import { useAnswer } from './asking.ts'
import { Export } from './export.tsx'
import { FigureCard } from './figures.tsx'
import { Freeze, isCounty } from './freeze.tsx'
import { Head } from './head.tsx'
import { cellMore, Legend, Matrix } from './matrix.tsx'
import type { ScreenProps } from './office.tsx'
import { Papers } from './papers.tsx'
import { useKinds } from './registers.ts'
import { Select } from './select.tsx'
import { CELLS, kindName, monthText, STEEL } from './words.ts'
import type { Cell, CellState, Coverage } from './wire.ts'

export function MonthScreen({ who }: ScreenProps) {
  const { query } = useValue(address)
  const now = shanghaiMonth(new Date())
  const kind = query.kind ?? STEEL
  const year = query.year ?? now.slice(0, 4)
  const answer = useAnswer<Coverage>(`/coverage?kind=${kind}&year=${year}`)
  const kinds = useKinds()
  return (
    <>
      <Head title={`${year} 年${kindName(kinds, kind)}`}>
        <Select
          label="检查类别"
          value={kind}
          choose={(value) => narrow({ kind: value })}
          options={(kinds ?? []).map((one) => ({ value: one.kind, text: one.name }))}
        />
        <Select
          label="年份"
          value={year}
          choose={(value) => narrow({ year: value, period: undefined })}
          options={yearsBack(now).map((one) => ({ value: one, text: `${one} 年` }))}
        />
        <Export
          dataset="coverage"
          query={{ kind, from: `${year}-01`, to: `${year}-12` }}
          names={{ kind: ['kind'], from: ['from'], to: ['to'] }}
          unknown={[]}
        />
        <button class="btn" type="button" onClick={() => print()}>
          打印
        </button>
      </Head>
      <Answered answer={answer}>
        {(coverage) => (
          <Year who={who} coverage={coverage} chosen={query.period ?? lastOver(coverage, now)} again={answer.again} />
        )}
      </Answered>
    </>
  )
}

const yearsBack = (now: string) => Array.from({ length: 5 }, (_, back) => String(Number(now.slice(0, 4)) - back))

/** What one comes for is the month that ended last: it is to be chased and frozen. */
function lastOver(coverage: Coverage, now: string): string {
  const before = monthBefore(now)
  const known = coverage.months.map((month) => month.period)
  return known.includes(before) ? before : (known[known.length - 1] ?? now)
}

interface YearProps extends Pick<ScreenProps, 'who'> {
  coverage: Coverage
  chosen: string
  again: () => void
}

function Year({ who, coverage, chosen, again }: YearProps) {
  const month = coverage.months.find((one) => one.period === chosen)
  return (
    <div class="two">
      <section class="card" aria-label="按单位和月份">
        <header class="split">
          <Legend />
        </header>
        <Matrix coverage={coverage} chosen={chosen} />
      </section>
      <div class="stack">
        {month ? (
          <>
            <FigureCard title={`${monthText(chosen)}结果`} sums={month} />
            <Freeze who={who} kind={coverage.kind} sums={month} again={again} />
            <Follow coverage={coverage} period={chosen} />
            {isCounty(who) && <Papers papers={papersOf(`${chosen}.${coverage.kind}`)} />}
          </>
        ) : (
          <p class="card pad quiet">{monthText(chosen)}还没有记录。</p>
        )}
        <FigureCard title={`${coverage.year} 年，到期的月份合计`} sums={coverage.year_total} year />
      </div>
    </div>
  )
}

const papersOf = (id: string) => [
  { name: '巡察月报表', path: `month-report/${id}.docx` },
  { name: '巡察月报表', path: `month-report/${id}.xlsx` },
]

const FOLLOWED: CellState[] = ['missing', 'pending', 'zero_only', 'visit', 'excused']
const TONES: Partial<Record<CellState, string>> = { missing: 'bad', zero_only: 'warn', visit: 'warn' }

/** Units of one month with something to chase, the gravest first. */
function followed(coverage: Coverage, period: string): { unit: string; name: string; cell: Cell }[] {
  return coverage.units
    .flatMap(({ unit, name, cells }) => cells.map((cell) => ({ unit, name, cell })))
    .filter(({ cell }) => cell.period === period)
    .filter(({ cell }) => FOLLOWED.includes(cell.state) || cell.late || cell.no_entry > 0)
    .sort((a, b) => rank(a.cell) - rank(b.cell))
}

function rank(cell: Cell): number {
  const place = FOLLOWED.indexOf(cell.state)
  return place < 0 ? FOLLOWED.length : place
}

function Follow({ coverage, period }: { coverage: Coverage; period: string }) {
  const found = followed(coverage, period)
  return (
    <section class="card" aria-labelledby="follow">
      <header class="split">
        <h2 id="follow">要跟进</h2>
        <span class="quiet">{found.length} 个单位</span>
      </header>
      {found.length === 0 && <p class="pad quiet">这个月都齐了。</p>}
      <ul class="cells">
        {found.map(({ unit, name, cell }) => (
          <li key={unit}>
            <a class="cell" href={at('cell', { kind: coverage.kind, unit, period })}>
              <span class="grow">
                <b>{name}</b>
                <span class="quiet">{cellMore(cell).join('，')}</span>
              </span>
              <span class={`tag ${TONES[cell.state] ?? ''}`}>{CELLS[cell.state].text}</span>
            </a>
          </li>
        ))}
      </ul>
    </section>
  )
}
