/** What may be done to a visit: settle its month, correct it, void it. Whether one may is the server's word. */
import { useState } from 'preact/hooks'
import { monthBefore } from '../clock.ts'
import { Choice, Field } from '../inputs.tsx'
import { Sheet } from '../parts.tsx'
import type { Me } from '../wire.ts'
import { at } from './address.ts'
import { useCounting } from './body.ts'
import { Correct } from './correct.tsx'
import { isCounty } from './freeze.tsx'
import { Refusal } from './refusal.tsx'
import { longTime, monthText, TYPES } from './words.ts'
import type { VisitBody } from './wire.ts'
import type { VisitFull } from './wire-pages.ts'
import { useWriting } from './writing.ts'

interface AmendProps {
  who: Me
  visit: VisitFull
  again: () => void
}

type Doing = 'month' | 'correct' | 'void'

export function Amend({ who, visit, again }: AmendProps) {
  const [doing, setDoing] = useState<Doing | null>(null)
  if (!isCounty(who) && visit.actor !== who.account) return null
  const close = () => setDoing(null)
  const done = () => {
    close()
    again()
  }
  return (
    <section class="card" aria-labelledby="may">
      <header>
        <h2 id="may">可以办的</h2>
      </header>
      <div class="pad stack">
        {visit.doubtful && isCounty(who) && (
          <>
            <p>填报的月份和手机时间对不上。定下来以后才算数。</p>
            <button class="btn main wide" type="button" onClick={() => setDoing('month')}>
              定算哪个月
            </button>
          </>
        )}
        {visit.dependents.length > 0 && <Dependents visit={visit} />}
        <div class="btns">
          <button class="btn" type="button" onClick={() => setDoing('correct')}>
            更正
          </button>
          <button class="btn stop" type="button" onClick={() => setDoing('void')}>
            作废
          </button>
        </div>
      </div>
      {doing === 'month' && <Settle visit={visit} close={close} done={done} />}
      {doing === 'correct' && <Correct visit={visit} close={close} done={done} />}
      {doing === 'void' && <VoidSheet id={visit.id} seq={visit.seq} close={close} done={done} />}
    </section>
  )
}

interface SheetProps {
  close: () => void
  done: () => void
}

/** What rests on this visit: while it stands, the visit is not voided. */
function Dependents({ visit }: { visit: VisitFull }) {
  return (
    <div>
      <p>还有记录依据它，要作废先作废它们：</p>
      <ul>
        {visit.dependents.map((one) => (
          <li key={one.id}>
            <a href={at(`${one.type === 'finding' ? 'finding' : 'entry'}/${one.id}`)}>
              {TYPES[one.type] ?? one.type}，第 {one.seq} 号
            </a>
          </li>
        ))}
      </ul>
    </div>
  )
}

/** The month is the county's decision, written as a correction. */
function Settle({ visit, close, done }: SheetProps & { visit: VisitFull }) {
  const [period, setPeriod] = useState('')
  const writing = useWriting()
  const { body } = useCounting<VisitBody>(visit.id)
  const day = visit.started_at.slice(0, 7)
  const months = [...new Set([visit.period, day, monthBefore(day)])].sort()
  const write = async () => {
    const reason = `月份由县局确认：算在 ${monthText(period)}`
    if (await writing.write({ type: 'correction', target: visit.id, body: { ...body, period }, reason })) done()
  }
  return (
    <Sheet title="算哪个月" close={close}>
      <p>
        填报写的是{monthText(visit.period)}，手机上的时间是 {longTime(visit.started_at)}，服务器收到是{' '}
        {longTime(visit.received_at)}。
      </p>
      <Choice
        legend="算在"
        name="period"
        options={months.map((month) => ({ value: month, text: monthText(month) }))}
        chosen={[period]}
        choose={([month]) => setPeriod(month ?? '')}
      />
      <Refusal writing={writing} />
      <button class="btn main wide" type="button" disabled={writing.busy || !period || !body} onClick={() => void write()}>
        {period ? `算在${monthText(period)}` : '先选一个月'}
      </button>
    </Sheet>
  )
}

interface VoidProps extends SheetProps {
  id: string
  seq: number
}

export function VoidSheet({ id, seq, close, done }: VoidProps) {
  const [reason, setReason] = useState('')
  const writing = useWriting()
  const write = async () => {
    if (await writing.write({ type: 'void', target: id, reason: reason.trim() })) done()
  }
  return (
    <Sheet title={`作废第 ${seq} 号？`} close={close}>
      <p class="quiet">记录会留着，标明作废和原因，不再算进任何数字。</p>
      <Field id="void-reason" label="原因" value={reason} change={setReason} hint="写事情，不写人名。" />
      <Refusal writing={writing} />
      <div class="btns">
        <button class="btn" type="button" onClick={close}>
          不作废
        </button>
        <button class="btn stop" type="button" disabled={writing.busy} onClick={() => void write()}>
          作废
        </button>
      </div>
    </Sheet>
  )
}
