/** The result in large numbers: the two bases of an audit side by side and never mixed, or the figures of a balance. */
import { Icon } from '../parts.tsx'
import type { Results } from './wire.ts'
import { FIGURES, grouped } from './words.ts'

export function Figures({ results }: { results: Results }) {
  const audit = 'tce_calorific' in results
  return (
    <section class="card" aria-label="结果">
      <div class="figures">{audit ? <Bases results={results} /> : <Balance results={results} />}</div>
      {audit && (
        <p class="pad quiet">
          <Icon name="warn" /> 当量值和等价值是两个口径，不能相加，也不能互相比较。
        </p>
      )}
    </section>
  )
}

function Bases({ results }: { results: Results }) {
  return (
    <>
      <Figure name="综合能耗，当量值" value={results.tce_calorific} unit="tce" note="算企业能耗、单位产品能耗用" />
      <Figure
        name="综合能耗，等价值"
        value={results.tce_equivalent}
        unit="tce"
        note={results.tce_equivalent ? '算地区总量、能耗强度用' : '没有本年的等价系数，不出'}
      />
      {(results.per_product ?? []).map((one) => (
        <Figure
          key={one.name}
          name={`${one.name}，单位产品能耗，当量`}
          value={one.calorific}
          unit={one.unit}
          note={`产量 ${grouped(one.quantity)}`}
        />
      ))}
    </>
  )
}

function Balance({ results }: { results: Results }) {
  return (
    <>
      {Object.entries(FIGURES)
        .filter(([key]) => results[key])
        .map(([key, [name, unit]]) => (
          <Figure key={key} name={name} value={results[key] as string} unit={unit} note="" />
        ))}
    </>
  )
}

interface FigureProps {
  name: string
  value: string | null | undefined
  unit: string
  note: string
}

function Figure({ name, value, unit, note }: FigureProps) {
  return (
    <div>
      <p>{name}</p>
      <p class="big">
        {grouped(value)}
        {value && <span class="unit">{unit}</span>}
      </p>
      <p class="quiet">{note}</p>
    </div>
  )
}
