/** 经过: every step of the case, who took it under which role, what was written and handed in; the newest first. */
import { useState } from 'preact/hooks'
import { photoAt } from '../office/photos.tsx'
import { shortTime } from '../office/words.ts'
import type { CaseFull, StepBody, Taken } from './wire.ts'

const SHOWN = 6

export function Timeline({ found }: { found: CaseFull }) {
  const [all, setAll] = useState(false)
  const steps = [...found.taken].reverse()
  const shown = all ? steps : steps.slice(0, SHOWN)
  return (
    <section class="card" aria-labelledby="story">
      <header class="split">
        <h2 id="story">经过</h2>
        <span class="quiet">{found.taken.length + 1} 条，新的在上</span>
      </header>
      <ol class="time pad">
        {shown.map((step, at) => (
          <Line key={step.id} step={step} now={at === 0} cycles={found.cycle > 1} />
        ))}
        {shown.length < steps.length && (
          <li>
            <button class="btn" type="button" onClick={() => setAll(true)}>
              展开前面 {steps.length - shown.length} 条
            </button>
          </li>
        )}
        <li class={found.taken.length ? '' : 'now'}>
          <div class="split">
            <b>登记问题</b>
            <span class="quiet">
              {shortTime(found.receipt.received_at)}·第 {found.seq} 号
            </span>
          </div>
          <p>
            {found.actor_name}，{found.unit_name}
          </p>
        </li>
      </ol>
    </section>
  )
}

function Line({ step, now, cycles }: { step: Taken; now: boolean; cycles: boolean }) {
  const undone = step.marks === 'returned' || step.marks === 'reopened'
  return (
    <li class={undone ? 'undo' : now ? 'now' : ''}>
      <div class="split">
        <b>
          {step.name}
          {cycles && <span class="quiet">（第 {step.cycle} 个周期）</span>}
        </b>
        <span class="quiet">
          {shortTime(step.received_at)}·第 {step.seq} 号
        </span>
      </div>
      <p class="quiet">
        {step.actor_name}，{step.role_name}
      </p>
      <Handed body={step.body} />
      {step.pictures.some((one) => one.held !== 'missing') && (
        <div class="thumbs">
          {step.pictures
            .filter((one) => one.held !== 'missing')
            .map((one) => (
              <a key={one.sha256} href={photoAt(one.held === 'copy' ? one.copy! : one.sha256, 'screen')}>
                <img src={photoAt(one.held === 'copy' ? one.copy! : one.sha256, 'thumb')} alt={one.slot_name} />
              </a>
            ))}
        </div>
      )}
    </li>
  )
}

const PENALTY: Record<string, string> = { none: '没有处罚', done: '处罚已执行', pending: '处罚还没执行' }
const CONCLUSION: Record<string, string> = { passed: '核查通过', failed: '核查不通过' }
const OUTCOME: Record<string, string> = { upheld: '异议成立', dismissed: '异议不成立' }

/** What was written with a step, in lines; each only where something stands. */
function lines(body: StepBody): (string | false | undefined)[] {
  const { plan, checkers, notice, papers } = body
  return [
    body.note ?? body.text,
    body.person && `责任人：${body.person}`,
    plan && `目标：${plan.target}；措施 ${plan.measures.length} 项；${plan.due_on} 前改好`,
    body.done?.length && `做完第 ${body.done.join('、')} 项措施`,
    body.penalty && PENALTY[body.penalty],
    body.same_kind && `举一反三：${body.same_kind}`,
    checkers?.length && `核查人：${checkers.map((one) => one.name).join('、')}`,
    body.conclusion && CONCLUSION[body.conclusion],
    body.outcome && OUTCOME[body.outcome],
    notice && `公示 ${notice.from_on} 至 ${notice.to_on}，异议电话 ${notice.phone}`,
    body.due_on && `新期限 ${body.due_on}`,
    papers?.length && `文书 ${papers.length} 份${numbers(papers)}`,
  ].map((line) => line || undefined)
}

const numbers = (papers: NonNullable<StepBody['papers']>) => {
  const listed = papers.flatMap((one) => one.number ?? [])
  return listed.length ? `：${listed.join('、')}` : ''
}

function Handed({ body }: { body: StepBody }) {
  const said = lines(body).filter(Boolean)
  return said.length ? (
    <>
      {said.map((line) => (
        <p key={String(line)}>{line}</p>
      ))}
    </>
  ) : null
}
