/** The three figures, each on its own with its numbers; never added, never averaged. */
import type { Sums } from './wire.ts'

interface Figure {
  name: string
  percent: string | null
  counts: string
}

export function figuresOf(sums: Sums): Figure[] {
  const apart = [
    [sums.missing, '个缺报'],
    [sums.pending, '个还没报'],
    [sums.excused, '个免巡'],
  ].filter(([count]) => count)
  const rest = apart.map(([count, text]) => `，${count} ${text}`).join('')
  return [
    {
      name: '报送率',
      percent: sums.reported_percent,
      counts: `${sums.in_force} 个单位里 ${sums.reported} 个交了${rest}`,
    },
    {
      name: '联合巡察率',
      percent: sums.joint_percent,
      counts: `${sums.in_force} 个单位里 ${sums.joint} 个和县局一起到了现场`,
    },
    {
      name: '点位覆盖率',
      percent: sums.sites_percent,
      counts: `${sums.sites} 处点位里看了 ${sums.sites_seen} 处`,
    },
  ]
}

/** A year adds up its months: a unit counts once in each of them, and so does a place. */
function yearOf(sums: Sums): Figure[] {
  const [reported, joint, sites] = figuresOf(sums) as [Figure, Figure, Figure]
  const apart = `${sums.missing} 次缺报，${sums.excused} 次免巡`
  return [
    { ...reported, counts: `各月应报 ${sums.in_force} 次，交了 ${sums.reported} 次；${apart}` },
    { ...joint, counts: `各月应巡 ${sums.in_force} 次，和县局一起到了现场 ${sums.joint} 次` },
    { ...sites, counts: `各月名单共 ${sums.sites} 处次，看了 ${sums.sites_seen} 处次` },
  ]
}

export function FigureCard({ title, sums, year }: { title: string; sums: Sums; year?: boolean }) {
  const figures = year ? yearOf(sums) : figuresOf(sums)
  return (
    <section class="card" aria-label={title}>
      <header>
        <h2>{title}</h2>
      </header>
      <ul class="cells">
        {figures.map(({ name, percent, counts }) => (
          <li key={name} class="pad">
            <div class="split">
              <span>{name}</span>
              <span class="big">
                {percent ?? '—'}
                {percent && <span class="unit">%</span>}
              </span>
            </div>
            <p class="quiet">{counts}</p>
          </li>
        ))}
      </ul>
    </section>
  )
}
