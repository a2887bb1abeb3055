/**
 * Writing one entry from the desk. The same words keep their id and time: a second press, a lost answer and a repeated
 * attempt are one entry for the ledger; changed words are another.
 */
import { useRef, useState } from 'preact/hooks'
import { instant } from '../clock.ts'
import { type Reply, sentence } from '../http.ts'
import { ask } from '../session.ts'
import { uuid7 } from '../uuid7.ts'
import type { Fault, Receipt } from '../wire.ts'

export interface Writing {
  busy: boolean
  /** What the server refused, in its own words; empty while there is nothing to say. */
  said: string
  faults: Fault[]
  write: (body: Record<string, unknown>) => Promise<Receipt | null>
}

export function useWriting(): Writing {
  const draft = useRef({ id: '', made_at: '', text: '' })
  const [busy, setBusy] = useState(false)
  const [refusal, setRefusal] = useState<Reply<Receipt> | null>(null)

  async function write(body: Record<string, unknown>): Promise<Receipt | null> {
    const text = JSON.stringify(body)
    if (draft.current.text !== text) draft.current = { id: uuid7(), made_at: instant(new Date()), text }
    const { id, made_at } = draft.current
    setBusy(true)
    const reply = await ask<Receipt>('PUT', `/entries/${id}`, { ...body, made_at })
    setBusy(false)
    setRefusal(reply.body ? null : reply)
    return reply.body
  }

  return {
    busy,
    said: refusal ? sentence(refusal) : '',
    faults: refusal?.problem?.errors ?? [],
    write,
  }
}
