/** Registering a letter: its number, where, what it tells of; who wrote it goes straight to where nobody reads by chance. */
import { useState } from 'preact/hooks'
import { Choice, Field, Pick } from '../inputs.tsx'
import { useUnits } from '../office/registers.ts'
import { Refusal } from '../office/refusal.tsx'
import type { Rectification } from '../office/wire.ts'
import { useWriting } from '../office/writing.ts'
import { Sheet } from '../parts.tsx'
import { uuid7 } from '../uuid7.ts'
import type { Batch } from './wire.ts'

interface NewLetterProps {
  batches: Batch[]
  words: Rectification | undefined
  close: () => void
  done: () => void
}

const EMPTY = { batch: '', number: '', unit: '', category: '', text: '', received_on: '', days: '', name: '', phone: '' }

export function NewLetter({ batches, words, close, done }: NewLetterProps) {
  const [letter] = useState(uuid7)
  const [form, setForm] = useState(EMPTY)
  const [marks, setMarks] = useState<string[]>([])
  const writing = useWriting()
  const units = (useUnits() ?? []).filter((one) => one.supervised && !one.valid_to)
  const edit = (part: Partial<typeof EMPTY>) => setForm({ ...form, ...part })
  const write = async () => {
    if (await writing.write(bodyOf(letter, form, marks))) done()
  }
  return (
    <Sheet title="登记信访件" close={close}>
      <Pick
        id="l-batch"
        label="督察批次（日常信访不选）"
        options={batches.map((one) => ({ value: one.batch, text: one.name }))}
        chosen={form.batch}
        choose={(batch) => edit({ batch })}
      />
      <Field id="l-number" label="受理编号" value={form.number} change={(number) => edit({ number })} />
      <Pick
        id="l-unit"
        label="单位"
        options={units.map((one) => ({ value: one.unit, text: one.name }))}
        chosen={form.unit}
        choose={(unit) => edit({ unit })}
      />
      <Pick
        id="l-category"
        label="反映哪类问题"
        options={(words?.categories ?? []).map((one) => ({ value: one.key, text: one.name }))}
        chosen={form.category}
        choose={(category) => edit({ category })}
      />
      <div class="row">
        <label for="l-text">反映什么（不写信访人）</label>
        <textarea id="l-text" class="field" value={form.text} onInput={({ currentTarget }) => edit({ text: currentTarget.value })} />
      </div>
      <div class="cols">
        <Field id="l-on" label="收到" type="date" value={form.received_on} change={(received_on) => edit({ received_on })} />
        <Field
          id="l-days"
          label="几天内答复"
          inputMode="numeric"
          value={form.days}
          change={(days) => edit({ days })}
          hint="批次写明了的可以不填"
        />
      </div>
      <Choice
        legend="是不是"
        name="l-marks"
        many
        options={[
          { value: 'focus', text: '重点件' },
          { value: 'anonymous', text: '匿名' },
        ]}
        chosen={marks}
        choose={setMarks}
      />
      {!marks.includes('anonymous') && (
        <>
          <p class="hint">信访人另外保存，要写明理由才能看，每次查看都有记录。</p>
          <div class="cols">
            <Field id="l-name" label="信访人姓名" value={form.name} change={(name) => edit({ name })} />
            <Field id="l-phone" label="电话" value={form.phone} change={(phone) => edit({ phone })} />
          </div>
        </>
      )}
      <Refusal writing={writing} />
      <button class="btn main wide" type="button" disabled={writing.busy} onClick={() => void write()}>
        登记
      </button>
    </Sheet>
  )
}

function bodyOf(letter: string, form: typeof EMPTY, marks: string[]): Record<string, unknown> {
  const { batch, days, name, phone, ...rest } = form
  const person = Object.fromEntries(Object.entries({ name, phone }).filter(([, value]) => value.trim()))
  const anonymous = marks.includes('anonymous')
  return {
    type: 'letter',
    letter,
    ...rest,
    focus: marks.includes('focus'),
    anonymous,
    ...(batch && { batch }),
    ...(days && { reply_limit_days: Number(days) }),
    ...(!anonymous && Object.keys(person).length > 0 && { petitioner: person }),
  }
}
