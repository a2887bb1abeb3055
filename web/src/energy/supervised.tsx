/** A supervision: its dates and papers, the firm's statement and the answer, the day by which papers are served. */
import type { RecordFull } from './wire.ts'

interface Paper {
  kind: string
  number?: string
  issued_on?: string
  served_on?: string
}

const PAPERS: Record<string, string> = {
  notice: '监察通知书',
  record: '现场笔录',
  report: '监察报告',
  rectification_order: '限期整改通知书',
  suggestion: '节能监察建议书',
  transfer: '移送书',
}

const ACCEPTED: Record<string, string> = { yes: '采纳', part: '部分采纳', no: '不采纳' }

export function Supervised({ record }: { record: RecordFull }) {
  const body = record.body as Record<string, string & Record<string, string> & Paper[]>
  const { statement } = body
  const lines: [string, string | undefined][] = [
    ['任务', body.task_no],
    ['监察日', [body.started_on, body.ended_on].filter(Boolean).join(' 至 ')],
    ['结论', body.conclusions],
    ['企业陈述', statement && `${statement.made_on}：${statement.said}`],
    ['答复', statement && `${statement.answered_on}，${ACCEPTED[statement.accepted!] ?? ''}：${statement.answer}`],
    ['文书送达期限', record.service?.text],
  ]
  return (
    <>
      <section class="card" aria-label="要点">
        <dl class="pad kv facts">
          {lines
            .filter(([, value]) => value)
            .map(([name, value]) => [<dt key={name}>{name}</dt>, <dd key={`${name}=`}>{value}</dd>])}
        </dl>
      </section>
      <section class="card" aria-labelledby="issued">
        <header>
          <h2 id="issued">发出的文书</h2>
        </header>
        <ul class="cells">
          {(body.papers ?? []).map((one: Paper) => (
            <li key={`${one.kind} ${one.number}`} class="cell">
              <span class="grow">
                <b>{PAPERS[one.kind] ?? one.kind}</b>
                <span class="quiet">{one.number}</span>
              </span>
              <span class="quiet">{one.served_on ? `${one.served_on} 送达` : '还没送达'}</span>
            </li>
          ))}
        </ul>
      </section>
    </>
  )
}
