/** Units × months of one year. Every mark is a link to what stands behind it; only exceptions take colour. */
import { useEffect, useRef } from 'preact/hooks'
import { at } from './address.ts'
import { CELLS } from './words.ts'
import type { Cell, Coverage, UnitYear } from './wire.ts'

const MONTHS = Array.from({ length: 12 }, (_, index) => String(index + 1).padStart(2, '0'))

interface MatrixProps {
  coverage: Coverage
  /** The month that is looked at: its column is tinted. */
  chosen: string
}

export function Matrix({ coverage, chosen }: MatrixProps) {
  const periods = MONTHS.map((month) => `${coverage.year}-${month}`)
  const box = useRef<HTMLDivElement>(null)
  // On a phone the year is wider than the screen: begin at the month that is looked at.
  useEffect(() => {
    const column = box.current!.querySelector<HTMLElement>('th.now')
    if (column) box.current!.scrollLeft = column.offsetLeft + column.offsetWidth - box.current!.clientWidth
  }, [chosen])
  return (
    <div class="scroll" ref={box} role="region" aria-label="巡察覆盖表，可左右滑动" tabIndex={0}>
      <table class="matrix">
        <caption class="vh">{coverage.year} 年，按单位和月份</caption>
        <thead>
          <tr>
            <th scope="col">单位</th>
            {periods.map((period) => (
              <th key={period} scope="col" class={period === chosen ? 'now' : ''}>
                <a class="month" href={at('month', { kind: coverage.kind, year: String(coverage.year), period })}>
                  {Number(period.slice(5))}
                  <span class="vh"> 月</span>
                </a>
              </th>
            ))}
            <th scope="col">联合巡察</th>
          </tr>
        </thead>
        <tbody>
          {coverage.units.map((row) => (
            <Line key={row.unit} row={row} kind={coverage.kind} periods={periods} chosen={chosen} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Line({ row, kind, periods, chosen }: { row: UnitYear; kind: string; periods: string[]; chosen: string }) {
  const over = row.cells.filter((cell) => !['pending', 'not_in_force'].includes(cell.state))
  const joint = over.filter((cell) => cell.state === 'joint').length
  return (
    <tr>
      <th scope="row">{row.name}</th>
      {periods.map((period) => {
        const cell = row.cells.find((one) => one.period === period)
        return (
          <td key={period} class={period === chosen ? 'now' : ''}>
            {cell ? <Mark row={row} cell={cell} kind={kind} /> : <NotYet />}
          </td>
        )
      })}
      <td>
        {joint} / {over.length}
      </td>
    </tr>
  )
}

function Mark({ row, cell, kind }: { row: UnitYear; cell: Cell; kind: string }) {
  const { mark } = CELLS[cell.state]
  const text = `${row.name} ${Number(cell.period.slice(5))} 月：${cellText(cell)}`
  if (cell.state === 'not_in_force') return <span class="mark none" role="img" aria-label={text} title={text} />
  const to = at('cell', { kind, unit: row.unit, period: cell.period })
  return (
    <a class={`mark ${mark}`} href={to} aria-label={text} title={text}>
      {(cell.late || cell.no_entry > 0) && <i class="dot" aria-hidden="true" />}
    </a>
  )
}

const NotYet = () => (
  <span class="mark none">
    <span class="vh">没有记录</span>
  </span>
)

/** A cell in words: state, how late, who could not be reached. */
export const cellText = (cell: Cell) => [CELLS[cell.state].text, ...cellMore(cell)].join('，')

/** What is to be said of a cell beside its state. */
export function cellMore(cell: Cell): string[] {
  const parts = []
  if (cell.reason && cell.state === 'excused') parts.push(cell.reason)
  if (cell.late) parts.push('截止日后才报')
  if (cell.no_entry) parts.push(`${cell.no_entry} 次没能进入`)
  return parts
}

/** What the marks mean; the dot beside a mark has its own line. */
export function Legend() {
  const shown = [CELLS.joint, CELLS.visit, CELLS.zero_only, CELLS.missing, CELLS.excused, CELLS.pending]
  return (
    <ul class="key">
      {shown.map(({ mark, text }) => (
        <li key={text}>
          <span class={`mark ${mark}`}>{text}</span>
        </li>
      ))}
      <li>
        <span class="mark joint">
          <i class="dot" aria-hidden="true" />
          迟报或没能进入
        </span>
      </li>
    </ul>
  )
}
