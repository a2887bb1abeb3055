/** 回执: the stamped slip of an entry in the ledger, or the same slip unstamped while it still waits. */
import { useEffect, useState } from 'preact/hooks'
import { clockTime, localDay } from '../clock.ts'
import { useValue } from '../observable.ts'
import { changes } from '../outbox.ts'
import { Bones, Icon, Screen, State, Tag } from '../parts.tsx'
import { HOME, NEW_FINDING, OUTBOX } from '../routes.ts'
import { type KeptReceipt, type Slip, store, type Waiting } from '../store.ts'
import type { Fault, Receipt } from '../wire.ts'

export function ReceiptScreen({ id }: { id: string }) {
  const change = useValue(changes)
  const [found, setFound] = useState<{ kept?: KeptReceipt | undefined; waiting?: Waiting | undefined } | null>(null)
  useEffect(() => {
    void store().then(async (db) =>
      setFound({ kept: await db.get('receipts', id), waiting: await db.get('outbox', id) }),
    )
  }, [id, change])
  const back = (
    <a class="btn main wide" href={HOME}>
      回到待办
    </a>
  )
  return (
    <Screen title="回执" back={HOME} foot={back}>
      {!found && <Bones />}
      {found?.kept && <Booked kept={found.kept} />}
      {found?.waiting && <Kept waiting={found.waiting} />}
      {found && !found.kept && !found.waiting && (
        <State icon="empty" title="手机里没有这张回执">
          <p class="quiet">回执在手机里留 30 天，之后按编号到县局查。</p>
        </State>
      )}
    </Screen>
  )
}

function Booked({ kept }: { kept: KeptReceipt }) {
  const { receipt, slip } = kept
  return (
    <>
      <article class="slip" aria-label="入账回执">
        <div class="head">
          <p>
            <b>南昌县·巡察台账</b>
            <br />
            <span class="quiet">入账回执</span>
          </p>
          <p class="stamp">
            <b>已入账</b>
            <span>{localDay(receipt.received_at)}</span>
          </p>
        </div>
        <p class="no">
          <span class="quiet">第</span> {receipt.seq} <span class="quiet">号</span>
        </p>
        <Lines
          slip={slip}
          more={[
            ['收到', clockTime(receipt.received_at, true)],
            ['校验', inFours(receipt)],
          ]}
        />
        <p class="quiet foot0">凭这个编号，任何时候都能查到原样。写错了请县里更正，原记录会留着。</p>
      </article>
      <Notices notices={receipt.notices} />
      {kept.entry.type === 'visit' && <Next />}
    </>
  )
}

function Next() {
  return (
    <ul class="card cells">
      <li>
        <a class="cell" href={NEW_FINDING}>
          <Icon name="flag" />
          <b class="grow">这里还有问题要登记</b>
          <Icon name="next" />
        </a>
      </li>
    </ul>
  )
}

const inFours = (receipt: Receipt) => receipt.hash.slice(0, 12).replace(/(.{4})(?=.)/g, '$1 ')

function Kept({ waiting }: { waiting: Waiting }) {
  return (
    <>
      <article class="slip" aria-label="待传的记录">
        <div class="head">
          <p>
            <b>已存在手机里</b>
            <br />
            <span class="quiet">{clockTime(waiting.saved_at)} 存的</span>
          </p>
          {waiting.refused ? <Tag tone="bad">需处理</Tag> : <Tag tone="warn">待传</Tag>}
        </div>
        <Lines slip={waiting.slip} more={[]} />
        <p class="quiet foot0">
          {waiting.refused ? '县里没有收下，请到“待传”看原因。' : '连上网络自动上传，入账后这里会盖章。'}
        </p>
      </article>
      <ul class="card cells">
        <li>
          <a class="cell" href={OUTBOX}>
            <Icon name="upload" />
            <b class="grow">看待传</b>
            <Icon name="next" />
          </a>
        </li>
      </ul>
    </>
  )
}

function Lines({ slip, more }: { slip: Slip; more: [string, string][] }) {
  return (
    <dl class="kv">
      {[...slip.lines, ...more].map(([name, value]) => [<dt key={name}>{name}</dt>, <dd key={`${name}=`}>{value}</dd>])}
    </dl>
  )
}

function Notices({ notices }: { notices: Fault[] }) {
  if (notices.length === 0) return null
  return (
    <section aria-labelledby="notices">
      <h2 id="notices" class="lead">
        已收下，还缺这些<span class="quiet">，{notices.length} 项</span>
      </h2>
      <ul class="card cells">
        {notices.map((one) => (
          <li key={one.path + one.code} class="pad">
            {one.message}
          </li>
        ))}
      </ul>
    </section>
  )
}
