/** 我: who is signed in, what lies on this phone, password, signing out. */
import { useEffect, useState } from 'preact/hooks'
import { useValue } from '../observable.ts'
import { queue } from '../outbox.ts'
import { Bar, Icon, Sheet } from '../parts.tsx'
import { go, LOGIN } from '../routes.ts'
import { signOut } from '../session.ts'
import type { Me } from '../wire.ts'
import { Tabs } from './tabs.tsx'

export function Account({ who }: { who: Me }) {
  const [asking, setAsking] = useState(false)
  const used = useSpaceUsed()
  const { waiting, refused } = useValue(queue)
  const leave = () => void signOut().then(() => go(LOGIN, true))
  return (
    <div class="screen">
      <Bar title="我" />
      <main class="stack">
        <section class="card pad">
          <dl class="kv">
            <dt>姓名</dt><dd>{who.name}</dd>
            <dt>账号</dt><dd>{who.account}</dd>
            <dt>单位</dt><dd>{[...new Set(who.grants.map((grant) => grant.unit_name))].join('、')}</dd>
            <dt>手机里占用</dt><dd>{used}</dd>
          </dl>
        </section>
        <ul class="card cells">
          <li><a class="cell" href="#/password"><Icon name="lock" /><b class="grow">改密码</b><Icon name="next" /></a></li>
          <li><button class="cell" type="button" onClick={() => (waiting + refused ? setAsking(true) : leave())}><Icon name="back" /><b class="grow">退出登录</b></button></li>
        </ul>
        <p class="quiet">野外没有网络时，先在有网的地方打开一次，再添加到手机主屏幕，离线也能打开。</p>
      </main>
      <footer class="foot"><Tabs who={who} here="me" /></footer>
      {asking && (
        <Sheet title={`还有 ${waiting + refused} 条没传`} close={() => setAsking(false)}>
          <p>退出后这些记录留在手机里，等{who.name}再登录才会上传。</p>
          <button class="btn wide" type="button" onClick={leave}>仍然退出</button>
        </Sheet>
      )}
    </div>
  )
}

function useSpaceUsed(): string {
  const [used, setUsed] = useState('—')
  useEffect(() => {
    void navigator.storage?.estimate?.().then(({ usage }) => setUsed(megabytes(usage ?? 0)))
  }, [])
  return used
}

export const megabytes = (bytes: number) => `${(bytes / 1_048_576).toFixed(1)} MB`
