/** 首页: this month's duties, the watch-list of my unit, what lies unfinished, the last receipts, one main button. */
import { useEffect, useState } from 'preact/hooks'
import { clockTime, dayName, localDay, monthName, shanghaiMonth } from '../clock.ts'
import { begin, draftsOf, dropDraft } from '../draft-keeping.ts'
import { type Draft, newVisit, ownUnit, placeOf } from '../drafts.ts'
import { type Listing, useListing } from '../lists.ts'
import { useValue } from '../observable.ts'
import { changes, receiptsOf } from '../outbox.ts'
import { Bones, Icon, Meter, Screen, Sheet, State, Tag } from '../parts.tsx'
import { go, receiptAt, visitAt, zeroAt } from '../routes.ts'
import { useSites } from '../sites.ts'
import type { KeptReceipt } from '../store.ts'
import type { Kind, Me, Site, Task } from '../wire.ts'
import { Tabs } from './tabs.tsx'

const SHOWN_SITES = 5
const SHOWN_RECEIPTS = 3

export function Home({ who }: { who: Me }) {
  const own = ownUnit(who)!
  const period = shanghaiMonth(new Date())
  const kinds = useListing<{ items: Kind[] }>(who.account, '/kinds').value?.items
  const tasks = useListing<{ items: Task[] }>(who.account, '/tasks')
  const sites = useSites(who.account, own.unit)
  const { drafts, receipts, reread } = useKeptHere(who.account)

  const duties = (tasks.value?.items ?? []).filter((task) => task.period === period && task.unit === own.unit)
  const first = duties.find((task) => !task.done)?.kind ?? kinds?.[0]?.kind ?? 'steel_patrol'
  const start = (kind: string, site: Site | null) => {
    const plan = duties.find((task) => task.kind === kind)?.plan ?? null
    go(visitAt(begin(newVisit(who, kind, site, plan)).id))
  }

  const foot = (
    <>
      <button class="btn main wide" type="button" onClick={() => start(first, null)}>
        <Icon name="camera" />
        开始巡察
      </button>
      <Tabs who={who} here="home" />
    </>
  )
  const startAt = (site: Site) => start(site.kinds.includes(first) ? first : (site.kinds[0] ?? first), site)
  return (
    <Screen title={`${monthName(period)}·${own.unit_name}`} foot={foot}>
      <Unfinished drafts={drafts} kinds={kinds} reread={reread} />
      <Duties listing={tasks} duties={duties} kinds={kinds} />
      <Sites listing={sites} seen={seenSites(duties, receipts, period)} begin={startAt} />
      <OtherKinds kinds={(kinds ?? []).filter((one) => one.kind !== first)} begin={(kind) => start(kind, null)} />
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
  const sent = receipts.filter((one) => one.period === period).flatMap((one) => one.slip.seen_site ?? [])
  return new Set([...planned, ...sent])
}

interface UnfinishedProps {
  drafts: Draft[]
  kinds: Kind[] | undefined
  reread: () => void
}

function Unfinished({ drafts, kinds, reread }: UnfinishedProps) {
  const [doomed, setDoomed] = useState<Draft | null>(null)
  if (drafts.length === 0) return null
  return (
    <section aria-labelledby="unfinished">
      <h2 id="unfinished" class="lead">
        没填完的
      </h2>
      <ul class="card cells">
        {drafts.map((draft) => (
          <DraftRow key={draft.id} draft={draft} kinds={kinds} doom={() => setDoomed(draft)} />
        ))}
      </ul>
      {doomed && <DoomSheet draft={doomed} close={() => setDoomed(null)} reread={reread} />}
    </section>
  )
}

const draftName = (draft: Draft) =>
  draft.type === 'visit' ? placeOf(draft) || '还没选地点' : `${monthName(draft.period)}零报告`

function DraftRow({ draft, kinds, doom }: { draft: Draft; kinds: Kind[] | undefined; doom: () => void }) {
  return (
    <li class="twin">
      <a class="cell grow" href={draft.type === 'visit' ? visitAt(draft.id) : zeroAt(draft.id)}>
        <span class="grow">
          <b>{draftName(draft)}</b>
          <span class="quiet">
            {kindName(kinds, draft.kind)}·{clockTime(draft.changed_at)} 存的
          </span>
        </span>
        <Tag tone="warn">草稿</Tag>
      </a>
      <button class="btn bare" type="button" aria-label={`删除草稿 ${draftName(draft)}`} onClick={doom}>
        <Icon name="cross" />
      </button>
    </li>
  )
}

function DoomSheet({ draft, close, reread }: { draft: Draft; close: () => void; reread: () => void }) {
  const drop = async () => {
    await dropDraft(draft)
    close()
    reread()
  }
  return (
    <Sheet title={`删除草稿：${draftName(draft)}`} close={close}>
      <p>填的内容和照片都会从这部手机上删掉，找不回来。</p>
      <button class="btn stop wide" type="button" onClick={() => void drop()}>
        删除
      </button>
    </Sheet>
  )
}

const kindName = (kinds: Kind[] | undefined, kind: string) => kinds?.find((one) => one.kind === kind)?.name ?? '巡察'

interface DutiesProps {
  listing: Listing<{ items: Task[] }>
  duties: Task[]
  kinds: Kind[] | undefined
}

function Duties({ listing, duties, kinds }: DutiesProps) {
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
  const left_days = task.date
    ? Math.round((Date.parse(task.date) - Date.parse(localDay(new Date().toISOString()))) / 86_400_000)
    : null
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

function Remaining({ left_days }: { left_days: number }) {
  if (left_days < 0) return <Tag tone="bad">过了 {-left_days} 天</Tag>
  if (left_days === 0) return <Tag tone="warn">就是今天</Tag>
  return <Tag tone={left_days <= 5 ? 'warn' : ''}>还有 {left_days} 天</Tag>
}

interface SitesProps {
  listing: Listing<Site[]>
  seen: Set<string>
  begin: (site: Site) => void
}

function Sites({ listing, seen, begin }: SitesProps) {
  const [whole, setWhole] = useState(false)
  const sites = [...(listing.value ?? [])].sort((a, b) => Number(seen.has(a.site)) - Number(seen.has(b.site)))
  if (sites.length === 0) return listing.value ? <p class="quiet">名单里没有点位，可以从“其他地点”查起。</p> : null
  return (
    <section aria-labelledby="sites">
      <div class="split near">
        <h2 id="sites">点位</h2>
        {sites.length > SHOWN_SITES && (
          <button class="btn text" type="button" onClick={() => setWhole(!whole)}>
            {whole ? '收起' : `全部 ${sites.length} 处`}
          </button>
        )}
      </div>
      <ul class="card cells">
        {(whole ? sites : sites.slice(0, SHOWN_SITES)).map((site) => (
          <li key={site.site}>
            <button class="cell" type="button" onClick={() => begin(site)}>
              <b class="grow">{site.name}</b>
              {seen.has(site.site) ? <Tag tone="good">已查</Tag> : <Tag>未查</Tag>}
              <Icon name="next" />
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}

function OtherKinds({ kinds, begin }: { kinds: Kind[]; begin: (kind: string) => void }) {
  if (kinds.length === 0) return null
  return (
    <section aria-labelledby="others">
      <h2 id="others" class="lead">
        别的检查
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
