/** 本月要做的: the month's plans, what has not been filed, who could not be reached. */
import { dayName, localDay, monthName } from '../clock.ts'
import type { Listing } from '../lists.ts'
import { Bones, Icon, Meter, State, Tag } from '../parts.tsx'
import type { Kind, NotEntered, Site, Task, Tasks } from '../wire.ts'
import { categoryName, kindName } from './kinds.ts'

interface ToDoProps {
  tasks: Tasks | undefined
  unit: string | undefined
  kinds: Kind[] | undefined
  sites: Site[] | undefined
  begin: (site: Site) => void
}

/** What the county waits for: months not filed, problems not put right, places where nobody got in. */
export function ToDo(props: ToDoProps) {
  return (
    <>
      <Filings {...props} />
      <Findings {...props} />
      <NotEnteredYet {...props} />
    </>
  )
}

/** Months without any filing; where a plan stands, its card says it already. */
function Filings({ tasks, unit, kinds }: ToDoProps) {
  const planned = new Set((tasks?.items ?? []).map((task) => `${task.unit} ${task.kind} ${task.period}`))
  const due = (tasks?.filings ?? []).filter(
    (one) => one.unit === unit && !planned.has(`${one.unit} ${one.kind} ${one.period}`),
  )
  if (due.length === 0) return null
  return (
    <ul class="card cells">
      {due.map((one) => (
        <li key={one.kind + one.period} class="cell">
          <Icon name="today" />
          <span class="grow">
            <b>
              {monthName(one.period)}的{kindName(kinds, one.kind)}还没报
            </b>
            <span class="quiet">{dayName(one.due_on)}前报，不算迟</span>
          </span>
          <Remaining left_days={daysTo(one.due_on)} />
        </li>
      ))}
    </ul>
  )
}

const SHOWN_FINDINGS = 3

function Findings({ tasks, kinds }: ToDoProps) {
  const open = tasks?.findings ?? []
  if (open.length === 0) return null
  return (
    <section aria-labelledby="open">
      <h2 id="open" class="lead">
        没改好的问题
        <span class="quiet">
          ，{open.length} 个{open.length > SHOWN_FINDINGS && `，最早到期的 ${SHOWN_FINDINGS} 个`}
        </span>
      </h2>
      <ul class="card cells">
        {open.slice(0, SHOWN_FINDINGS).map((one) => (
          <li key={one.id} class="cell">
            <Icon name="flag" />
            <span class="grow">
              <b>{one.site_name ?? one.enterprise_name ?? one.unit_name}</b>
              <span class="quiet">
                {categoryName(kinds, one.category)}
                {one.due_on && `·${dayName(one.due_on)}前改好`}
              </span>
            </span>
            {one.due_on && <Remaining left_days={daysTo(one.due_on)} />}
          </li>
        ))}
      </ul>
    </section>
  )
}

function NotEnteredYet({ tasks, unit, kinds, sites, begin }: ToDoProps) {
  const again = (tasks?.not_entered ?? []).filter((one) => !unit || one.unit === unit)
  if (again.length === 0) return null
  return (
    <section aria-labelledby="again">
      <h2 id="again" class="lead">
        上次没能进去<span class="quiet">，要再去</span>
      </h2>
      <ul class="card cells">
        {again.map((one) => (
          <Again
            key={one.visit}
            one={one}
            name={kindName(kinds, one.kind)}
            site={sites?.find(({ site }) => site === one.site)}
            begin={begin}
          />
        ))}
      </ul>
    </section>
  )
}

interface AgainProps {
  one: NotEntered
  name: string
  site: Site | undefined
  begin: (site: Site) => void
}

function Again({ one, name, site, begin }: AgainProps) {
  const told = (
    <span class="grow">
      <b>{site?.name ?? name}</b>
      <span class="quiet">
        {one.unit_name}·{dayName(localDay(one.started_at))}没进去
      </span>
    </span>
  )
  if (!site) return <li class="cell">{told}</li>
  return (
    <li>
      <button class="cell" type="button" onClick={() => begin(site)}>
        {told}
        <Icon name="next" />
      </button>
    </li>
  )
}

interface OutingsProps {
  tasks: Tasks | undefined
  period: string
  kinds: Kind[] | undefined
  begin: (task: Task) => void
}

/** The month's plans of all townships that are still open, for the county officer who goes along. */
export function Outings({ tasks, period, kinds, begin }: OutingsProps) {
  const open = (tasks?.items ?? [])
    .filter((task) => task.period === period && !task.done)
    .sort((a, b) => (a.date ?? '9').localeCompare(b.date ?? '9'))
  if (open.length === 0) return null
  return (
    <section aria-labelledby="outings">
      <h2 id="outings" class="lead">
        本月要一起去的
      </h2>
      <ul class="card cells">
        {open.map((task) => (
          <li key={task.task}>
            <button class="cell" type="button" onClick={() => begin(task)}>
              <span class="grow">
                <b>{task.unit_name}</b>
                <span class="quiet">
                  {kindName(kinds, task.kind)}
                  {task.date && `·${dayName(task.date)}`}
                </span>
              </span>
              {task.date && <Remaining left_days={daysTo(task.date)} />}
              <Icon name="next" />
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}

interface DutiesProps {
  listing: Listing<Tasks>
  duties: Task[]
  kinds: Kind[] | undefined
}

export function Duties({ listing, duties, kinds }: DutiesProps) {
  if (!listing.value && !listing.failed) return <Bones />
  if (!listing.value) return <NoDuties />
  if (duties.length === 0) return <p class="card pad quiet">本月还没有排计划，照样可以巡察。</p>
  return (
    <>
      {duties.map((task) => (
        <Duty key={task.task} task={task} name={kindName(kinds, task.kind)} />
      ))}
    </>
  )
}

function NoDuties() {
  return (
    <div class="card">
      <State icon="offline" title="还没拿到本月任务">
        <p class="quiet">连上网后自动更新，现在照样能巡察。</p>
      </State>
    </div>
  )
}

function Duty({ task, name }: { task: Task; name: string }) {
  const all = task.sites.length
  const done = task.sites.filter((site) => site.done).length
  const left_days = task.date ? daysTo(task.date) : null
  return (
    <section class="card pad stack duty" aria-label={name}>
      <div class="split">
        <h2>{name}</h2>
        {task.done || (all > 0 && done === all) ? (
          <Tag tone="good">已查完</Tag>
        ) : (
          left_days !== null && <Remaining left_days={left_days} />
        )}
      </div>
      <p class="count">
        <b>{done}</b> / {all} 处<span class="quiet">{all > done ? `，还差 ${all - done} 处` : ''}</span>
      </p>
      {all > 0 && all <= 12 && <Meter done={done} all={all} label={`已查 ${done} 处，共 ${all} 处`} />}
      {task.date && <p class="quiet">{dayName(task.date)}，和县局一起查。</p>}
    </section>
  )
}

/** Whole days from today to a day, below zero when it is over. */
function daysTo(day: string): number {
  return Math.round((Date.parse(day) - Date.parse(localDay(new Date().toISOString()))) / 86_400_000)
}

function Remaining({ left_days }: { left_days: number }) {
  if (left_days < 0) return <Tag tone="bad">过了 {-left_days} 天</Tag>
  if (left_days === 0) return <Tag tone="warn">就是今天</Tag>
  return <Tag tone={left_days <= 5 ? 'warn' : ''}>还有 {left_days} 天</Tag>
}

