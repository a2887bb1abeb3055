/**
 * An audit being filled in, with its result computed while one types.
 *
 * Owns: the form of energies, products and what fixes the result. Parts it does not show (equipment, flows, projects) are
 * kept as they were: they come by the XLSX template. What is plausible is the server's word.
 */
import { useEffect, useState } from 'preact/hooks'
import { Field, Pick } from '../inputs.tsx'
import { at } from '../office/address.ts'
import { Answered } from '../office/answered.tsx'
import { useAnswer } from '../office/asking.ts'
import { Head } from '../office/head.tsx'
import type { ScreenProps } from '../office/office.tsx'
import { useFirms } from '../office/registers.ts'
import { Refusal } from '../office/refusal.tsx'
import { useWriting } from '../office/writing.ts'
import { ask } from '../session.ts'
import type { Fault } from '../wire.ts'
import { Figures } from './figures.tsx'
import { Sums } from './sums.tsx'
import type { EnergyUse, RecordFull, Results } from './wire.ts'
import { UseCard } from './use-card.tsx'

type Body = Record<string, unknown> & { energies: EnergyUse[] }

interface Product {
  name: string
  in_unit: string
  output: { reported?: string; verified?: string }
}

const EMPTY: Body = { energies: [{ energy: '', in_unit: '', consumed: {} }], products: [] }

export function AuditForm({ id }: ScreenProps) {
  const answer = useAnswer<RecordFull>(id ? `/audits/${id}` : null)
  if (!id) return <Form body={EMPTY} record={null} />
  return (
    <Answered answer={answer} page="改数">
      {(found) => <Form body={found.body as Body} record={found} />}
    </Answered>
  )
}

function Form({ body: first, record }: { body: Body; record: RecordFull | null }) {
  const [body, setBody] = useState(first)
  const firms = useFirms() ?? []
  const writing = useWriting()
  const rows = useEnergies()
  const checked = useChecked(body)
  const text = (name: string) => String(body[name] ?? '')
  const edit = (part: Partial<Body>) => setBody({ ...body, ...part } as Body)
  const products = (body.products as Product[] | undefined) ?? []
  const write = async () => {
    const { made_at: _, record: __, replaces: ___, ...rest } = body
    const version = record ? { record: record.id, replaces: record.version } : {}
    const receipt = await writing.write({ type: 'audit', ...rest, ...version })
    if (receipt) location.hash = at(`record/audit:${record?.id ?? receipt.id}`)
  }
  const firm = (chosen: string) => {
    const found = firms.find((one) => one.enterprise === chosen)
    if (found) edit({ enterprise: found.enterprise, unit: found.unit })
  }
  return (
    <>
      <Head title={record ? `改数：${record.enterprise_name ?? ''}` : '新的节能审计'} above="节能审计" />
      {checked.results && <Figures results={checked.results} />}
      <div class="two">
        <div class="stack">
          <section class="card pad stack" aria-label="基本情况">
            {!record && (
              <Pick
                id="a-firm"
                label="企业"
                options={firms.map((one) => ({ value: one.enterprise, text: one.name }))}
                chosen={text('enterprise')}
                choose={firm}
              />
            )}
            <div class="cols">
              <Field id="a-year" label="审计年度" value={text('year')} change={(year) => edit({ year })} hint="四位数字" />
              <Field id="a-organ" label="出具单位" value={text('organ')} change={(organ) => edit({ organ })} />
            </div>
            {SCOPES.map(([name, label]) => (
              <Field key={name} id={`a-${name}`} label={label} value={text(name)} change={(value) => edit({ [name]: value })} />
            ))}
          </section>
          {body.energies.map((use, place) => (
            <UseCard
              key={place}
              place={place}
              use={use}
              rows={rows}
              change={(part) =>
                edit({ energies: body.energies.map((one, i) => (i === place ? { ...one, ...part } : one)) })
              }
              remove={() => edit({ energies: body.energies.filter((_, i) => i !== place) })}
            />
          ))}
          <button
            class="btn wide"
            type="button"
            onClick={() => edit({ energies: [...body.energies, { energy: '', in_unit: '', consumed: {} }] })}
          >
            再加一种能源
          </button>
          <Products products={products} change={(found) => edit({ products: found })} />
        </div>
        <div class="stack">
          <section class="card pad stack" aria-label="提交前">
            <Checked faults={checked.errors} title="要改的" tone="bad" />
            <Checked faults={checked.notices} title="还缺的，不拦保存" tone="warn" />
            <Refusal writing={writing} />
            <button class="btn main wide" type="button" disabled={writing.busy} onClick={() => void write()}>
              {record ? '存成新的一版' : '存下'}
              {checked.errors.length > 0 && <small>有 {checked.errors.length} 处要改</small>}
            </button>
          </section>
          {checked.results && <Sums sums={checked.results.steps} />}
        </div>
      </div>
    </>
  )
}

const SCOPES: [string, string][] = [
  ['authority', '审计依据'],
  ['scope', '审计范围'],
  ['boundary', '能源边界'],
]

function Products({ products, change }: { products: Product[]; change: (products: Product[]) => void }) {
  const set = (place: number, part: Partial<Product>) => change(products.map((one, i) => (i === place ? { ...one, ...part } : one)))
  return (
    <section class="card pad stack" aria-label="产品">
      {products.map((one, place) => (
        <div class="cols" key={place}>
          <Field id={`p-name-${place}`} label="产品" value={one.name} change={(name) => set(place, { name })} />
          <Field
            id={`p-out-${place}`}
            label="产量"
            inputMode="decimal"
            value={one.output.verified ?? one.output.reported ?? ''}
            change={(reported) => set(place, { output: { ...one.output, reported } })}
          />
          <Field id={`p-unit-${place}`} label="单位" value={one.in_unit} change={(in_unit) => set(place, { in_unit })} />
        </div>
      ))}
      <button class="btn" type="button" onClick={() => change([...products, { name: '', in_unit: 't', output: {} }])}>
        加一种产品
      </button>
    </section>
  )
}

function Checked({ faults, title, tone }: { faults: Fault[]; title: string; tone: string }) {
  if (faults.length === 0) return null
  return (
    <div>
      <b class={tone}>
        {title}：{faults.length} 处
      </b>
      <ul>
        {faults.map((one) => (
          <li key={`${one.path} ${one.code}`}>
            {called(one)}
            {one.message}
          </li>
        ))}
      </ul>
    </div>
  )
}

/** Fields as the form calls them, for faults that only say what is wrong with one. */
const LABELS: Record<string, string> = {
  enterprise: '企业',
  unit: '企业',
  year: '审计年度',
  organ: '出具单位',
  energy: '能源',
  in_unit: '单位',
  name: '产品',
  output: '产量',
}

function called({ path, message }: Fault): string {
  const [list, place, ...rest] = path.split('.')
  const label = LABELS[rest[0] ?? list ?? '']
  if (!label || message.includes(label)) return ''
  return rest.length ? `第 ${Number(place) + 1} ${list === 'products' ? '种产品' : '种能源'}，${label}：` : `${label}：`
}

export interface EnergyRow {
  key: string
  name: string
  unit: string
}

/** The energies of the tables with the unit a form asks for. */
function useEnergies(): EnergyRow[] {
  const answer = useAnswer<{ items: { values: Record<string, string> }[] }>('/reference/energy_coefficients')
  const seen = new Map<string, EnergyRow>()
  for (const { values: row } of answer.value?.items ?? [])
    if (row.key && !seen.has(row.key)) seen.set(row.key, { key: row.key, name: row.name_zh ?? row.key, unit: row.report_unit ?? '' })
  return [...seen.values()]
}

interface Checking {
  errors: Fault[]
  notices: Fault[]
  results: Results | null
}

const SETTLED_MS = 500

/** What the ledger would say, and the result, asked whenever typing pauses; nothing is written. */
function useChecked(body: Body): Checking {
  const [checked, setChecked] = useState<Checking>({ errors: [], notices: [], results: null })
  const text = JSON.stringify(body)
  useEffect(() => {
    let shown = true
    const timer = setTimeout(async () => {
      const { record: _, replaces: __, ...rest } = body
      const entry = { type: 'audit', ...rest, made_at: new Date().toISOString() }
      const told = await ask<Omit<Checking, 'results'>>('POST', '/entries/rehearsal', entry)
      const question = questionOf(body)
      const summed = asked(question) ? (await ask<Results>('POST', '/calc/energy', question)).body : null
      if (shown) setChecked({ errors: told.body?.errors ?? [], notices: told.body?.notices ?? [], results: summed })
    }, SETTLED_MS)
    return () => {
      shown = false
      clearTimeout(timer)
    }
  }, [text])
  return checked
}

/** There is something to sum, in a year. */
const asked = ({ items, period }: Record<string, unknown>) => (items as unknown[]).length > 0 && /^20\d\d$/.test(String(period))

const counted = (quantity: { reported?: string; verified?: string }) => quantity.verified || quantity.reported || ''

/** The audit as the calculator is asked; only what has a number. */
function questionOf(body: Body): Record<string, unknown> {
  const products = ((body.products as Product[] | undefined) ?? []).filter((one) => one.name && counted(one.output))
  const equivalent = body.electricity_equivalent as { value: string } | undefined
  return {
    period: body.year,
    items: body.energies
      .filter((use) => use.energy && counted(use.consumed))
      .map(({ energy, in_unit, consumed, coefficient, bought_in, feedstock, nonfossil, own_medium }) => ({
        energy,
        unit: in_unit,
        quantity: counted(consumed),
        ...(coefficient && { coefficient: { value: coefficient.value, unit: coefficient.in_unit, source: coefficient.source } }),
        ...(bought_in === false && { bought_in }),
        ...(feedstock && { feedstock }),
        ...(nonfossil && { nonfossil }),
        ...(own_medium && { own_medium }),
      })),
    ...(products.length > 0 && {
      products: products.map((one) => ({ name: one.name, quantity: counted(one.output), unit: one.in_unit })),
    }),
    ...(equivalent && { electricity_equivalent_kgce_per_kwh: equivalent.value }),
    ...(body.grid ? { grid: body.grid } : {}),
    ...(body.factor_year ? { factor_year: body.factor_year } : {}),
  }
}
