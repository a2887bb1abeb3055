/**
 * 收件箱: what was received and is not in the ledger, and taking it in (adopt) with its faults mended.
 *
 * Beside each fault stands the very value it is about, to be mended there. Whether it may enter is the server's word.
 */
import { useState } from 'preact/hooks'
import { Field } from '../inputs.tsx'
import { Sheet, Tag } from '../parts.tsx'
import type { Fault } from '../wire.ts'
import { Answered, Empty } from './answered.tsx'
import { usePages } from './asking.ts'
import { isCounty } from './freeze.tsx'
import { Head } from './head.tsx'
import { mended, valueAt } from './mending.ts'
import type { ScreenProps } from './office.tsx'
import { Refusal } from './refusal.tsx'
import { nameOfPerson, nameOfUnit, usePeople, useUnits } from './registers.ts'
import { longTime, RECEIVED, TYPES } from './words.ts'
import type { InboxLine } from './wire.ts'
import { useWriting } from './writing.ts'

type Body = Record<string, unknown>

export function InboxScreen({ who }: ScreenProps) {
  const answer = usePages<InboxLine>('/inbox?limit=100')
  const [open, setOpen] = useState<InboxLine | null>(null)
  return (
    <>
      <Head title="收件箱" above="收到了，但还没有入账的；原样留着，一条不丢" />
      <Answered answer={answer}>
        {(lines) => (
          <section class="card" aria-label="收件箱">
            {lines.length === 0 && <Empty title="没有待收录的">传上来的都入账了。</Empty>}
            <ul class="cells">
              {lines.map((line) => (
                <Line key={`${line.id} ${line.digest}`} line={line} may={isCounty(who)} open={() => setOpen(line)} />
              ))}
            </ul>
          </section>
        )}
      </Answered>
      {answer.more && (
        <button class="btn" type="button" onClick={answer.more}>
          再读 100 条
        </button>
      )}
      {open && (
        <Adopt
          line={open}
          close={() => setOpen(null)}
          done={() => {
            setOpen(null)
            answer.again()
          }}
        />
      )}
    </>
  )
}

const bodyOf = (line: InboxLine): Body => (typeof line.body === 'object' && line.body ? (line.body as Body) : {})
const unitOf = (line: InboxLine) => String(bodyOf(line).unit ?? line.unit.split('/').filter(Boolean).pop() ?? '')

function Line({ line, may, open }: { line: InboxLine; may: boolean; open: () => void }) {
  const people = usePeople()
  const units = useUnits()
  const { text, why } = RECEIVED[line.reason]
  return (
    <li class="pad stack one">
      <div class="split">
        <b>
          {TYPES[String(bodyOf(line).type)] ?? '读不懂的内容'}，{nameOfUnit(units, unitOf(line))}
        </b>
        <Tag tone={line.reason === 'parent_missing' ? '' : 'warn'}>{text}</Tag>
      </div>
      <p class="quiet">
        {nameOfPerson(people, line.account)}，{longTime(line.received_at)}。{why}
      </p>
      <ul>
        {(line.problem?.faults ?? []).map((fault) => (
          <li key={`${fault.path} ${fault.message}`}>{fault.message}</li>
        ))}
      </ul>
      {may && line.reason !== 'parent_missing' && (
        <div>
          <button class="btn" type="button" onClick={open}>
            收录
          </button>
        </div>
      )}
    </li>
  )
}

interface AdoptProps {
  line: InboxLine
  close: () => void
  done: () => void
}

function Adopt({ line, close, done }: AdoptProps) {
  const [body, setBody] = useState(bodyOf(line))
  const [reason, setReason] = useState('')
  const writing = useWriting()
  const inner = writing.faults.filter((fault) => valueAt(body, fault.path) !== undefined)
  const faults = unique([...(line.problem?.faults ?? []), ...inner])
  const write = async () => {
    const changed = JSON.stringify(body) !== JSON.stringify(bodyOf(line))
    const adopted = { type: 'adopt', unit: unitOf(line), received: line.id, digest: line.digest, reason: reason.trim() }
    if (await writing.write(changed ? { ...adopted, body } : adopted)) done()
  }
  return (
    <Sheet title="收录进台账" close={close}>
      <p class="quiet">写的人不变，收录的人和原因一起记下。有错的地方先改好。</p>
      {faults.map((fault) => (
        <Field
          key={fault.path}
          id={`i-${fault.path}`}
          label={fault.message}
          value={valueAt(body, fault.path) ?? ''}
          change={(value) => setBody(mended(body, fault.path, value))}
        />
      ))}
      <Field id="i-reason" label="为什么收录" value={reason} change={setReason} />
      <Refusal writing={writing} />
      <button class="btn main wide" type="button" disabled={writing.busy} onClick={() => void write()}>
        收录
      </button>
    </Sheet>
  )
}

/** One line for each place that can be mended by hand. */
const unique = (faults: Fault[]) =>
  faults.filter((fault, place) => fault.path && faults.findIndex((one) => one.path === fault.path) === place)
