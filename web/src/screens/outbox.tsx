/** 待传: what needs a person, what waits and for what, what went out today, what other people left on this phone. */
import { useEffect, useState } from 'preact/hooks'
import { clockTime, localDay } from '../clock.ts'
import { useValue } from '../observable.ts'
import { changes, othersWaiting, outboxOf, receiptsOf, takeBack, tryAgain } from '../outbox.ts'
import { Icon, Meter, Screen, State, Tag } from '../parts.tsx'
import { formAt, go, receiptAt } from '../routes.ts'
import { send } from '../sending.ts'
import type { KeptReceipt, Waiting } from '../store.ts'
import type { Me } from '../wire.ts'
import { Tabs } from './tabs.tsx'

const OLD_AFTER_H = 24
const TOO_OLD_AFTER_H = 72

export function Outbox({ who }: { who: Me }) {
  const { refused, waiting, booked, owed, others } = useKept(who.account)
  const unsent = [...refused, ...waiting]
  const foot = (
    <>
      {unsent.length > 0 && (
        <div class="btns two">
          <button class="btn" type="button" onClick={() => void saveFile(unsent)}>
            <Icon name="download" />
            存成文件
          </button>
          <button class="btn main" type="button" onClick={() => void send(true)}>
            <Icon name="upload" />
            立即上传
          </button>
        </div>
      )}
      <Tabs who={who} here="outbox" />
    </>
  )
  return (
    <Screen title="待传" foot={foot}>
      {unsent.length + owed === 0 && (
        <div class="card">
          <State icon="empty" title="没有待传的">
            <p class="quiet">填好的都已经入账。</p>
          </State>
        </div>
      )}
      {refused.length > 0 && <Refused items={refused} />}
      {waiting.length > 0 && <WaitingList items={waiting} />}
      {owed > 0 && (
        <p class="card pad">
          还有 {owed} 张照片的原图在传。<span class="quiet">记录已经入账，原图传完前不会从手机里删。</span>
        </p>
      )}
      {booked.length > 0 && <Booked receipts={booked} />}
      {unsent.length > 0 && <Age oldest={unsent.map((one) => one.saved_at).sort()[0]!} />}
      {others.map(([account, count]) => (
        <p key={account} class="quiet">
          账号 {account} 还有 {count} 条留在这部手机里，等他本人登录才会上传。
        </p>
      ))}
    </Screen>
  )
}

/** Unsent entries as a file, for when a phone must be given away before it finds a network. */
async function saveFile(unsent: Waiting[]): Promise<void> {
  const { download } = await import('../unsent-file.ts')
  await download(unsent)
}

function useKept(account: string) {
  const [items, setItems] = useState<Waiting[]>([])
  const [others, setOthers] = useState<[string, number][]>([])
  const [receipts, setReceipts] = useState<KeptReceipt[]>([])
  const change = useValue(changes)
  useEffect(() => {
    void outboxOf(account).then(setItems)
    void receiptsOf(account).then(setReceipts)
    void othersWaiting(account).then((found) => setOthers([...found]))
  }, [account, change])
  const today = localDay(new Date().toISOString())
  return {
    refused: items.filter((one) => one.refused),
    waiting: items.filter((one) => !one.refused),
    others,
    owed: receipts.reduce((sum, one) => sum + one.originals.length, 0),
    booked: receipts.filter((one) => localDay(one.receipt.received_at) === today),
  }
}

function Head({ id, text, count }: { id: string; text: string; count: number }) {
  return (
    <h2 id={id} class="lead">
      {text}
      <span class="quiet">，{count} 条</span>
    </h2>
  )
}

function Refused({ items }: { items: Waiting[] }) {
  return (
    <section aria-labelledby="refused">
      <Head id="refused" text="要你处理" count={items.length} />
      <div class="stack">
        {items.map((one) => (
          <div key={one.id} class="card pad stack act">
            <div class="split">
              <b>
                {one.slip.place}·{one.slip.title}
              </b>
              <Tag tone="bad">需处理</Tag>
            </div>
            <p>
              {one.refused!.detail ?? one.refused!.title} <span class="quiet">照片和文字都还在。</span>
            </p>
            <ul>
              {(one.refused!.errors ?? []).map((fault) => (
                <li key={fault.path + fault.code}>· {fault.message}</li>
              ))}
            </ul>
            <div class="btns">
              <button class="btn" type="button" onClick={() => void tryAgain(one.id).then(() => send(true))}>
                再传一次
              </button>
              <button class="btn" type="button" onClick={() => void backToForm(one)}>
                <Icon name="pen" />
                去改
              </button>
            </div>
          </div>
        ))}
      </div>
    </section>
  )
}

async function backToForm(waiting: Waiting): Promise<void> {
  const id = await takeBack(waiting)
  go(formAt({ type: waiting.entry.type, id }))
}

function WaitingList({ items }: { items: Waiting[] }) {
  return (
    <section aria-labelledby="waiting">
      <Head id="waiting" text="等上传" count={items.length} />
      <ul class="card cells">
        {items.map((one) => (
          <WaitingItem key={one.id} one={one} parent={parentOf(one, items)} />
        ))}
      </ul>
    </section>
  )
}

/** The entry on this list that must go first. */
function parentOf({ entry }: Waiting, items: Waiting[]): Waiting | undefined {
  return entry.type === 'finding' ? items.find((one) => one.id === entry.visit) : undefined
}

function WaitingItem({ one, parent }: { one: Waiting; parent: Waiting | undefined }) {
  const { photos, photos_sent: sent } = one
  return (
    <li class="pad stack item">
      <div class="split">
        <b>
          {one.slip.place}·{one.slip.title}
        </b>
        <Tag tone="warn">{one.again ? '重传' : '待传'}</Tag>
      </div>
      {photos.length > 0 && photos.length <= 12 && (
        <Meter done={sent} all={photos.length} label={`图片已传 ${sent} 张，共 ${photos.length} 张`} />
      )}
      <p class="quiet">
        {photos.length > 0 && `图片已传 ${sent} / ${photos.length} 张·`}
        {clockTime(one.saved_at)} 存的
      </p>
      <Why one={one} parent={parent} />
    </li>
  )
}

/** What it waits for, where that is not just the network. */
function Why({ one, parent }: { one: Waiting; parent: Waiting | undefined }) {
  if (one.again) return <p>县里的服务器换回了旧的备份，这条正在从手机补传。</p>
  if (parent) return <p class="quiet">等它所属的巡察先入账。</p>
  if (one.tries > 0) return <p class="quiet">试了 {one.tries} 次没成，会自己再试。</p>
  return null
}

function Booked({ receipts }: { receipts: KeptReceipt[] }) {
  return (
    <section aria-labelledby="booked">
      <Head id="booked" text="今天已入账" count={receipts.length} />
      <ul class="card cells">
        {receipts.map((one) => (
          <li key={one.id}>
            <a class="cell" href={receiptAt(one.id)}>
              <span class="grow">
                <b>
                  {one.slip.place}·{one.slip.title}
                </b>
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

/** Phones may clear what a page stores after days without a visit: an old entry is called out. */
function Age({ oldest }: { oldest: string }) {
  const hours = (Date.now() - Date.parse(oldest)) / 3_600_000
  const age =
    hours < 1
      ? `${Math.max(1, Math.round(hours * 60))} 分钟`
      : hours < 48
        ? `${Math.round(hours)} 小时`
        : `${Math.round(hours / 24)} 天`
  const tone = hours > TOO_OLD_AFTER_H ? 'bad' : hours > OLD_AFTER_H ? 'warn' : 'quiet'
  return (
    <p class={tone}>
      最早一条存了 {age}。{hours > OLD_AFTER_H ? '请尽快连上网络，不要清理手机数据。' : '关掉程序也不会丢。'}
    </p>
  )
}
