/** 改密码: by choice, or at the first sign-in before anything else. */
import { useState } from 'preact/hooks'
import { sentence } from '../http.ts'
import { Faulty, Field } from '../inputs.tsx'
import { Screen } from '../parts.tsx'
import { go, HOME, ME } from '../routes.ts'
import { changePassword } from '../session.ts'

export function Password({ must }: { must?: boolean }) {
  const [old, setOld] = useState('')
  const [fresh, setFresh] = useState('')
  const [again, setAgain] = useState('')
  const [fault, setFault] = useState('')

  const submit = async (event: Event) => {
    event.preventDefault()
    const reason = await refused(old, fresh, again)
    if (reason) setFault(reason)
    else go(must ? HOME : ME, true)
  }
  const button = (
    <button class="btn main wide" type="submit">
      换成新密码
    </button>
  )
  return (
    <form class="form-screen" onSubmit={submit}>
      <Screen title="改密码" foot={button} {...(must ? {} : { back: ME })}>
        {must && <p>第一次登录，请先换成自己的密码。</p>}
        <section class="card pad stack">
          <Field id="old" label="原密码" value={old} change={setOld} autoComplete="current-password" />
          <Field id="new" label="新密码" value={fresh} change={setFresh} autoComplete="new-password" />
          <Field id="again" label="新密码，再填一次" value={again} change={setAgain} autoComplete="new-password" />
          <Faulty text={fault} />
        </section>
      </Screen>
    </form>
  )
}

/** Changes the password; the reason when it was not taken, else nothing. */
async function refused(old: string, fresh: string, again: string): Promise<string> {
  if (!old || !fresh) return '原密码和新密码都要填。'
  if (fresh !== again) return '两次填的新密码不一样。'
  const reply = await changePassword(old, fresh)
  if (reply.status >= 200 && reply.status < 300) return ''
  return reply.problem?.errors?.[0]?.message ?? sentence(reply)
}
