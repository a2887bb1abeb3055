/** 怎么算的: each step with its formula, its numbers and the rows of the tables it used, to be checked with a pencil. */
import type { Sum } from './wire.ts'
import { NUMBERS } from './words.ts'

/** `quantity_kWh` and `kgce_per_kWh` say the same as the formula above them: they are left to it. */
const told = (numbers: Record<string, string>) =>
  Object.entries(numbers)
    .flatMap(([name, value]) => (NUMBERS[name] ? [`${NUMBERS[name]} ${value}`] : []))
    .join('；')

export function Sums({ sums }: { sums: Sum[] }) {
  return (
    <section class="card" aria-labelledby="sums">
      <header>
        <h2 id="sums">怎么算的</h2>
      </header>
      <ol class="cells">
        {sums.map((one) => (
          <li key={one.what} class="pad">
            <div class="split">
              <span>{one.what}</span>
              <b>{one.result ?? ''}</b>
            </div>
            <p class="quiet">{one.formula}</p>
            <p class="quiet">{told(one.numbers)}</p>
            {one.rows.map((row) => (
              <p class="quiet" key={`${row.table} ${row.key} ${row.source}`}>
                用表：{row.name_zh ?? row.key}，{row.source}
                {row.clause && ` ${row.clause}`}
                {row.confidence === 'U' && <b class="warn">，待核实</b>}
              </p>
            ))}
          </li>
        ))}
      </ol>
    </section>
  )
}
