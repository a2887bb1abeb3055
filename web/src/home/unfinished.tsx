/** 没填完的: drafts of this account, each with a way back and a way out. */
import { useEffect, useState } from 'preact/hooks'
import { clockTime, dayName, localDay, monthName } from '../clock.ts'
import { draftsOf, dropDraft } from '../draft-keeping.ts'
import { type Draft, placeOf } from '../drafts.ts'
import { outboxOf } from '../outbox.ts'
import { Icon, Sheet, Tag } from '../parts.tsx'
import { formAt } from '../routes.ts'
import type { Kind } from '../wire.ts'
import { kindName } from './kinds.ts'

interface UnfinishedProps {
  drafts: Draft[]
  kinds: Kind[] | undefined
  reread: () => void
}

export function Unfinished({ drafts, kinds, reread }: UnfinishedProps) {
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

function draftName(draft: Draft): string {
  if (draft.type === 'zero_report') return `${monthName(draft.period)}零报告`
  return placeOf(draft) || (draft.type === 'visit' ? '还没选地点' : draft.asked || '还没写的问题')
}

function whatIsIt(draft: Draft, kinds: Kind[] | undefined): string {
  return draft.type === 'finding' ? '问题' : kindName(kinds, draft.kind)
}

/** 09:41 today, else the day. */
function savedAt(at: string): string {
  const day = localDay(at)
  return day === localDay(new Date().toISOString()) ? clockTime(at) : dayName(day)
}

function DraftRow({ draft, kinds, doom }: { draft: Draft; kinds: Kind[] | undefined; doom: () => void }) {
  return (
    <li class="twin">
      <a class="cell grow" href={formAt(draft)}>
        <span class="grow">
          <b>{draftName(draft)}</b>
          <span class="quiet">
            {whatIsIt(draft, kinds)}·{savedAt(draft.changed_at)} 存的
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

/** Problems that were raised from this visit and still lie on the phone: without it they would lead nowhere. */
function useChildren(draft: Draft): number {
  const [count, setCount] = useState(0)
  useEffect(() => {
    void Promise.all([draftsOf(draft.account), outboxOf(draft.account)]).then(([drafts, waiting]) => {
      const begun = drafts.filter((one) => one.type === 'finding' && one.visit === draft.id)
      const sent = waiting.filter(({ entry }) => entry.type === 'finding' && entry.visit === draft.id)
      setCount(begun.length + sent.length)
    })
  }, [draft.id])
  return count
}

function DoomSheet({ draft, close, reread }: { draft: Draft; close: () => void; reread: () => void }) {
  const drop = async () => {
    await dropDraft(draft)
    close()
    reread()
  }
  const children = useChildren(draft)
  if (children > 0)
    return (
      <Sheet title="先别删" close={close}>
        <p>这次巡察下面登记了 {children} 个问题。请先把巡察报上去，或者先删掉那些问题。</p>
      </Sheet>
    )
  return (
    <Sheet title={`删除草稿：${draftName(draft)}`} close={close}>
      <p>填的内容和照片都会从这部手机上删掉，找不回来。</p>
      <button class="btn stop wide" type="button" onClick={() => void drop()}>
        删除
      </button>
    </Sheet>
  )
}

