/** One finding as a case: how far it is, before and after, its story on the left; what I may do now on the right. */
import { Now } from '../case/now.tsx'
import { EvidenceCard } from '../case/evidence.tsx'
import { Pair } from '../case/pair.tsx'
import { CasePapers } from '../case/papers.tsx'
import { Timeline } from '../case/timeline.tsx'
import { Way } from '../case/way.tsx'
import type { CaseFull } from '../case/wire.ts'
import { Tag } from '../parts.tsx'
import { at } from './address.ts'
import { Answered } from './answered.tsx'
import { useAnswer } from './asking.ts'
import { EntryPage, Withdraw } from './entry.tsx'
import { DueTag } from './finding-cells.tsx'
import { isCounty } from './freeze.tsx'
import { mayRead } from './menu.tsx'
import { Head } from './head.tsx'
import type { ScreenProps } from './office.tsx'
import { Photos } from './photos.tsx'
import { Spot } from './spot.tsx'
import { Slip, Story } from './story.tsx'
import { Lacking, whereOf } from './visit.tsx'
import { longTime } from './words.ts'

const SEVERITIES: Record<string, string> = { info: '记录', minor: '一般', major: '较重', critical: '严重' }

/** Who weighs the photos: `GET /findings/{id}/evidence`. */
const weighs = (who: ScreenProps['who']) =>
  who.grants.some((grant) => ['county', 'reviewer', 'auditor'].includes(grant.role))

/** Weighing looks through the whole archive: only where there is something to weigh. */
const hasAfter = ({ taken }: CaseFull) => taken.some((one) => one.pictures.some((picture) => picture.slot === 'after'))

export function FindingPage({ who, id }: ScreenProps) {
  const answer = useAnswer<CaseFull>(`/findings/${id}`)
  if (answer.failure === 'missing') return <EntryPage who={who} id={id} />
  return (
    <Answered answer={answer} page="问题">
      {(finding) => <Finding who={who} finding={finding} again={answer.again} />}
    </Answered>
  )
}

const above = ({ seq, number, source_name, level_name, opened_on }: CaseFull) =>
  [`第 ${seq} 号`, number, source_name, level_name, `${opened_on} 登记`].filter(Boolean).join('·')

interface FindingProps extends Pick<ScreenProps, 'who'> {
  finding: CaseFull
  again: () => void
}

function Finding({ who, finding, again }: FindingProps) {
  return (
    <>
      <Head
        title={`${whereOf(finding)}：${finding.category_name}`}
        above={above(finding)}
      >
        <Tag tone="info">{finding.state_name}</Tag>
        <DueTag {...finding} />
        <button class="btn" type="button" onClick={() => print()}>
          打印
        </button>
      </Head>
      <Way found={finding} />
      <div class="two case">
        <div class="stack">
          <Pair found={finding} />
          {weighs(who) && hasAfter(finding) && <EvidenceCard id={finding.id} />}
          <Timeline found={finding} />
          {finding.pictures.some((one, at) => at > 0 || one.held === 'missing') && <Photos pictures={finding.pictures} />}
        </div>
        <div class="stack">
          <Now found={finding} again={again} />
          <Facts finding={finding} />
          {(isCounty(who) || finding.actor === who.account) && <Withdraw id={finding.id} seq={finding.seq} again={again} />}
          {mayRead(who, 'papers') && <CasePapers id={finding.id} whole={mayRead(who, 'visits')} />}
          <Lacking lacking={finding.lacking} />
          <Spot told={finding} site={null} />
          <Slip told={finding} />
          <Story history={finding.history} />
        </div>
      </div>
    </>
  )
}

function Facts({ finding }: { finding: CaseFull }) {
  const lines: [string, preact.ComponentChildren][] = [
    ['问题', finding.text],
    ['不合格项', finding.item_text],
    ['整改要求', finding.demand],
    ['严重程度', SEVERITIES[finding.severity]],
    ['单位', finding.unit_name],
    ['企业', finding.enterprise_name],
    ['点位', finding.site_name],
    ['地点', finding.place],
    ['责任单位', finding.responsible_name],
    ['期限', finding.due_on],
    ['原定期限', finding.extended > 0 && finding.original_due_on],
    ['轮次', finding.round > 1 && `第 ${finding.round} 轮`],
    ['周期', finding.cycle > 1 && `第 ${finding.cycle} 个周期，第一次销号 ${finding.first_closed_on ?? '没有'}`],
    ['销号', finding.closed_on],
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

function VisitLink({ finding: { raised_at, kind_name } }: { finding: CaseFull }) {
  return (
    <a href={at(`visit/${raised_at!.id}`)}>
      {kind_name}，{longTime(raised_at!.started_at)}
    </a>
  )
}
