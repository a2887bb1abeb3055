/** 待传: what needs a person, what waits, what went out today. */
import { useEffect, useState } from 'preact/hooks'
import { clockTime, localDay } from '../clock.ts'
import { useValue } from '../observable.ts'
import { changes, outboxOf, receiptsOf, send, takeBack, tryAgain } from '../outbox.ts'
import { Icon, Meter, Screen, State, Tag } from '../parts.tsx'
import { go, receiptAt, visitAt, zeroAt } from '../routes.ts'
import type { KeptReceipt, Waiting } from '../store.ts'
import type { Me } from '../wire.ts'
import { Tabs } from './tabs.tsx'

const OLD_AFTER_H = 24
const TOO_OLD_AFTER_H = 72

export function Outbox({ who }: { who: Me }) {
  const { refused, waiting, booked } = useKept(who.account)
  const foot = (
    <>
      {waiting.length > 0 && (
        <button class="btn main wide" type="button" onClick={() => void send(true)}>
          <Icon name="upload" />
          立即上传
        </button>
      )}
      <Tabs who={who} here="outbox" />
    </>
  )
  return (
    <Screen title="待传" foot={foot}>
      {refused.length + waiting.length === 0 && (
        <div class="card">
          <State icon="empty" title="没有待传的">
            <p class="quiet">填好的都已经入账。</p>
          </State>
        </div>
      )}
      {refused.length > 0 && <Refused items={refused} />}
      {waiting.length > 0 && <WaitingList items={waiting} />}
      {booked.length > 0 && <Booked receipts={booked} />}
      {waiting.length > 0 && <Age oldest={waiting.map((one) => one.saved_at).sort()[0]!} />}
    </Screen>
  )
}

function useKept(account: string) {
  const [items, setItems] = useState<Waiting[]>([])
  const [receipts, setReceipts] = useState<KeptReceipt[]>([])
  const change = useValue(changes)
  useEffect(() => {
    void outboxOf(account).then(setItems)
    void receiptsOf(account).then(setReceipts)
  }, [account, change])
  const today = localDay(new Date().toISOString())
  return {
    refused: items.filter((one) => one.refused),
    waiting: items.filter((one) => !one.refused),
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
              <button class="btn" type="button" onClick={() => void tryAgain(one.id)}>
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
  await takeBack(waiting)
  go(waiting.entry.type === 'visit' ? visitAt(waiting.id) : zeroAt(waiting.id))
}

function WaitingList({ items }: { items: Waiting[] }) {
  return (
    <section aria-labelledby="waiting">
      <Head id="waiting" text="等上传" count={items.length} />
      <ul class="card cells">
        {items.map((one) => (
          <li key={one.id} class="pad stack item">
            <div class="split">
              <b>
                {one.slip.place}·{one.slip.title}
              </b>
              <Tag tone="warn">待传</Tag>
            </div>
            {one.photos.length > 0 && one.photos.length <= 12 && (
              <Meter
                done={one.photos_sent}
                all={one.photos.length}
                label={`图片已传 ${one.photos_sent} 张，共 ${one.photos.length} 张`}
              />
            )}
            <p class="quiet">
              {one.photos.length > 0 && `图片已传 ${one.photos_sent} / ${one.photos.length} 张·`}
              {clockTime(one.saved_at)} 存的
            </p>
          </li>
        ))}
      </ul>
    </section>
  )
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
