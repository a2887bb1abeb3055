/** 登录: account and password. What waits on the phone stays bound to its account. */
import { useState } from 'preact/hooks'
import { sentence } from '../http.ts'
import { Faulty, Field } from '../inputs.tsx'
import { send } from '../sending.ts'
import { Screen } from '../parts.tsx'
import { go, HOME } from '../routes.ts'
import { me, signIn } from '../session.ts'

export function Login() {
  const [account, setAccount] = useState(me.get()?.account ?? '')
  const [password, setPassword] = useState('')
  const { fault, busy, submit } = useSignIn(account.trim(), password)
  const button = (
    <button class="btn main wide" type="submit">
      {busy ? '正在登录' : '登录'}
    </button>
  )
  return (
    <form class="form-screen" onSubmit={submit}>
      <Screen title="登录" foot={button}>
        <header class="welcome">
          <p class="big">巡察台账</p>
          <p class="quiet">地条钢巡察、扬尘检查，没有网络也能填</p>
        </header>
        <section class="card pad stack">
          <Field id="account" label="账号" value={account} change={setAccount} autoComplete="username" />
          <Field id="password" label="密码" value={password} change={setPassword} autoComplete="current-password" />
          <Faulty text={fault} />
        </section>
        <p class="quiet">忘了密码，请找县局管理员重置。</p>
      </Screen>
    </form>
  )
}

function useSignIn(account: string, password: string) {
  const [fault, setFault] = useState('')
  const [busy, setBusy] = useState(false)
  const submit = async (event: Event) => {
    event.preventDefault()
    if (busy) return
    if (!account || !password) return setFault('账号和密码都要填。')
    setBusy(true)
    const reply = await signIn(account, password)
    setBusy(false)
    if (!reply.body) return setFault(sentence(reply))
    go(HOME, true)
    void send(true)
  }
  return { fault, busy, submit }
}
