/** What stands while the server is asked and when it cannot give: loading, offline, no right, gone, error, empty. */
import type { ComponentChildren } from 'preact'
import { Bones, State } from '../parts.tsx'
import type { Answer, Failure } from './asking.ts'
import { Head } from './head.tsx'

const FAILURES: Record<Failure, { icon: string; title: string; text: string }> = {
  offline: { icon: 'offline', title: '现在没有网络', text: '办公端要连着服务器才能看，连上后点“再试一次”。' },
  forbidden: { icon: 'lock', title: '您的账号不看这里', text: '要开通，请找县局管理员。' },
  missing: { icon: 'empty', title: '没有这一条', text: '可能已经作废，或者不在您的管辖范围内。' },
  error: { icon: 'warn', title: '没能读到', text: '' },
}

interface AnsweredProps<T> {
  answer: Answer<T>
  /** The name of the page while there is nothing to name it by. */
  page?: string
  children: (value: T) => ComponentChildren
}

export function Answered<T>({ answer, page, children }: AnsweredProps<T>) {
  if (answer.value !== undefined) return <>{children(answer.value)}</>
  return (
    <>
      {page && <Head title={page} />}
      {answer.failure ? <Failed answer={answer} failure={answer.failure} /> : <Bones />}
    </>
  )
}

function Failed({ answer, failure }: { answer: Answer<unknown>; failure: Failure }) {
  const { icon, title, text } = FAILURES[failure]
  return (
    <section class="card" role="alert">
      <State icon={icon} title={title}>
        <p class="quiet">{text || answer.said}</p>
        {failure !== 'forbidden' && (
          <button class="btn" type="button" onClick={answer.again}>
            再试一次
          </button>
        )}
      </State>
    </section>
  )
}

export function Empty({ title, children }: { title: string; children?: ComponentChildren }) {
  return (
    <State icon="empty" title={title}>
      {children && <p class="quiet">{children}</p>}
    </State>
  )
}
