/** What the API names in English, in the words of the energy centre. */
import type { RecordKind } from './wire.ts'

export const KINDS: Record<RecordKind, { name: string; path: string; noun: string }> = {
  audit: { name: '节能审计', path: '/audits', noun: 'audits' },
  balance: { name: '电平衡', path: '/balances', noun: 'balances' },
  supervision: { name: '节能监察', path: '/supervisions', noun: 'supervisions' },
}

export const STATES: Record<string, string> = {
  draft: '草稿',
  submitted: '已提交',
  returned: '退回',
  reviewed: '已审核',
  filed: '已归档',
  cancelled: '已撤销',
}

export const FORMS: Record<string, string> = { written: '书面', on_site: '现场' }

export const VOUCHERS: Record<string, string> = {
  bill: '票据',
  test_report: '检测报告',
  form_205_1: '205-1 表',
  meter_reading: '抄表记录',
  contract: '合同',
  other: '其他',
}

export const QUANTITIES: Record<string, string> = {
  opening: '期初库存',
  purchased: '购入量',
  sold: '外供量',
  closing: '期末库存',
  consumed: '消费量',
  cost: '费用（万元）',
}

/** Figures of a balance, with their units. */
export const FIGURES: Record<string, [string, string]> = {
  utilisation_percent: ['电能利用率', '%'],
  effective_kwh: ['有效电量', 'kWh'],
  network_loss_percent: ['网损率', '%'],
  unaccounted_percent: ['不明电量占', '%'],
  transformer_loss_kwh: ['变压器损耗', 'kWh'],
  line_loss_kwh: ['线路损耗', 'kWh'],
}

/** 3670.45 → 3,670.45 */
export function grouped(number: string | null | undefined): string {
  if (!number) return '—'
  const [whole, rest] = number.split('.')
  return whole!.replace(/\B(?=(\d{3})+(?!\d))/g, ',') + (rest ? `.${rest}` : '')
}

/** The numbers of a calculation, by what the steps call them. */
export const NUMBERS: Record<string, string> = {
  quantity: '数量',
  unit: '单位',
  per: '每',
  source: '系数来自',
  terms: '各项',
  tce: '综合能耗 tce',
  class: '档次',
  kgce_per_unit: '系数',
  hours: '小时',
  count: '条数',
  current_a: '电流 A',
  form_factor: '形状系数',
  resistance_ohm: '每相电阻 Ω',
  cos_phi: '功率因数',
  s_n_kva: '额定容量 kVA',
  p0_kw: '空载损耗 kW',
  pk_kw: '负载损耗 kW',
  average_kw: '平均负荷 kW',
  load_rate: '负载率',
  economic_load_rate: '经济负载率',
  supplied_kwh: '供给电量 kWh',
  effective_kwh: '有效电量 kWh',
  transformer_loss_kwh: '变压器损耗 kWh',
  line_loss_kwh: '线路损耗 kWh',
  factor: '因子',
  year: '年份',
}
