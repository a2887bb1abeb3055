/** 改密码: by choice, or at the first sign-in before anything else. */
import { useState } from 'preact/hooks'
import { sentence } from '../http.ts'
import { Bar, Field } from '../parts.tsx'
import { go, HOME, ME } from '../routes.ts'
import { changePassword } from '../session.ts'

export function Password({ must }: { must?: boolean }) {
  const [old, setOld] = useState('')
  const [fresh, setFresh] = useState('')
  const [again, setAgain] = useState('')
  const [fault, setFault] = useState('')

  const submit = async (event: Event) => {
    event.preventDefault()
    if (!old || !fresh) return setFault('原密码和新密码都要填。')
    if (fresh !== again) return setFault('两次填的新密码不一样。')
    const reply = await changePassword(old, fresh)
    if (reply.status < 200 || reply.status >= 300) return setFault(reply.problem?.errors?.[0]?.message ?? sentence(reply))
    go(must ? HOME : ME, true)
  }

  return (
    <form class="screen" onSubmit={submit}>
      <Bar title="改密码" {...(must ? {} : { back: ME })} />
      <main class="stack">
        {must && <p>第一次登录，请先换成自己的密码。</p>}
        <section class="card pad stack">
          <Field id="old" label="原密码" type="password" value={old} change={setOld} autoComplete="current-password" />
          <Field id="new" label="新密码" type="password" value={fresh} change={setFresh} autoComplete="new-password" />
          <Field id="again" label="新密码，再填一次" type="password" value={again} change={setAgain} autoComplete="new-password" />
          {fault && <p class="fault" role="alert">{fault}</p>}
        </section>
      </main>
      <footer class="foot">
        <button class="btn main wide" type="submit">换成新密码</button>
      </footer>
    </form>
  )
}
