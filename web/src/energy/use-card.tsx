/** One energy of an audit in the form: how much, filed and verified, in which unit, on which paper. */
import { useState } from 'preact/hooks'
import { Field, Pick } from '../inputs.tsx'
import { Icon } from '../parts.tsx'
import { keepImage, PhotoFault } from '../photos.ts'
import { sentence } from '../http.ts'
import { upload } from '../uploading.ts'
import type { EnergyRow } from './audit-form.tsx'
import type { EnergyUse, Quantity, Voucher } from './wire.ts'
import { VOUCHERS } from './words.ts'

interface UseCardProps {
  place: number
  use: EnergyUse
  rows: EnergyRow[]
  change: (part: Partial<EnergyUse>) => void
  remove: () => void
}

const kinds = Object.entries(VOUCHERS).map(([value, text]) => ({ value, text }))

export function UseCard({ place, use, rows, change, remove }: UseCardProps) {
  const consumed = (part: Partial<Quantity>) => change({ consumed: bare({ ...use.consumed, ...part }) })
  const choose = (energy: string) => change({ energy, in_unit: rows.find((one) => one.key === energy)?.unit ?? use.in_unit })
  return (
    <section class="card pad stack one" aria-label={`第 ${place + 1} 种能源`}>
      <div class="cols">
        <Pick
          id={`u-${place}`}
          label={`第 ${place + 1} 种能源`}
          options={rows.map((one) => ({ value: one.key, text: one.name }))}
          chosen={use.energy}
          choose={choose}
        />
        <Field id={`u-unit-${place}`} label="单位" value={use.in_unit} change={(in_unit) => change({ in_unit })} />
      </div>
      <div class="cols">
        <Field
          id={`u-reported-${place}`}
          label="消费量，填报值"
          inputMode="decimal"
          value={use.consumed.reported ?? ''}
          change={(reported) => consumed({ reported })}
        />
        <Field
          id={`u-verified-${place}`}
          label="核定值"
          inputMode="decimal"
          value={use.consumed.verified ?? ''}
          change={(verified) => consumed({ verified })}
        />
      </div>
      {use.consumed.verified && use.consumed.reported && use.consumed.verified !== use.consumed.reported && (
        <Field
          id={`u-reason-${place}`}
          label="为什么和填报的不一样"
          value={use.consumed.reason ?? ''}
          change={(reason) => consumed({ reason })}
        />
      )}
      <Paper
        place={place}
        voucher={use.consumed.vouchers?.[0]}
        change={(voucher) => consumed({ vouchers: [voucher, ...(use.consumed.vouchers ?? []).slice(1)] })}
      />
      <button class="btn" type="button" onClick={remove}>
        去掉这一种
      </button>
    </section>
  )
}

/** Without what was left empty: an empty number is no number. */
const bare = (quantity: Quantity): Quantity =>
  Object.fromEntries(Object.entries(quantity).filter(([, value]) => value !== '')) as Quantity

interface PaperProps {
  place: number
  voucher: Voucher | undefined
  change: (voucher: Voucher) => void
}

function Paper({ place, voucher = { kind: 'bill' }, change }: PaperProps) {
  const [fault, setFault] = useState('')
  const scanned = async (input: HTMLInputElement) => {
    const file = input.files?.[0]
    if (!file) return
    try {
      const sha256 = await keepImage(file)
      const reply = await upload(sha256, true)
      const held = reply.status === 200 || reply.status === 201
      setFault(held ? '' : sentence(reply))
      if (held) change({ ...voucher, sha256 })
    } catch (error) {
      if (!(error instanceof PhotoFault)) throw error
      setFault(error.message)
    }
    input.value = ''
  }
  return (
    <div class="cols">
      <Pick id={`v-kind-${place}`} label="凭证" options={kinds} chosen={voucher.kind} choose={(kind) => change({ ...voucher, kind })} />
      <Field id={`v-no-${place}`} label="票号、表号" value={voucher.number ?? ''} change={(number) => change({ ...voucher, number })} />
      <Field id={`v-page-${place}`} label="第几页" value={voucher.page ?? ''} change={(page) => change({ ...voucher, page })} />
      <div class="row">
        <label class="btn">
          <Icon name={voucher.sha256 ? 'check' : 'camera'} />
          {voucher.sha256 ? '扫描件有了，换一张' : '拍或选扫描件'}
          <input class="vh" type="file" accept="image/*" onChange={(event) => void scanned(event.currentTarget)} />
        </label>
        {fault && (
          <p class="fault" role="alert">
            {fault}
          </p>
        )}
      </div>
    </div>
  )
}
