/** One visit: what was found and by whom on the left, photos, what may be done on the right. */
import { Tag } from '../parts.tsx'
import type { Fault, Kind } from '../wire.ts'
import { Amend } from './amend.tsx'
import { Answers } from './answers.tsx'
import { Answered } from './answered.tsx'
import { at } from './address.ts'
import { useAnswer } from './asking.ts'
import { Head } from './head.tsx'
import { LazyMap } from './lazy-map.tsx'
import type { ScreenProps } from './office.tsx'
import { Photos } from './photos.tsx'
import { People } from './present.tsx'
import { Receipt, Story } from './story.tsx'
import { nameOfUnit, placeOf } from './registers.ts'
import { kindName, LATE, longTime, monthText, NATURES, resultName } from './words.ts'
import type { Stored, VisitBody } from './wire.ts'
import { type Names, useNames } from './visits.tsx'

/** A visit as it counts now: the body of the last correction and what was decided on it. */
export interface Standing {
  entry: Stored<VisitBody>
  body: VisitBody
  said: Record<string, unknown>
  notices: Fault[]
  amendments: Stored[]
  voided: boolean
}

function standing(entry: Stored<VisitBody>, amendments: Stored[]): Standing {
  const corrections = amendments.filter((one) => one.type === 'correction')
  const last = corrections[corrections.length - 1]
  const decision = (last?.decision.said?.decision ?? entry.decision) as Stored['decision']
  return {
    entry,
    body: (last?.body.body as VisitBody | undefined) ?? entry.body,
    said: decision.said ?? {},
    notices: decision.notices ?? [],
    amendments,
    voided: amendments.some((one) => one.type === 'void'),
  }
}

export function VisitPage({ who, id }: ScreenProps) {
  const entry = useAnswer<Stored<VisitBody>>(`/entries/${id}`)
  const amendments = useAnswer<{ items: Stored[] }>(`/entries/${id}/amendments`)
  const names = useNames()
  const again = () => {
    entry.again()
    amendments.again()
  }
  return (
    <Answered answer={entry} page="巡察检查">
      {(found) => (
        <Answered answer={amendments} page="巡察检查">
          {(later) => <Visit who={who} visit={standing(found, later.items)} names={names} again={again} />}
        </Answered>
      )}
    </Answered>
  )
}

interface VisitProps extends Pick<ScreenProps, 'who'> {
  visit: Standing
  names: Names
  again: () => void
}

function Visit({ who, visit, names, again }: VisitProps) {
  const { body, said } = visit
  const kind = names.kinds?.find((one) => one.kind === body.kind && one.version === (body.kind_version ?? 1))
  const where = body.place ?? placeOf(names.sites, names.firms, placed(body))
  const cell = { kind: body.kind, unit: body.unit, period: body.period }
  return (
    <>
      <Head
        title={`${nameOfUnit(names.units, body.unit)}，${where}`}
        above={<a href={at('cell', cell)}>{`${kindName(names.kinds, body.kind)}·${monthText(body.period)}`}</a>}
      >
        <Marks visit={visit} />
        <button class="btn" type="button" onClick={() => print()}>
          打印
        </button>
      </Head>
      <div class="two">
        <div class="stack">
          <Facts visit={visit} kinds={names.kinds} />
          <Photos photos={body.photos ?? []} kind={kind} />
          {kind && <Answers kind={kind} body={body} said={said} />}
          <People people={body.present ?? []} />
        </div>
        <div class="stack">
          <Amend who={who} visit={visit} kind={kind} names={names} again={again} />
          <Lacking notices={visit.notices} />
          <Place body={body} names={names} />
          <Receipt entry={visit.entry} />
          <Story entry={visit.entry} amendments={visit.amendments} />
        </div>
      </div>
    </>
  )
}

const placed = (body: VisitBody) => ({ site: body.site ?? null, enterprise: body.enterprise ?? null })

function Marks({ visit: { said, voided, amendments } }: { visit: Standing }) {
  const late = LATE[String(said.late ?? '')]
  return (
    <>
      {voided && <Tag tone="bad">已作废</Tag>}
      {!voided && amendments.length > 0 && <Tag tone="info">更正过</Tag>}
      {said.doubtful === true && <Tag tone="warn">月份待定</Tag>}
      {late && <Tag tone="warn">{late}</Tag>}
      {said.joint === true && <Tag>联合巡察</Tag>}
      {said.inspected === false && <Tag tone="warn">没能进入</Tag>}
    </>
  )
}

function Facts({ visit: { body, said, entry }, kinds }: { visit: Standing; kinds: Kind[] | undefined }) {
  const failed = (said.failed as string[] | undefined)?.length ?? 0
  const result = (said.result as string | null) ?? null
  return (
    <section class="card" aria-label="要点">
      <dl class="pad kv facts">
        <dt>结果</dt>
        <dd>
          <b class={failed ? 'bad' : ''}>{resultName(kinds, body.kind, result)}</b>
        </dd>
        <dt>性质</dt>
        <dd>{NATURES[body.nature]}</dd>
        <dt>在现场</dt>
        <dd>
          {longTime(body.started_at)}
          {body.ended_at && ` 到 ${longTime(body.ended_at).slice(11)}`}
        </dd>
        <dt>算在</dt>
        <dd>
          {monthText(body.period)}
          {said.doubtful === true && '（待定，现在哪个月都不算）'}
        </dd>
        <dt>收到</dt>
        <dd>{longTime(entry.received_at)}</dd>
      </dl>
    </section>
  )
}

function Lacking({ notices }: { notices: Fault[] }) {
  return (
    <section class="card" aria-labelledby="lacking">
      <header class="split">
        <h2 id="lacking">还缺</h2>
        <span class="quiet">{notices.length ? `${notices.length} 项` : '没有'}</span>
      </header>
      {notices.length > 0 && (
        <ul class="pad stack tight">
          {notices.map((notice) => (
            <li key={`${notice.path} ${notice.message}`}>{notice.message}</li>
          ))}
        </ul>
      )}
    </section>
  )
}

const NO_POSITION: Record<string, string> = {
  denied: '手机没有允许定位',
  unavailable: '当时定不到位',
  timeout: '定位超时',
}

function Place({ body: { position, no_position_reason, site }, names }: { body: VisitBody; names: Names }) {
  const listed = names.sites?.find((one) => one.site === site && one.lat !== null)
  const points = [
    ...(position
      ? [{ lat: position.lat, lon: position.lon, accuracy_m: position.accuracy_m ?? null, tone: 'plain', text: '填报时的位置' }]
      : []),
    ...(listed ? [{ lat: listed.lat!, lon: listed.lon!, tone: 'place', text: `点位：${listed.name}` }] : []),
  ]
  return (
    <section class="card" aria-labelledby="place">
      <header>
        <h2 id="place">位置</h2>
      </header>
      {points.length > 0 && <LazyMap points={points} small />}
      <p class="pad">
        {position
          ? `${position.lat.toFixed(5)}，${position.lon.toFixed(5)}${position.accuracy_m ? `，误差 ${Math.round(position.accuracy_m)} 米` : ''}`
          : `没有位置：${NO_POSITION[no_position_reason ?? ''] ?? '没有写原因'}。`}
      </p>
    </section>
  )
}
