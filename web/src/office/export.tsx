/** 导出 of what the table shows, as a workbook. Where a filter has no counterpart in the export there is no button. */
import { Icon } from '../parts.tsx'
import type { Query } from './address.ts'

interface ExportProps {
  dataset: 'visits' | 'findings' | 'coverage'
  query: Query
  /** Filter in the address → the export's own name for it. */
  names: Record<string, string[]>
  /** Filters of the screen that an export does not know. */
  unknown: readonly string[]
}

export function Export({ dataset, query, names, unknown }: ExportProps) {
  if (unknown.some((name) => query[name])) return null
  const given = Object.entries(names).flatMap(([name, own]) => (query[name] ? own.map((one) => [one, query[name]!]) : []))
  const search = new URLSearchParams(given).toString()
  return (
    <a class="btn" href={`/api/v1/exports/${dataset}.xlsx${search && `?${search}`}`} download>
      <Icon name="download" />
      导出
    </a>
  )
}
