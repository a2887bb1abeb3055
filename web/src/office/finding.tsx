/** One finding: what is wrong and what is asked, its photos, the visit it comes from. Its steps come with rectification. */
import { Tag } from '../parts.tsx'
import { at } from './address.ts'
import { Answered } from './answered.tsx'
import { useAnswer } from './asking.ts'
import { EntryPage, Withdraw } from './entry.tsx'
import { DueTag } from './finding-cells.tsx'
import { isCounty } from './freeze.tsx'
import { Head } from './head.tsx'
import type { ScreenProps } from './office.tsx'
import { Photos } from './photos.tsx'
import { Spot } from './spot.tsx'
import { Slip, Story } from './story.tsx'
import { Lacking, whereOf } from './visit.tsx'
import { longTime } from './words.ts'
import type { FindingFull } from './wire-pages.ts'

const SEVERITIES: Record<string, string> = { info: '记录', minor: '一般', major: '较重', critical: '严重' }

export function FindingPage({ who, id }: ScreenProps) {
  const answer = useAnswer<FindingFull>(`/findings/${id}`)
  if (answer.failure === 'missing') return <EntryPage who={who} id={id} />
  return (
    <Answered answer={answer} page="问题">
      {(finding) => <Finding who={who} finding={finding} again={answer.again} />}
    </Answered>
  )
}

interface FindingProps extends Pick<ScreenProps, 'who'> {
  finding: FindingFull
  again: () => void
}

function Finding({ who, finding, again }: FindingProps) {
  return (
    <>
      <Head
        title={`${whereOf(finding)}：${finding.category_name}`}
        above={`第 ${finding.seq} 号·${finding.source_name}·${finding.opened_on} 登记`}
      >
        <Tag tone="info">{finding.state_name}</Tag>
        <DueTag {...finding} />
        <button class="btn" type="button" onClick={() => print()}>
          打印
        </button>
      </Head>
      <div class="two">
        <div class="stack">
          <Facts finding={finding} />
          <Photos pictures={finding.pictures} />
        </div>
        <div class="stack">
          {(isCounty(who) || finding.actor === who.account) && <Withdraw id={finding.id} seq={finding.seq} again={again} />}
          <Lacking lacking={finding.lacking} />
          <Spot told={finding} site={null} />
          <Slip told={finding} />
          <Story history={finding.history} />
        </div>
      </div>
    </>
  )
}

function Facts({ finding }: { finding: FindingFull }) {
  const lines: [string, preact.ComponentChildren][] = [
    ['问题', finding.text],
    ['不合格项', finding.item_text],
    ['整改要求', finding.demand],
    ['严重程度', SEVERITIES[finding.severity]],
    ['单位', finding.unit_name],
    ['企业', finding.enterprise_name],
    ['点位', finding.site_name],
    ['地点', finding.place],
    ['期限', finding.due_on],
    ['依据', finding.legal_basis],
    ['提出它的检查', finding.raised_at && <VisitLink finding={finding} />],
  ]
  return (
    <section class="card" aria-label="要点">
      <dl class="pad kv facts">
        {lines
          .filter(([, value]) => value)
          .map(([name, value]) => [<dt key={name}>{name}</dt>, <dd key={`${name}=`}>{value}</dd>])}
      </dl>
    </section>
  )
}

function VisitLink({ finding: { raised_at, kind_name } }: { finding: FindingFull }) {
  return (
    <a href={at(`visit/${raised_at!.id}`)}>
      {kind_name}，{longTime(raised_at!.started_at)}
    </a>
  )
}
