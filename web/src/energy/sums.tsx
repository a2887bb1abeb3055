/** 怎么算的: each step with its formula, its numbers and the rows of the tables it used, to be checked with a pencil. */
import type { Sum } from './wire.ts'

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
            <p class="quiet">
              {Object.entries(one.numbers)
                .map(([name, value]) => `${name} = ${value}`)
                .join('；')}
            </p>
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
