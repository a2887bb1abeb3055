/** 今天: one line of counts that are links, the month's three figures and matrix, then what waits for me. */
import { dayName, monthBefore, shanghaiMonth } from '../clock.ts'
import { Duties } from '../chasing/duties.tsx'
import type { Me } from '../wire.ts'
import { at } from './address.ts'
import { Answered, Empty } from './answered.tsx'
import { useAnswer } from './asking.ts'
import { FindingCells } from './finding-cells.tsx'
import { figuresOf } from './figures.tsx'
import { Head } from './head.tsx'
import { Legend, Matrix } from './matrix.tsx'
import { mayRead } from './menu.tsx'
import type { ScreenProps } from './office.tsx'
import { isCounty } from './freeze.tsx'
import { nameOfSite, useKinds, useSites } from './registers.ts'
import { kindName, monthText, resultName, shortTime, STEEL } from './words.ts'
import type { Counts as CountyCounts, Coverage, FindingDue, NotEntered, PlanLine, Sums, Tasks } from './wire.ts'

/** What is said to an account that has nothing to read here. */
const ELSEWHERE: Record<string, { title: string; text: string }> = {
  admin: { title: '管理员的事在服务器上办', text: '开账号、换密码、备份、导入用命令，照运维手册做。管理员不看业务数据。' },
}

export function Today({ who }: ScreenProps) {
  if (mayRead(who, 'coverage')) return <Month who={who} />
  return mayRead(who, 'tasks') ? <Mine who={who} /> : <Nothing who={who} />
}

/** Who reads no months but has steps to take: the responsible unit. */
function Mine({ who }: { who: Me }) {
  const tasks = useAnswer<Tasks>('/tasks')
  return (
    <>
      <Head title="今天" above={who.grants[0]?.unit_name} />
      <Answered answer={tasks}>{(all) => <Duties duties={all.duties} />}</Answered>
    </>
  )
}

function Nothing({ who }: { who: Me }) {
  const said = ELSEWHERE[who.grants[0]?.role ?? '']
  return (
    <>
      <Head title="今天" above={who.grants[0]?.unit_name} />
      <section class="card">
        <Empty title={said?.title ?? '这里没有给您看的'}>{said?.text ?? '要开通，请找县局管理员。'}</Empty>
      </section>
    </>
  )
}

function Month({ who }: { who: Me }) {
  const now = shanghaiMonth(new Date())
  const coverage = useAnswer<Coverage>(`/coverage?kind=${STEEL}&year=${now.slice(0, 4)}`)
  const tasks = useAnswer<Tasks>(mayRead(who, 'tasks') ? '/tasks' : null)
  const kinds = useKinds()
  const month = coverage.value?.months.find((one) => one.period === now)
  return (
    <>
      <Head title="今天" above={`${who.grants[0]?.unit_name ?? ''}·${kindName(kinds, STEEL)}`} />
      {isCounty(who) && <Counts coverage={coverage.value} now={now} counts={tasks.value?.county ?? undefined} />}
      <Answered answer={coverage}>
        {(found) => (
          <>
            {month && <Figures sums={month} />}
            <div class="two">
              <section class="card" aria-label="今年，按单位和月份">
                <header class="split">
                  <Legend />
                </header>
                <Matrix coverage={found} chosen={now} />
              </section>
              <div class="stack">
                {tasks.value && <Duties duties={tasks.value.duties} />}
                <Unfrozen months={found.months} now={now} kind={found.kind} />
                {isCounty(who) && (
                  <Answered answer={tasks}>
                    {(all) => (
                      <>
                        <Due plans={all.items.filter((one) => one.period === now && !one.done)} />
                        <OpenFindings findings={all.findings} />
                        <Again visits={all.not_entered} />
                      </>
                    )}
                  </Answered>
                )}
              </div>
            </div>
          </>
        )}
      </Answered>
    </>
  )
}

interface Count {
  text: string
  count: number | undefined
  to: string
  tone: 'bad' | 'warn' | ''
}

function Counts({ coverage, now, counts }: { coverage: Coverage | undefined; now: string; counts: CountyCounts | undefined }) {
  const before = monthBefore(now)
  const month = (period: string) => at('month', { year: period.slice(0, 4), period })
  const missing = coverage?.months.find((one) => one.period === before)?.missing
  const lines: Count[] = [
    { text: '本月未报', count: counts?.units_not_filed, to: month(now), tone: '' },
    { text: '上月缺报', count: coverage && (missing ?? 0), to: month(before), tone: 'bad' },
    { text: '月份待定', count: counts?.visits_doubtful, to: at('visits', { doubtful: 'true' }), tone: 'warn' },
    { text: '待收录', count: counts?.inbox, to: at('inbox'), tone: 'warn' },
    { text: '没改好的问题', count: counts?.findings_open, to: at('findings', { type: 'open' }), tone: 'warn' },
    { text: '逾期问题', count: counts?.findings_overdue, to: at('findings', { overdue: 'true' }), tone: 'bad' },
    { text: '照片没传全', count: counts?.visits_lacking_photos, to: at('visits', { period: now }), tone: 'warn' },
  ]
  return (
    <nav class="counts card" aria-label="要办的数">
      {lines.map(({ text, count, to, tone }) => (
        <a key={text} href={to}>
          <span>{text}</span>
          <b class={count ? tone : ''}>{count ?? '…'}</b>
        </a>
      ))}
    </nav>
  )
}

function Figures({ sums }: { sums: Sums }) {
  return (
    <section class="card" aria-label={`${monthText(sums.period)}，到今天`}>
      <div class="figures">
        {figuresOf(sums).map(({ name, percent, counts }) => (
          <div key={name}>
            <p>
              {Number(sums.period.slice(5))} 月{name}
              <span class="quiet">，到今天</span>
            </p>
            <p class="big">
              {percent ?? '—'}
              {percent && <span class="unit">%</span>}
            </p>
            <p class="quiet">{counts}</p>
          </div>
        ))}
      </div>
    </section>
  )
}

/** Months that are over and not frozen, and frozen ones that changed since. */
function Unfrozen({ months, now, kind }: { months: Sums[]; now: string; kind: string }) {
  const found = months.filter((one) => one.period < now && (one.frozen_seq === null || Object.keys(one.changed).length))
  return (
    <section class="card" aria-labelledby="unfrozen">
      <header>
        <h2 id="unfrozen">定稿</h2>
      </header>
      {found.length === 0 && <p class="pad quiet">过完的月份都定稿了，之后没有更正。</p>}
      <ul class="cells">
        {found.map((one) => (
          <li key={one.period}>
            <a class="cell" href={at('month', { kind, year: one.period.slice(0, 4), period: one.period })}>
              <b class="grow">{monthText(one.period)}</b>
              <span class="tag warn">{one.frozen_seq === null ? '还没定稿' : '定稿后有更正'}</span>
            </a>
          </li>
        ))}
      </ul>
    </section>
  )
}

function Due({ plans }: { plans: PlanLine[] }) {
  const sorted = [...plans].sort((a, b) => (a.date ?? '~').localeCompare(b.date ?? '~'))
  return (
    <section class="card" aria-labelledby="due">
      <header class="split">
        <h2 id="due">本月还没办的计划</h2>
        <span class="quiet">{plans.length} 条</span>
      </header>
      {plans.length === 0 && <p class="pad quiet">都办了。</p>}
      <ul class="cells">
        {sorted.map((plan) => (
          <li key={plan.plan}>
            <a class="cell" href={at(`entry/${plan.plan}`)}>
              <span class="grow">
                <b>{plan.unit_name}</b>
                <span class="quiet">{plan.sites.length ? `${plan.sites.filter((one) => one.done).length} / ${plan.sites.length} 处` : '不指定点位'}</span>
              </span>
              <span class="quiet">{plan.date ? dayName(plan.date) : '没定日期'}</span>
            </a>
          </li>
        ))}
      </ul>
    </section>
  )
}

function OpenFindings({ findings }: { findings: FindingDue[] }) {
  return (
    <section class="card" aria-labelledby="findings">
      <header class="split">
        <h2 id="findings">没改好的问题</h2>
        <a href={at('findings', { type: 'open' })}>全部</a>
      </header>
      {findings.length === 0 && <p class="pad quiet">没有。</p>}
      <FindingCells findings={findings.slice(0, 5)} />
    </section>
  )
}

function Again({ visits }: { visits: NotEntered[] }) {
  const sites = useSites()
  const kinds = useKinds()
  return (
    <section class="card" aria-labelledby="again">
      <header class="split">
        <h2 id="again">没能进入，还要再去</h2>
        <span class="quiet">{visits.length} 处</span>
      </header>
      {visits.length === 0 && <p class="pad quiet">没有。</p>}
      <ul class="cells">
        {visits.map((visit) => (
          <li key={visit.visit}>
            <a class="cell" href={at(`visit/${visit.visit}`)}>
              <span class="grow">
                <b>
                  {visit.unit_name}，{visit.site ? nameOfSite(sites, visit.site) : '其他地点'}
                </b>
                <span class="quiet">
                  {shortTime(visit.started_at)}，{resultName(kinds, visit.kind, visit.result)}
                </span>
              </span>
            </a>
          </li>
        ))}
      </ul>
    </section>
  )
}
