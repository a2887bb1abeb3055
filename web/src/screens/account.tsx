/** 我: who is signed in, what lies on this phone, password, signing out. */
import { useEffect, useState } from 'preact/hooks'
import { useValue } from '../observable.ts'
import { queue } from '../outbox.ts'
import { Icon, Screen, Sheet } from '../parts.tsx'
import { go, LOGIN } from '../routes.ts'
import { signOut } from '../session.ts'
import type { Me } from '../wire.ts'
import { Tabs } from './tabs.tsx'

export function Account({ who }: { who: Me }) {
  const [asking, setAsking] = useState(false)
  const { waiting, refused } = useValue(queue)
  const kept = waiting + refused
  const leave = () => void signOut().then(() => go(LOGIN, true))
  return (
    <Screen title="我" foot={<Tabs who={who} here="me" />}>
      <Person who={who} />
      <ul class="card cells">
        <li>
          <a class="cell" href="#/password">
            <Icon name="lock" />
            <b class="grow">改密码</b>
            <Icon name="next" />
          </a>
        </li>
        <li>
          <button class="cell" type="button" onClick={() => (kept ? setAsking(true) : leave())}>
            <Icon name="back" />
            <b class="grow">退出登录</b>
          </button>
        </li>
      </ul>
      <p class="quiet">去没有网络的地方前，先在有网的地方打开一次，再添加到手机主屏幕，离线也能打开。</p>
      {asking && (
        <Sheet title={`还有 ${kept} 条没传`} close={() => setAsking(false)}>
          <p>退出后这些记录留在手机里，等{who.name}再登录才会上传。</p>
          <button class="btn wide" type="button" onClick={leave}>
            仍然退出
          </button>
        </Sheet>
      )}
    </Screen>
  )
}

function Person({ who }: { who: Me }) {
  const facts = [
    ['姓名', who.name],
    ['账号', who.account],
    ['单位', [...new Set(who.grants.map((grant) => grant.unit_name))].join('、')],
    ['手机里占用', useSpaceUsed()],
    ['没传的会不会被清掉', useAssured()],
  ]
  return (
    <section class="card pad">
      <dl class="kv">
        {facts.map(([name, value]) => [<dt key={name}>{name}</dt>, <dd key={`${name}=`}>{value}</dd>])}
      </dl>
    </section>
  )
}

/** May the browser clear what is kept here? It promises not to, or it may. */
function useAssured(): string {
  const [assured, setAssured] = useState('—')
  useEffect(() => {
    void navigator.storage?.persisted?.().then((yes) => setAssured(yes ? '不会' : '可能会，请尽快上传'))
  }, [])
  return assured
}

function useSpaceUsed(): string {
  const [used, setUsed] = useState('—')
  useEffect(() => {
    void navigator.storage?.estimate?.().then(({ usage }) => setUsed(`${((usage ?? 0) / 1_048_576).toFixed(1)} MB`))
  }, [])
  return used
}
