/** 首页: what a person must do, this month's duties, the watch-list of my unit, what lies unfinished, one main button. */
import { useEffect, useState } from 'preact/hooks'
import { clockTime, monthName, shanghaiMonth } from '../clock.ts'
import { begin, draftsOf } from '../draft-keeping.ts'
import { type Draft, newVisit, ownUnit } from '../drafts.ts'
import { Duties, Outings, ToDo } from '../home/duties.tsx'
import { Sites } from '../home/sites.tsx'
import { Unfinished } from '../home/unfinished.tsx'
import { useListing } from '../lists.ts'
import { useValue } from '../observable.ts'
import { changes, receiptsOf } from '../outbox.ts'
import { Icon, Screen } from '../parts.tsx'
import { go, NEW_FINDING, receiptAt, visitAt } from '../routes.ts'
import { useSites } from '../sites.ts'
import type { KeptReceipt } from '../store.ts'
import type { Kind, Me, Site, Task, Tasks } from '../wire.ts'
import { Tabs } from './tabs.tsx'

const SHOWN_RECEIPTS = 3

/** The field face, for a township's inspector and, without a unit of his own, for a county officer. */
export function Home({ who }: { who: Me }) {
  const own = ownUnit(who)
  const period = shanghaiMonth(new Date())
  const kinds = useListing<{ items: Kind[] }>(who.account, '/kinds').value?.items
  const tasks = useListing<Tasks>(who.account, '/tasks')
  const sites = useSites(who.account, own?.unit ?? null)
  const { drafts, receipts, reread } = useKeptHere(who.account)

  const duties = (tasks.value?.items ?? []).filter((task) => task.period === period && task.unit === own?.unit)
  const first = duties.find((task) => !task.done)?.kind ?? kinds?.[0]?.kind ?? 'steel_patrol'
  const start = (kind: string, site: Site | null) => {
    const plan = duties.find((task) => task.kind === kind)?.plan ?? null
    go(visitAt(begin(newVisit(who, kind, site, plan)).id))
  }
  const goAlong = (task: Task) => go(visitAt(begin(newVisit(who, task.kind, null, task.plan, task)).id))
  const startAt = (site: Site) => start(site.kinds.includes(first) ? first : (site.kinds[0] ?? first), site)

  const foot = (
    <>
      <button class="btn main wide" type="button" onClick={() => start(first, null)}>
        <Icon name="camera" />
        开始巡察
      </button>
      <Tabs who={who} here={own ? 'home' : 'field'} />
    </>
  )
  return (
    <Screen title={own ? `${monthName(period)}·${own.unit_name}` : '去检查'} foot={foot}>
      <ToDo tasks={tasks.value} unit={own?.unit} kinds={kinds} sites={sites.value} begin={startAt} />
      <Unfinished drafts={drafts} kinds={kinds} reread={reread} />
      {!own && <Outings tasks={tasks.value} period={period} kinds={kinds} begin={goAlong} />}
      {own && <Duties listing={tasks} duties={duties} kinds={kinds} />}
      {own && <Sites listing={sites} seen={seenSites(duties, receipts, period)} begin={startAt} />}
      <Others kinds={(kinds ?? []).filter((one) => one.kind !== first)} begin={(kind) => start(kind, null)} />
      <Receipts receipts={receipts} />
    </Screen>
  )
}

function useKeptHere(account: string) {
  const [drafts, setDrafts] = useState<Draft[]>([])
  const [receipts, setReceipts] = useState<KeptReceipt[]>([])
  const change = useValue(changes)
  const reread = () => {
    void draftsOf(account).then(setDrafts)
    void receiptsOf(account).then(setReceipts)
  }
  useEffect(reread, [account, change])
  return { drafts, receipts, reread }
}

/** Sites that count as seen this month: by the plan, or by a receipt of this phone that the plan has not heard of. */
function seenSites(duties: Task[], receipts: KeptReceipt[], period: string): Set<string> {
  const planned = duties.flatMap((task) => task.sites.filter((site) => site.done).map((site) => site.site))
  const sent = receipts
    .filter(({ entry }) => entry.type === 'visit' && entry.period === period)
    .flatMap((one) => one.slip.seen_site ?? [])
  return new Set([...planned, ...sent])
}

function Others({ kinds, begin }: { kinds: Kind[]; begin: (kind: string) => void }) {
  return (
    <section aria-labelledby="others">
      <h2 id="others" class="lead">
        别的事
      </h2>
      <ul class="card cells">
        {kinds.map((one) => (
          <li key={one.kind}>
            <button class="cell" type="button" onClick={() => begin(one.kind)}>
              <Icon name="patrol" />
              <b class="grow">{one.name}</b>
              <Icon name="next" />
            </button>
          </li>
        ))}
        <li>
          <a class="cell" href={NEW_FINDING}>
            <Icon name="flag" />
            <b class="grow">登记一个问题</b>
            <Icon name="next" />
          </a>
        </li>
      </ul>
    </section>
  )
}

function Receipts({ receipts }: { receipts: KeptReceipt[] }) {
  if (receipts.length === 0) return null
  return (
    <section aria-labelledby="receipts">
      <h2 id="receipts" class="lead">
        最近入账
      </h2>
      <ul class="card cells">
        {receipts.slice(0, SHOWN_RECEIPTS).map((one) => (
          <li key={one.id}>
            <a class="cell" href={receiptAt(one.id)}>
              <span class="grow">
                <b>{one.slip.place}</b>
                <span class="quiet">
                  第 {one.receipt.seq} 号·{clockTime(one.receipt.received_at)}
                </span>
              </span>
              <Icon name="next" />
            </a>
          </li>
        ))}
      </ul>
    </section>
  )
}
