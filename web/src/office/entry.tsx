/** Any other entry as it stands in the ledger: a zero report, an excuse, a plan. Who, when, what, and voiding it. */
import { useState } from 'preact/hooks'
import { Tag } from '../parts.tsx'
import { at } from './address.ts'
import { VoidSheet } from './amend.tsx'
import { Answered } from './answered.tsx'
import { useCounting } from './body.ts'
import { isCounty } from './freeze.tsx'
import { Head } from './head.tsx'
import type { ScreenProps } from './office.tsx'
import { photoAt } from './photos.tsx'
import { nameOfPerson, nameOfSite, nameOfUnit, useKinds, usePeople, useSites, useUnits } from './registers.ts'
import { Slip, Story } from './story.tsx'
import { kindName, monthText, TYPES } from './words.ts'
import type { Person, Stored } from './wire.ts'
import type { Step } from './wire-pages.ts'

export function EntryPage({ who, id }: ScreenProps) {
  const counting = useCounting<Record<string, unknown>>(id)
  return (
    <Answered answer={counting.answer} page="记录">
      {(entry) => <Entry who={who} entry={entry} {...counting} />}
    </Answered>
  )
}

interface EntryProps extends Pick<ScreenProps, 'who'> {
  entry: Stored
  body: Record<string, unknown> | undefined
  amendments: Stored[]
  voided: boolean
  again: () => void
}

function Entry({ who, entry, body = entry.body, amendments, voided, again }: EntryProps) {
  const units = useUnits()
  const people = usePeople()
  const steps = [entry, ...amendments].map((one) => stepOf(one, people))
  const may = !voided && (isCounty(who) || entry.actor === who.account)
  return (
    <>
      <Head title={`${TYPES[entry.type] ?? entry.type}，${nameOfUnit(units, String(body.unit ?? ''))}`} above={`第 ${entry.seq} 号`}>
        {voided ? <Tag tone="bad">已作废</Tag> : amendments.length > 0 && <Tag tone="info">更正过</Tag>}
      </Head>
      <div class="two">
        <section class="card" aria-label="内容">
          <Body body={body} />
        </section>
        <div class="stack">
          {may && <Withdraw id={entry.id} seq={entry.seq} again={again} />}
          <Slip told={{ seq: entry.seq, actor_name: nameOfPerson(people, entry.actor), receipt: entry }} />
          <Story history={steps} />
        </div>
      </div>
    </>
  )
}

const stepOf = (one: Stored, people: Person[] | undefined): Step => ({
  ...one,
  actor_name: nameOfPerson(people, one.actor),
  reason: ['correction', 'void'].includes(one.type) ? String(one.body.reason ?? '原因已按规定删除') : null,
  changes: [],
})

export function Withdraw({ id, seq, again }: { id: string; seq: number; again: () => void }) {
  const [asking, setAsking] = useState(false)
  const close = () => setAsking(false)
  return (
    <section class="card pad stack" aria-label="可以办的">
      <p class="quiet">记错了的可以作废，写明原因；记录会一直留着。</p>
      <button class="btn stop wide" type="button" onClick={() => setAsking(true)}>
        作废
      </button>
      {asking && (
        <VoidSheet
          id={id}
          seq={seq}
          close={close}
          done={() => {
            close()
            again()
          }}
        />
      )}
    </section>
  )
}

function Body({ body }: { body: Record<string, unknown> }) {
  const units = useUnits()
  const kinds = useKinds()
  const sites = useSites()
  const people = usePeople()
  const text = (name: string) => String(body[name])
  const lines: [string, string, preact.ComponentChildren][] = [
    ['unit', '单位', nameOfUnit(units, text('unit'))],
    ['kind', '类别', kindName(kinds, text('kind'))],
    ['period', '月份', body.period ? monthText(text('period')) : ''],
    ['on', '日期', text('on')],
    ['reason', '原因', text('reason')],
    ['signed_by', '签字人', text('signed_by')],
    ['rests_on', '依据的巡察', <a href={at(`visit/${text('rests_on')}`)}>看那次巡察</a>],
    ['people', '去的人', list(body.people).map((one) => nameOfPerson(people, one)).join('、')],
    ['sites', '看的点位', list(body.sites).map((site) => nameOfSite(sites, site)).join('、')],
    ['note', '说明', text('note')],
    ['signature', '签名', <img class="signed" src={photoAt(text('signature'))} alt={`${text('signed_by')}的签名`} />],
  ]
  return (
    <dl class="pad kv facts">
      {lines
        .filter(([name]) => body[name])
        .map(([name, label, value]) => [<dt key={name}>{label}</dt>, <dd key={`${name}=`}>{value}</dd>])}
    </dl>
  )
}

const list = (value: unknown) => (Array.isArray(value) ? value.map(String) : [])
