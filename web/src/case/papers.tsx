/** 文书 of a case: those that were issued with their numbers, each sort to be printed, and the whole file. */
import { useState } from 'preact/hooks'
import { useAnswer } from '../office/asking.ts'
import { Icon } from '../parts.tsx'

interface Issued {
  paper: string
  kind: string
  number: string | null
  issued_on: string
  served_on: string | null
}

interface Kind {
  key: string
  name: string
  about: string[]
  allowed: boolean
}

export function CasePapers({ id, whole }: { id: string; whole: boolean }) {
  const issued = useAnswer<{ items: Issued[] }>(`/papers?about=${id}`).value?.items ?? []
  const kinds = (useAnswer<{ kinds: Kind[] }>('/papers/kinds').value?.kinds ?? []).filter(
    (one) => one.allowed && one.about.includes('finding'),
  )
  const nameOf = (key: string) => kinds.find((one) => one.key === key)?.name ?? '文书'
  return (
    <section class="card" aria-labelledby="papers">
      <header class="split">
        <h2 id="papers">文书</h2>
        {whole && <CaseFile id={id} />}
      </header>
      <ul class="cells">
        {issued.map((one) => (
          <li key={one.paper} class="cell">
            <Icon name="doc" />
            <span class="grow">
              <b>{nameOf(one.kind)}</b>
              <span class="quiet">
                {one.number ?? '没有文号'}，{one.issued_on} 出
                {one.served_on && `，${one.served_on} 送达`}
              </span>
            </span>
            <Forms path={`${one.kind.replace('_', '-')}/${one.paper}`} name={nameOf(one.kind)} />
          </li>
        ))}
        {kinds
          .filter((kind) => !issued.some((one) => one.kind === kind.key))
          .map((kind) => (
            <li key={kind.key} class="cell">
              <span class="grow quiet">{kind.name}，还没出</span>
              <Forms path={`${kind.key.replace('_', '-')}/${id}`} name={kind.name} />
            </li>
          ))}
      </ul>
    </section>
  )
}

function Forms({ path, name }: { path: string; name: string }) {
  return (
    <>
      <a href={`/api/v1/documents/${path}.docx`} download aria-label={`${name}，Word`}>
        Word
      </a>
      <a href={`/api/v1/documents/${path}.pdf`} download aria-label={`${name}，PDF`}>
        PDF
      </a>
    </>
  )
}

const MAKING = 202
const AGAIN_MS = 3000
const MOST_TIMES = 100

/** The file is bound while one waits; a long one is asked for again until it is whole. */
function CaseFile({ id }: { id: string }) {
  const [said, setSaid] = useState('')
  const fetchFile = async () => {
    setSaid('正在装订…')
    for (let times = 0; times < MOST_TIMES; times++) {
      const response = await fetch(`/api/v1/documents/case-file/${id}.pdf`, { headers: { 'X-Xuncha': '1' } }).catch(() => null)
      if (response?.status !== MAKING) return done(response)
      await new Promise((later) => setTimeout(later, AGAIN_MS))
    }
    setSaid('装订得太久，请稍后再试')
  }
  const done = async (response: Response | null) => {
    if (!response?.ok) return setSaid('没有取到，请再试一次')
    const link = document.createElement('a')
    link.href = URL.createObjectURL(await response.blob())
    link.download = '案卷.pdf'
    link.click()
    URL.revokeObjectURL(link.href)
    setSaid('')
  }
  return (
    <button class="btn" type="button" disabled={said === '正在装订…'} onClick={() => void fetchFile()}>
      <Icon name="download" />
      {said || '案卷 PDF'}
    </button>
  )
}
