/** One unit in one month: everything that stands behind its mark, and what the county may do about it. */
import { useState } from 'preact/hooks'
import { useValue } from '../observable.ts'
import { Field } from '../inputs.tsx'
import { Sheet, Tag } from '../parts.tsx'
import { address, at } from './address.ts'
import { Answered, Empty } from './answered.tsx'
import { useAnswer, usePages } from './asking.ts'
import { isCounty } from './freeze.tsx'
import { Head } from './head.tsx'
import { cellText } from './matrix.tsx'
import type { ScreenProps } from './office.tsx'
import { Refusal } from './refusal.tsx'
import { nameOfUnit, useKinds, useUnits } from './registers.ts'
import { VisitTable } from './visits.tsx'
import { CELLS, kindName, LATE, monthText, STEEL, TYPES } from './words.ts'
import type { Cell, Coverage, Filing, Page, VisitLine } from './wire.ts'
import { useWriting } from './writing.ts'

export function CellScreen({ who }: ScreenProps) {
  const { kind = STEEL, unit = '', period = '' } = useValue(address).query
  const units = useUnits()
  const kinds = useKinds()
  const coverage = useAnswer<Coverage>(`/coverage?kind=${kind}&year=${period.slice(0, 4)}`)
  const filings = useAnswer<Page<Filing>>(`/filings?kind=${kind}&unit=${unit}&period=${period}`)
  const row = coverage.value?.units.find((one) => one.unit === unit)
  const cell = row?.cells.find((one) => one.period === period)
  const again = () => {
    coverage.again()
    filings.again()
  }
  return (
    <>
      <Head
        title={`${nameOfUnit(units, unit)}，${monthText(period)}`}
        above={<a href={at('month', { kind, year: period.slice(0, 4), period })}>{kindName(kinds, kind)}·按月份看</a>}
      >
        {cell && <State cell={cell} />}
      </Head>
      <div class="two">
        <div class="stack">
          <Visits kind={kind} unit={unit} period={period} />
          <Answered answer={filings}>{(page) => <Filings filings={page.items} />}</Answered>
        </div>
        <div class="stack">
          <Answered answer={coverage}>
            {() => (cell ? <Meaning cell={cell} /> : <p class="card pad quiet">这个月没有这个单位。</p>)}
          </Answered>
          {isCounty(who) && cell && ['missing', 'pending'].includes(cell.state) && (
            <Excuse kind={kind} unit={unit} period={period} name={nameOfUnit(units, unit)} again={again} />
          )}
        </div>
      </div>
    </>
  )
}

const TONES: Record<string, 'bad' | 'warn' | 'info' | ''> = { missing: 'bad', zero_only: 'warn', pending: 'info' }

const State = ({ cell }: { cell: Cell }) => <Tag tone={TONES[cell.state] ?? ''}>{cellText(cell)}</Tag>

const MEANINGS: Record<Cell['state'], string> = {
  joint: '县局和乡镇的人一起到了现场，有位置，有照片，三个数字都算。',
  visit: '有巡察记录，但不算联合巡察：算报送，不算联合。',
  zero: '签字报了“没有发现”，并说明依据哪次联合巡察：算报送。',
  zero_only: '签字报了“没有发现”，但没有说是哪次巡察：算报送，不算联合。',
  excused: '没有去，原因写明了：仍算在分母里，和缺报分开。',
  missing: '截止日过了，没有巡察记录，也没有零报告。',
  pending: '还没到截止日，也还没有记录。',
  not_in_force: '这个月末它还没有设立，或者已经撤并。',
}

function Meaning({ cell }: { cell: Cell }) {
  return (
    <section class="card" aria-labelledby="meaning">
      <header>
        <h2 id="meaning">怎么算的</h2>
      </header>
      <div class="pad stack">
        <p>
          <b>{CELLS[cell.state].text}</b>：{MEANINGS[cell.state]}
        </p>
        {cell.reason && <p>免巡原因：{cell.reason}</p>}
        {cell.late && <p class="warn">全在截止日以后报的：做晚了算迟报，做得及时、到得晚算补传。</p>}
        {cell.no_entry > 0 && <p class="warn">有 {cell.no_entry} 次没能进入，还要再去。</p>}
      </div>
    </section>
  )
}

interface CellKey {
  kind: string
  unit: string
  period: string
}

function Visits({ kind, unit, period }: CellKey) {
  const answer = usePages<VisitLine>(`/visits?kind=${kind}&unit=${unit}&period=${period}&limit=100`)
  return (
    <Answered answer={answer}>
      {(visits) => (
        <section class="card" aria-labelledby="visits">
          <header class="split">
            <h2 id="visits">巡察</h2>
            <span class="quiet">{visits.length} 次</span>
          </header>
          {visits.length ? <VisitTable visits={visits} /> : <Empty title="这个月没有巡察记录" />}
        </section>
      )}
    </Answered>
  )
}

function Filings({ filings }: { filings: Filing[] }) {
  return (
    <section class="card" aria-labelledby="filings">
      <header class="split">
        <h2 id="filings">零报告、免巡</h2>
        <span class="quiet">{filings.length} 条</span>
      </header>
      {filings.length === 0 && <p class="pad quiet">没有。</p>}
      <ul class="cells">
        {filings.map((filing) => (
          <li key={filing.id}>
            <a class="cell" href={at(`entry/${filing.id}`)}>
              <span class="grow">
                <b>{TYPES[filing.type]}</b>
                <span class="quiet">{filingText(filing)}</span>
              </span>
              <span class="quiet">第 {filing.seq} 号</span>
            </a>
          </li>
        ))}
      </ul>
    </section>
  )
}

function filingText(filing: Filing): string {
  if (filing.type === 'excuse') return filing.reason ?? ''
  const rests = filing.rests_on ? '写明了依据的巡察' : '没有写依据哪次巡察'
  return filing.late ? `${rests}，${LATE[filing.late]}` : rests
}

function Excuse({ kind, unit, period, name, again }: CellKey & { name: string; again: () => void }) {
  const [asking, setAsking] = useState(false)
  const [reason, setReason] = useState('')
  const writing = useWriting()
  const write = async () => {
    if (!(await writing.write({ type: 'excuse', unit, kind, period, reason: reason.trim() }))) return
    setAsking(false)
    again()
  }
  return (
    <section class="card pad stack" aria-label="免巡">
      <p>确实去不了的，写明原因，记作免巡。</p>
      <button class="btn wide" type="button" onClick={() => setAsking(true)}>
        记免巡
      </button>
      {asking && (
        <Sheet title={`${name}，${monthText(period)}免巡`} close={() => setAsking(false)}>
          <Field id="reason" label="原因" value={reason} change={setReason} hint="写事情，不写人名，例如：汛期道路中断。" />
          <Refusal writing={writing} />
          <button class="btn main wide" type="button" disabled={writing.busy} onClick={() => void write()}>
            记下
          </button>
        </Sheet>
      )}
    </section>
  )
}
