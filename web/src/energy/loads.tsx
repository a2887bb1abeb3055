/** A balance: what was put in and got out by equipment, and how each loss was summed. */
import { Vouchers } from './energies.tsx'
import { Sums } from './sums.tsx'
import type { Quantity, RecordFull, Results } from './wire.ts'
import { grouped } from './words.ts'

interface Load {
  name: string
  input_kwh: Quantity
  efficiency: Quantity
}

const counted = (quantity: Quantity) => quantity.verified ?? quantity.reported

export function Loads({ record, results }: { record: RecordFull; results: Results }) {
  const loads = (record.body.loads ?? []) as Load[]
  const supplied = record.body.supplied_kwh as Quantity
  return (
    <>
      <section class="card" aria-labelledby="loads">
        <header class="split">
          <h2 id="loads">用电设备</h2>
          <span class="quiet">供给电量 {grouped(counted(supplied))} kWh</span>
        </header>
        <ul class="cells">
          {loads.map((one) => (
            <li key={one.name} class="pad">
              <div class="split">
                <b>{one.name}</b>
                <span>
                  输入 {grouped(counted(one.input_kwh))} kWh，效率 {counted(one.efficiency)}
                </span>
              </div>
              <Vouchers quantity={one.input_kwh} />
              <Vouchers quantity={one.efficiency} />
            </li>
          ))}
        </ul>
      </section>
      <Sums sums={results.steps} />
    </>
  )
}
