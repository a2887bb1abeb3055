/** Any other entry as it stands in the ledger: a zero report, an excuse, a plan. Who, when, what, and voiding it. */
import { useState } from 'preact/hooks'
import { Tag } from '../parts.tsx'
import { VoidSheet } from './amend.tsx'
import { Answered } from './answered.tsx'
import { at } from './address.ts'
import { useAnswer } from './asking.ts'
import { isCounty } from './freeze.tsx'
import { Head } from './head.tsx'
import type { ScreenProps } from './office.tsx'
import { nameOfPerson, nameOfUnit, placeOf, usePeople } from './registers.ts'
import { Receipt, Story } from './story.tsx'
import { photoAt } from './photos.tsx'
import { kindName, monthText, TYPES } from './words.ts'
import type { Stored } from './wire.ts'
import { type Names, useNames } from './visits.tsx'

export function EntryPage({ who, id }: ScreenProps) {
  const entry = useAnswer<Stored>(`/entries/${id}`)
  const amendments = useAnswer<{ items: Stored[] }>(`/entries/${id}/amendments`)
  const names = useNames()
  const again = () => {
    entry.again()
    amendments.again()
  }
  return (
    <Answered answer={entry} page="记录">
      {(found) => (
        <Answered answer={amendments} page="记录">
          {({ items }) => <Entry who={who} entry={found} amendments={items} names={names} again={again} />}
        </Answered>
      )}
    </Answered>
  )
}

interface EntryProps extends Pick<ScreenProps, 'who'> {
  entry: Stored
  amendments: Stored[]
  names: Names
  again: () => void
}

function Entry({ who, entry, amendments, names, again }: EntryProps) {
  const [asking, setAsking] = useState(false)
  const voided = amendments.some((one) => one.type === 'void')
  const last = amendments.filter((one) => one.type === 'correction').pop()
  const body = (last?.body.body as Record<string, unknown> | undefined) ?? entry.body
  const unit = nameOfUnit(names.units, String(body.unit ?? ''))
  return (
    <>
      <Head title={`${TYPES[entry.type] ?? entry.type}，${unit}`} above={`第 ${entry.seq} 号`}>
        {voided ? <Tag tone="bad">已作废</Tag> : last && <Tag tone="info">更正过</Tag>}
      </Head>
      <div class="two">
        <section class="card" aria-label="内容">
          <Body body={body} names={names} />
        </section>
        <div class="stack">
          {!voided && (isCounty(who) || entry.actor === who.account) && (
            <section class="card pad" aria-label="可以办的">
              <button class="btn stop wide" type="button" onClick={() => setAsking(true)}>
                作废
              </button>
            </section>
          )}
          <Receipt entry={entry} />
          <Story entry={entry} amendments={amendments} />
        </div>
      </div>
      {asking && (
        <VoidSheet
          id={entry.id}
          seq={entry.seq}
          close={() => setAsking(false)}
          done={() => {
            setAsking(false)
            again()
          }}
        />
      )}
    </>
  )
}

function Body({ body, names }: { body: Record<string, unknown>; names: Names }) {
  const people = usePeople()
  const text = (name: string) => String(body[name])
  const lines: [string, string, preact.ComponentChildren][] = [
    ['unit', '单位', nameOfUnit(names.units, text('unit'))],
    ['kind', '类别', kindName(names.kinds, text('kind'))],
    ['period', '月份', body.period ? monthText(text('period')) : ''],
    ['on', '日期', text('on')],
    ['reason', '原因', text('reason')],
    ['signed_by', '签字人', text('signed_by')],
    ['rests_on', '依据的巡察', <a href={at(`visit/${text('rests_on')}`)}>看那次巡察</a>],
    ['people', '去的人', list(body.people).map((one) => nameOfPerson(people, one)).join('、')],
    [
      'sites',
      '看的点位',
      list(body.sites).map((site) => placeOf(names.sites, names.firms, { site, enterprise: null })).join('、'),
    ],
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
