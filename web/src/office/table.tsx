/**
 * A table that sorts by its heads and is walked by ↑ ↓; its order stands in the address.
 *
 * Only what has been read is sorted, which the foot of a list says; the server's own order is the newest first.
 */
import type { ComponentChildren } from 'preact'
import { useValue } from '../observable.ts'
import { address, narrow } from './address.ts'

export interface Column<T> {
  key: string
  name: string
  cell: (row: T) => ComponentChildren
  /** What the column is ordered by; without it the column is not ordered. */
  by?: (row: T) => string | number
  number?: boolean
}

interface TableProps<T> {
  caption: string
  columns: Column<T>[]
  rows: T[]
  keyOf: (row: T) => string
}

export function Table<T>({ caption, columns, rows, keyOf }: TableProps<T>) {
  const sort = useValue(address).query.sort ?? ''
  return (
    <div class="scroll" role="region" aria-label={`${caption}，可左右滑动`} tabIndex={0}>
      <table class="data fold" onKeyDown={walk}>
        <caption class="vh">{caption}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <Head key={column.key} column={column} sort={sort} />
            ))}
          </tr>
        </thead>
        <tbody>
          {sorted(rows, columns, sort).map((row) => (
            <tr key={keyOf(row)}>
              {columns.map((column) => (
                <td key={column.key} class={column.number ? 'n' : ''} data-of={column.name}>
                  {column.cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Head<T>({ column, sort }: { column: Column<T>; sort: string }) {
  const up = sort === column.key
  const down = sort === `-${column.key}`
  if (!column.by) return <th scope="col">{column.name}</th>
  return (
    <th scope="col" aria-sort={up ? 'ascending' : down ? 'descending' : 'none'} class={column.number ? 'n' : ''}>
      <button class="order" type="button" onClick={() => narrow({ sort: up ? `-${column.key}` : column.key })}>
        {column.name}
        <span aria-hidden="true">{up ? ' ↑' : down ? ' ↓' : ''}</span>
      </button>
    </th>
  )
}

function sorted<T>(rows: T[], columns: Column<T>[], sort: string): T[] {
  const by = columns.find((column) => column.key === sort.replace('-', ''))?.by
  if (!by) return rows
  const sign = sort.startsWith('-') ? -1 : 1
  return [...rows].sort((a, b) => sign * compare(by(a), by(b)))
}

const compare = (a: string | number, b: string | number) =>
  typeof a === 'number' && typeof b === 'number' ? a - b : String(a).localeCompare(String(b), 'zh-CN')

/** ↑ and ↓ go from the link of one row to that of the next. */
function walk(event: KeyboardEvent): void {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
  const table = event.currentTarget as HTMLTableElement
  const links = [...table.tBodies[0]!.rows].map((row) => row.querySelector('a')).filter((link) => link !== null)
  const here = links.findIndex((link) => link.closest('tr') === (event.target as Element).closest('tr'))
  const next = step && links[here + step]
  if (!next) return
  event.preventDefault()
  next.focus()
}
