/** 能源消费: one line an energy; the chosen one shows its numbers, filed and verified, its papers, and how it was summed. */
import { useState } from 'preact/hooks'
import { photoAt } from '../office/photos.tsx'
import { Tag } from '../parts.tsx'
import { Sums } from './sums.tsx'
import type { EnergyUse, Quantity, RecordFull, Results } from './wire.ts'
import { grouped, QUANTITIES, VOUCHERS } from './words.ts'

interface EnergiesProps {
  record: RecordFull
  results: Results
}

export function Energies({ record, results }: EnergiesProps) {
  const [chosen, setChosen] = useState(0)
  const uses = record.body.energies ?? []
  const use = uses[chosen]
  const names = results.items ?? []
  return (
    <>
      <section class="card" aria-labelledby="energies">
        <header class="split">
          <h2 id="energies">能源消费</h2>
          <span class="quiet">点一种，看它的凭证和算法</span>
        </header>
        <div class="scroll" role="region" aria-label="能源消费，可左右滑动" tabIndex={0}>
          <table class="data fold">
            <caption class="vh">能源消费</caption>
            <thead>
              <tr>
                <th scope="col">能源</th>
                <th scope="col" class="n">
                  消费量
                </th>
                <th scope="col" class="n">
                  当量 tce
                </th>
                <th scope="col" class="n">
                  等价 tce
                </th>
                <th scope="col">凭证</th>
              </tr>
            </thead>
            <tbody>
              {uses.map((one, place) => (
                <tr key={one.energy}>
                  <td>
                    <button class="order" type="button" aria-pressed={place === chosen} onClick={() => setChosen(place)}>
                      {names[place]?.name_zh ?? one.energy}
                    </button>
                  </td>
                  <td class="n" data-of="消费量">
                    {grouped(one.consumed.verified ?? one.consumed.reported)} {one.in_unit}
                  </td>
                  <td class="n" data-of="当量 tce">
                    {grouped(names[place]?.tce_calorific)}
                  </td>
                  <td class="n" data-of="等价 tce">
                    {grouped(names[place]?.tce_equivalent)}
                  </td>
                  <td data-of="凭证">
                    <Vouched use={one} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </section>
      {use && <Numbers use={use} name={names[chosen]?.name_zh ?? use.energy} />}
      {use && <Sums sums={sumsOf(results, names[chosen]?.name_zh)} />}
    </>
  )
}

/** The steps that name this energy, and those of the whole. */
const sumsOf = ({ steps, items }: Results, name: string | undefined) =>
  steps.filter((one) => (name && one.what.startsWith(name)) || !items?.some((item) => one.what.startsWith(item.name_zh)))

const quantitiesOf = (use: EnergyUse) =>
  Object.entries(QUANTITIES).flatMap(([key, name]) => {
    const given = use[key as keyof EnergyUse] as Quantity | undefined
    return given ? [{ key, name, given }] : []
  })

function Vouched({ use }: { use: EnergyUse }) {
  const all = quantitiesOf(use)
  const bare = all.filter((one) => !one.given.vouchers?.length).length
  if (bare > 0) return <Tag tone="warn">{bare} 个数没有凭证</Tag>
  return <Tag tone="good">{all.reduce((sum, one) => sum + one.given.vouchers!.length, 0)} 张</Tag>
}

function Numbers({ use, name }: { use: EnergyUse; name: string }) {
  return (
    <section class="card" aria-labelledby="numbers">
      <header>
        <h2 id="numbers">{name}的数和凭证</h2>
      </header>
      <ul class="cells">
        {quantitiesOf(use).map(({ key, name: label, given }) => (
          <li key={key} class="pad">
            <div class="split">
              <b>{label}</b>
              <span>
                填报 {grouped(given.reported)}
                {given.verified !== undefined && `，核定 ${grouped(given.verified)}`} {key === 'cost' ? '万元' : use.in_unit}
              </span>
            </div>
            {given.reason && <p>核定理由：{given.reason}</p>}
            <Vouchers quantity={given} />
          </li>
        ))}
        {use.coefficient && (
          <li class="pad">
            自带系数 {use.coefficient.value} {use.coefficient.in_unit}，来自{use.coefficient.source}
          </li>
        )}
      </ul>
    </section>
  )
}

export function Vouchers({ quantity }: { quantity: Quantity }) {
  if (!quantity.vouchers?.length) return <p class="warn">没有凭证</p>
  return (
    <>
      {quantity.vouchers.map((one) => (
        <p key={`${one.kind} ${one.number}`} class="quiet">
          {VOUCHERS[one.kind] ?? one.kind}
          {one.number && ` ${one.number}`}
          {one.page && `，第 ${one.page} 页`}
          {one.sha256 && (
            <>
              ，<a href={photoAt(one.sha256, 'screen')}>看扫描件</a>
            </>
          )}
        </p>
      ))}
    </>
  )
}
