/** One visit: what was found and by whom on the left, what may be done and where it was on the right. */
import { Tag } from '../parts.tsx'
import type { Fault } from '../wire.ts'
import { at } from './address.ts'
import { Amend } from './amend.tsx'
import { Answered } from './answered.tsx'
import { Answers } from './answers.tsx'
import { useAnswer } from './asking.ts'
import { EntryPage } from './entry.tsx'
import { FindingCells } from './finding-cells.tsx'
import { Head } from './head.tsx'
import type { ScreenProps } from './office.tsx'
import { Papers } from './papers.tsx'
import { Photos } from './photos.tsx'
import { People } from './present.tsx'
import { useKinds } from './registers.ts'
import { Spot } from './spot.tsx'
import { Slip, Story } from './story.tsx'
import { LATE, longTime, monthText, NATURES, resultName } from './words.ts'
import type { VisitFull } from './wire-pages.ts'

export function VisitPage({ who, id }: ScreenProps) {
  const answer = useAnswer<VisitFull>(`/visits/${id}`)
  // A voided visit is in no list; what became of it still stands in the ledger.
  if (answer.failure === 'missing') return <EntryPage who={who} id={id} />
  return (
    <Answered answer={answer} page="巡察检查">
      {(visit) => <Visit who={who} visit={visit} again={answer.again} />}
    </Answered>
  )
}

interface VisitProps extends Pick<ScreenProps, 'who'> {
  visit: VisitFull
  again: () => void
}

export const whereOf = (at: { place?: string | null; site_name: string | null; enterprise_name: string | null }) =>
  at.site_name ?? at.enterprise_name ?? at.place ?? '其他地点'

function Visit({ who, visit, again }: VisitProps) {
  const { kind, unit, period } = visit
  return (
    <>
      <Head
        title={`${visit.unit_name}，${whereOf(visit)}`}
        above={<a href={at('cell', { kind, unit, period })}>{`${visit.kind_name}·${monthText(period)}`}</a>}
      >
        <Marks visit={visit} />
        <button class="btn" type="button" onClick={() => print()}>
          打印
        </button>
      </Head>
      <div class="two">
        <div class="stack">
          <Facts visit={visit} />
          <Raised visit={visit} />
          <Photos pictures={visit.pictures} />
          <Answers kind={kind} groups={visit.groups} />
          <People people={visit.present} />
        </div>
        <div class="stack">
          <Amend who={who} visit={visit} again={again} />
          <Lacking lacking={visit.lacking} />
          <Spot told={visit} site={visit.site} />
          <Papers papers={papersOf(visit.id)} />
          <Slip told={visit} />
          <Story history={visit.history} />
        </div>
      </div>
    </>
  )
}

const papersOf = (id: string) => [
  { name: '检查记录', path: `visit-record/${id}.docx` },
  { name: '签到表', path: `sign-in/${id}.docx` },
]

function Marks({ visit }: { visit: VisitFull }) {
  return (
    <>
      {visit.history.length > 1 && <Tag tone="info">更正过</Tag>}
      {visit.doubtful && <Tag tone="warn">月份待定</Tag>}
      {visit.late && <Tag tone="warn">{LATE[visit.late]}</Tag>}
      {!visit.inspected && <Tag tone="warn">没能进入</Tag>}
      {visit.joint && <Tag>联合巡察</Tag>}
    </>
  )
}

function Facts({ visit }: { visit: VisitFull }) {
  const kinds = useKinds()
  return (
    <section class="card" aria-label="要点">
      <dl class="pad kv facts">
        <dt>结果</dt>
        <dd>
          <b class={visit.failed.length ? 'bad' : ''}>{resultName(kinds, visit.kind, visit.result)}</b>
        </dd>
        <dt>性质</dt>
        <dd>{NATURES[visit.nature]}</dd>
        {visit.place && [<dt key="place">地点</dt>, <dd key="place=">{visit.place}</dd>]}
        <dt>在现场</dt>
        <dd>
          {longTime(visit.started_at)}
          {visit.ended_at && ` 到 ${longTime(visit.ended_at).slice(11)}`}
        </dd>
        <dt>算在</dt>
        <dd>
          {monthText(visit.period)}
          {visit.doubtful && '（待定，现在哪个月都不算）'}
        </dd>
        {visit.tests
          .filter((test) => test.met)
          .map((test) => [<dt key={test.key}>认定</dt>, <dd key={`${test.key}=`}>{test.name}</dd>])}
      </dl>
    </section>
  )
}

/** Failed items first: each with the finding registered from it, or that none is. */
function Raised({ visit }: { visit: VisitFull }) {
  const kind = useKinds()?.find((one) => one.kind === visit.kind)
  // The conclusion follows from the items: once one of them is registered, it needs no finding of its own.
  const concluded = (item: string) => visit.findings.length > 0 && item === kind?.result_question
  const items = visit.raised.filter((one) => visit.raised.length === 1 || one.item !== kind?.result_question)
  const open = items.filter((one) => one.findings.length === 0 && !concluded(one.item))
  if (visit.raised.length === 0 && visit.findings.length === 0) return null
  return (
    <section class="card" aria-labelledby="raised">
      <header class="split">
        <h2 id="raised">发现的问题</h2>
        <Tag tone="bad">{items.length} 项不合格</Tag>
      </header>
      <FindingCells findings={visit.findings} />
      {open.length > 0 && (
        <ul class="pad stack tight">
          {open.map((one) => (
            <li key={one.item}>
              {one.text} <span class="warn">还没登记问题</span>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

export function Lacking({ lacking }: { lacking: Fault[] }) {
  return (
    <section class="card" aria-labelledby="lacking">
      <header class="split">
        <h2 id="lacking">还缺</h2>
        <span class="quiet">{lacking.length ? `${lacking.length} 项` : '没有'}</span>
      </header>
      {lacking.length > 0 && (
        <ul class="pad stack tight">
          {lacking.map((one) => (
            <li key={`${one.path} ${one.message}`}>{one.message}</li>
          ))}
        </ul>
      )}
    </section>
  )
}
