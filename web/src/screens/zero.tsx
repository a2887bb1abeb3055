/** 零报告: the month, the patrol it rests on, who signs. By itself it is a filing, not a patrol. */
import type { ComponentChildren } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { clockTime, dayName, localDay, monthBefore, monthName, shanghaiMonth } from '../clock.ts'
import { begin, type Keeping, useDraft } from '../draft-keeping.ts'
import { newZero, ownUnit, type ZeroDraft, zeroEntry, zeroSlip } from '../drafts.ts'
import { Choice, Field } from '../inputs.tsx'
import { useListing } from '../lists.ts'
import { post, receiptsOf } from '../outbox.ts'
import { Bones, Icon, Saved, Screen, Sheet, State, Submit, Tag } from '../parts.tsx'
import { usePicture } from '../photos.ts'
import { go, HOME, receiptAt, zeroAt } from '../routes.ts'
import { send } from '../sending.ts'
import { type KeptReceipt, store } from '../store.ts'
import { SignatureSheet } from '../visit/signature.tsx'
import type { Kind, Me } from '../wire.ts'

const STEEL_PATROL = 'steel_patrol'

/** Begins a report for this month, or goes on with the one already begun. */
export function NewZero({ who }: { who: Me }) {
  useEffect(() => {
    void store().then(async (db) => {
      const begun = (await db.getAll('drafts')).find((one) => one.type === 'zero_report' && one.account === who.account)
      const draft = begun ?? begin(newZero(who, STEEL_PATROL, shanghaiMonth(new Date())))
      go(zeroAt(draft.id), true)
    })
  }, [])
  return <Empty />
}

function Empty({ children = <Bones /> }: { children?: ComponentChildren }) {
  return (
    <Screen title="零报告" back={HOME}>
      {children}
    </Screen>
  )
}

export function ZeroScreen({ who, id }: { who: Me; id: string }) {
  const keeping = useDraft<ZeroDraft>(id)
  const kinds = useListing<{ items: Kind[] }>(who.account, '/kinds').value?.items
  const { draft } = keeping
  if (draft === null || !ownUnit(who))
    return (
      <Empty>
        <State icon="empty" title="这里没有零报告可填" />
      </Empty>
    )
  if (!draft) return <Empty />
  const kindName = kinds?.find((one) => one.kind === draft.kind)?.name ?? '地条钢巡察'
  return <Form {...keeping} draft={draft} kindName={kindName} />
}

function Form({ draft, saved, change, flush, kindName }: Keeping<ZeroDraft> & { draft: ZeroDraft; kindName: string }) {
  const [asking, setAsking] = useState(false)
  const gaps = [!draft.signed_by.trim() && '签报人姓名', !draft.signature && '签名'].filter(Boolean) as string[]
  const submit = async () => {
    await flush()
    await post(draft, zeroEntry(draft, new Date()), zeroSlip(draft, kindName))
    go(receiptAt(draft.id), true)
    void send(true)
  }
  const button = <Submit text="报送" gaps={gaps.length} tap={() => (gaps.length ? setAsking(true) : void submit())} />
  return (
    <Screen title="零报告" back={HOME} aside={<Saved saved={saved} />} foot={button}>
      <p>
        {draft.unit_name}这个月的{kindName}没有发现问题，就报零报告。
      </p>
      <Month draft={draft} change={change} />
      <RestsOn draft={draft} change={change} />
      <Signed draft={draft} change={change} />
      {asking && (
        <Sheet title={`还差 ${gaps.length} 项`} close={() => setAsking(false)}>
          <p>
            {gaps.join('、')}。{!draft.signed_by.trim() && '填了签报人就能报送。'}
          </p>
          <div class="btns">
            <button class="btn" type="button" onClick={() => setAsking(false)}>
              回去补
            </button>
            {draft.signed_by.trim() && (
              <button class="btn" type="button" onClick={() => void submit()}>
                先这样报送
              </button>
            )}
          </div>
        </Sheet>
      )}
    </Screen>
  )
}

/** This phone's own visits of the report's month that are in the ledger. */
function usePatrols({ account, kind, period }: ZeroDraft): KeptReceipt[] {
  const [patrols, setPatrols] = useState<KeptReceipt[]>([])
  useEffect(() => {
    const fits = ({ entry }: KeptReceipt) => entry.type === 'visit' && entry.kind === kind && entry.period === period
    void receiptsOf(account).then((all) => setPatrols(all.filter(fits)))
  }, [account, kind, period])
  return patrols
}

interface Part {
  draft: ZeroDraft
  change: (edit: (draft: ZeroDraft) => Partial<ZeroDraft>) => void
}

function Month({ draft, change }: Part) {
  const now = shanghaiMonth(new Date())
  const months = [monthBefore(now), now].map((period) => ({
    value: period,
    text: `${period.slice(0, 4)} 年 ${monthName(period)}`,
  }))
  return (
    <section class="card pad">
      <Choice
        legend="哪个月"
        name="period"
        options={months}
        chosen={[draft.period]}
        choose={([period]) => change(() => ({ period: period!, rests_on: null }))}
      />
    </section>
  )
}

function RestsOn({ draft, change }: Part) {
  const patrols = usePatrols(draft)
  return (
    <section class="card" aria-labelledby="rests">
      <header class="split">
        <h2 id="rests">依据哪次巡察</h2>
        {!draft.rests_on && <Tag tone="warn">仅零报告</Tag>}
      </header>
      {patrols.length === 0 ? (
        <p class="pad quiet">这部手机上没有 {monthName(draft.period)}已入账的巡察。只报零报告也收，但不算巡察过。</p>
      ) : (
        <div class="pad stack pick">
          {patrols.map((one) => (
            <label key={one.id}>
              <input
                type="radio"
                name="rests_on"
                checked={draft.rests_on === one.id}
                onChange={() => change(() => ({ rests_on: one.id }))}
              />
              <span>
                <b>{one.slip.place}</b>
                <br />
                <span class="quiet">
                  第 {one.receipt.seq} 号·{dayName(localDay(one.receipt.received_at))}{' '}
                  {clockTime(one.receipt.received_at)}
                </span>
              </span>
            </label>
          ))}
        </div>
      )}
    </section>
  )
}

function Signed({ draft, change }: Part) {
  const [signing, setSigning] = useState(false)
  const picture = usePicture(draft.signature)
  return (
    <section class="card pad stack">
      <Field
        id="signed-by"
        label="签报人"
        value={draft.signed_by}
        change={(signed_by) => change(() => ({ signed_by }))}
        hint="填乡镇负责人的姓名。"
      />
      <div class="split">
        {picture ? <img class="signed" src={picture} alt="签名" /> : <span class="quiet">还没签名</span>}
        <button class="btn" type="button" onClick={() => setSigning(true)}>
          <Icon name="pen" />
          {draft.signature ? '重签' : '签名'}
        </button>
      </div>
      {signing && (
        <SignatureSheet
          name={draft.signed_by || '签报人'}
          close={() => setSigning(false)}
          done={(signature) => change(() => ({ signature }))}
        />
      )}
    </section>
  )
}
