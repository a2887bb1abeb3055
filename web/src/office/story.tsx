/** The receipt of an entry, and what was done to it later: who, when, why, what was changed into what. */
import type { Receipt } from '../wire.ts'
import { hashText, longTime, TYPES } from './words.ts'
import type { Step, Told } from './wire-pages.ts'

interface SlipProps {
  told: Pick<Told, 'seq' | 'actor_name'> & { receipt: Pick<Receipt, 'hash' | 'received_at'> }
}

export function Slip({ told }: SlipProps) {
  return (
    <section class="card" aria-labelledby="receipt">
      <header>
        <h2 id="receipt">回执</h2>
      </header>
      <dl class="pad kv">
        <dt>编号</dt>
        <dd>第 {told.seq} 号</dd>
        <dt>填报人</dt>
        <dd>{told.actor_name}</dd>
        <dt>入账</dt>
        <dd>{longTime(told.receipt.received_at)}</dd>
        <dt>校验</dt>
        <dd>
          <code>{hashText(told.receipt.hash)}</code>
        </dd>
      </dl>
    </section>
  )
}

/** Newest first; with the first entry alone there is no story to tell. */
export function Story({ history }: { history: Step[] }) {
  if (history.length < 2) return null
  return (
    <section class="card" aria-labelledby="story">
      <header class="split">
        <h2 id="story">经过</h2>
        <span class="quiet">新的在上</span>
      </header>
      <ol class="time pad">
        {[...history].reverse().map((step, place) => (
          <li key={step.id} class={step.type === 'void' ? 'undo' : place === 0 ? 'now' : ''}>
            <b>{TYPES[step.type] ?? step.type}</b>
            {step.reason && <p>{step.reason}</p>}
            <ul>
              {step.changes.map((change) => (
                <li key={change.path}>
                  {change.label}：{valueText(change.old)} → {valueText(change.new)}
                </li>
              ))}
            </ul>
            <p class="quiet">
              {step.actor_name}，{longTime(step.received_at)}·第 {step.seq} 号
            </p>
          </li>
        ))}
      </ol>
    </section>
  )
}

const YES_NO: Record<string, string> = { yes: '是', no: '否', na: '不涉及' }

function valueText(value: unknown): string {
  if (value === null || value === undefined || value === '') return '没有'
  if (Array.isArray(value)) return value.map(valueText).join('、')
  if (typeof value === 'object') return '（内容较多，见原记录）'
  return YES_NO[String(value)] ?? String(value)
}
