/** Papers of a step: 文号, date and the scan, one line for each kind the step asks for. */
import { useState } from 'preact/hooks'
import { Field } from '../inputs.tsx'
import { Icon } from '../parts.tsx'
import { keepImage, PhotoFault } from '../photos.ts'
import type { Scan } from './wire.ts'

interface ScansProps {
  kinds: { key: string; name: string }[]
  papers: Record<string, Scan>
  change: (papers: Record<string, Scan>) => void
}

export function Scans({ kinds, papers, change }: ScansProps) {
  return (
    <>
      {kinds.map(({ key, name }) => (
        <Paper
          key={key}
          name={name}
          paper={papers[key] ?? { kind: key }}
          change={(paper) => change({ ...papers, [key]: paper })}
        />
      ))}
    </>
  )
}

interface PaperProps {
  name: string
  paper: Scan
  change: (paper: Scan) => void
}

function Paper({ name, paper, change }: PaperProps) {
  const [fault, setFault] = useState('')
  const scanned = async (input: HTMLInputElement) => {
    const file = input.files?.[0]
    if (!file) return
    try {
      change({ ...paper, scan: await keepImage(file) })
      setFault('')
    } catch (error) {
      if (!(error instanceof PhotoFault)) throw error
      setFault(error.message)
    }
    input.value = ''
  }
  return (
    <fieldset class="stack one">
      <legend>{name}</legend>
      <div class="cols">
        <Field
          id={`no-${paper.kind}`}
          label="文号"
          value={paper.number ?? ''}
          change={(number) => change({ ...paper, number })}
          hint="没有的可以不写"
        />
        <Field
          id={`on-${paper.kind}`}
          label="日期"
          type="date"
          value={paper.on ?? ''}
          change={(on) => change({ ...paper, on })}
        />
      </div>
      <label class="btn shoot">
        <Icon name={paper.scan ? 'check' : 'camera'} />
        {paper.scan ? '扫描件有了，换一张' : '拍或选扫描件'}
        <input
          class="vh"
          type="file"
          accept="image/*"
          data-paper={paper.kind}
          onChange={(event) => void scanned(event.currentTarget)}
        />
      </label>
      {fault && (
        <p class="fault" role="alert">
          {fault}
        </p>
      )}
    </fieldset>
  )
}
