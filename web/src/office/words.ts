/**
 * Plain words for what the API says in short: states of a month, natures, roles of people, reasons, dates.
 *
 * Does not own: what a checklist asks and answers (`GET /kinds`).
 */
import type { Kind, Side } from '../wire.ts'
import type { CellState, InboxLine } from './wire.ts'

export const STEEL = 'steel_patrol'

/** The mark of a cell (kit.css, office.css) and the words behind it. */
export const CELLS: Record<CellState, { mark: string; text: string }> = {
  joint: { mark: 'joint', text: '联合巡察' },
  visit: { mark: 'single', text: '不算联合' },
  zero: { mark: 'zero', text: '零报告' },
  zero_only: { mark: 'zero', text: '仅零报告' },
  excused: { mark: 'excused', text: '免巡' },
  missing: { mark: 'missing', text: '缺报' },
  pending: { mark: 'half', text: '进行中' },
  not_in_force: { mark: 'none', text: '当时未设' },
}

export const NATURES: Record<string, string> = { outside: '属地巡查', enter: '入企检查' }
export const SIDES: Record<Side, string> = { bureau: '县局', township: '乡镇', firm: '企业', other: '其他' }
export const LATE: Record<string, string> = { late: '迟报', delayed: '补传' }

export const RECEIVED: Record<InboxLine['reason'], { text: string; why: string }> = {
  parent_missing: { text: '等前一条', why: '它所依据的那条记录还没传到，传到后会自己入账。' },
  refused: { text: '被退回', why: '内容不符合规则，服务器没有入账，原样留着。' },
  conflict: { text: '编号重复', why: '这个编号已经有另一份内容，两份都留着，要由人看一看。' },
  account_changed: { text: '账号变了', why: '发出以后账号换了单位或停用了，要由县局决定收不收。' },
}

export const TYPES: Record<string, string> = {
  visit: '巡察',
  zero_report: '零报告',
  excuse: '免巡',
  plan: '计划',
  task: '交接',
  site: '点位',
  enterprise: '企业',
  correction: '更正',
  void: '作废',
  report: '月报定稿',
  finding: '问题',
  listing: '名单',
  unit: '单位',
}

/** Names of the counted figures, for what changed after freezing. */
export const FIGURES: Record<string, string> = {
  in_force: '在册单位',
  reported: '已报送',
  joint: '联合巡察',
  zero_only: '仅零报告',
  excused: '免巡',
  missing: '缺报',
  late: '迟报',
  sites: '关注点位',
  sites_seen: '看过的点位',
}

export function kindName(kinds: Kind[] | undefined, kind: string): string {
  return kinds?.find((one) => one.kind === kind)?.name ?? kind
}

/** What a result is called in its checklist. */
export function resultName(kinds: Kind[] | undefined, kind: string, result: string | null): string {
  if (!result) return '没写结果'
  const checklist = kinds?.find((one) => one.kind === kind)
  const question = checklist?.questions.find((one) => one.key === checklist.result_question)
  return question?.choices.find((one) => one.value === result)?.text ?? result
}

/** `2026-11-20 09:10` in Asia/Shanghai, which keeps UTC+8: the county's clock, wherever the reader sits. */
export const longTime = (at: string) => new Date(Date.parse(at) + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ')
export const shortTime = (at: string) => longTime(at).slice(5)
export const monthText = (period: string) => `${period.slice(0, 4)} 年 ${Number(period.slice(5))} 月`

/** The months of a drop-down: from this one back. */
export function monthsBack(from: string, count: number): string[] {
  const [year, month] = from.split('-').map(Number) as [number, number]
  return Array.from({ length: count }, (_, back) => new Date(Date.UTC(year, month - 1 - back, 1)).toISOString().slice(0, 7))
}

/** A hash in groups of four, as people compare them. */
export const hashText = (hash: string) => hash.slice(0, 12).replace(/(.{4})(?=.)/g, '$1 ')
