/** Which screen stands, and the strips above it: demonstration data, new version, network and queue. */
import { useEffect } from 'preact/hooks'
import { useValue } from './observable.ts'
import { queue } from './outbox.ts'
import { Bones, Icon } from './parts.tsx'
import { go, LOGIN, OUTBOX, route } from './routes.ts'
import { Account } from './screens/account.tsx'
import { CoverageScreen } from './screens/coverage.tsx'
import { Home } from './screens/home.tsx'
import { Login } from './screens/login.tsx'
import { Outbox } from './screens/outbox.tsx'
import { Password } from './screens/password.tsx'
import { ReceiptScreen } from './screens/receipt.tsx'
import { VisitScreen } from './screens/visit.tsx'
import { NewZero, ZeroScreen } from './screens/zero.tsx'
import { expired, me, mustChangePassword, online } from './session.ts'
import { newVersion, takeNewVersion } from './update.ts'
import type { Me } from './wire.ts'

const FORMS = new Set(['visit', 'zero'])

export function App() {
  const who = useValue(me)
  const { screen, id } = useValue(route)
  const signedOut = useValue(expired)
  const must = useValue(mustChangePassword)
  useEffect(() => {
    if (signedOut && who && !FORMS.has(screen)) go(LOGIN)
  }, [signedOut])

  if (who === undefined) return <div class="phone"><main><Bones /></main></div>
  if (who === null || screen === 'login') return <div class="phone"><Strips who={who} /><Login /></div>
  if (must) return <div class="phone"><Strips who={who} /><Password must /></div>
  return (
    <div class="phone" key={`${screen}/${id}`}>
      <Strips who={who} />
      <Screen who={who} screen={screen} id={id} />
    </div>
  )
}

function Screen({ who, screen, id }: { who: Me; screen: string; id: string }) {
  if (screen === 'visit') return <VisitScreen who={who} id={id} />
  if (screen === 'zero') return id ? <ZeroScreen who={who} id={id} /> : <NewZero who={who} />
  if (screen === 'outbox') return <Outbox who={who} />
  if (screen === 'receipt') return <ReceiptScreen id={id} />
  if (screen === 'me') return <Account who={who} />
  if (screen === 'password') return <Password />
  return who.grants.some((grant) => grant.role === 'inspector') ? <Home who={who} /> : <CoverageScreen who={who} />
}

function Strips({ who }: { who: Me | null }) {
  const fresh = useValue(newVersion)
  return (
    <div role="status">
      {who?.demo && <p class="demo">演示数据，不是真实情况</p>}
      {fresh && (
        <button class="net info" type="button" onClick={takeNewVersion}>
          <Icon name="download" />
          <span class="grow">有新版本，草稿不会丢</span>
          <b>更新</b>
        </button>
      )}
      {who && <Net />}
    </div>
  )
}

function Net() {
  const connected = useValue(online)
  const signedOut = useValue(expired)
  const { waiting, refused, sending } = useValue(queue)
  const { screen } = useValue(route)
  if (screen === 'outbox' || (connected && !signedOut && waiting + refused === 0)) return null
  if (signedOut) return <Strip to={LOGIN} icon="lock" bold={`登录过期${waiting ? `·待传 ${waiting}` : ''}`} rest={screen === 'login' ? '，登录后接着传' : '，点这里登录，填的都还在'} />
  if (!connected) return <Strip to={OUTBOX} icon="offline" bold={waiting ? `离线·待传 ${waiting}` : '离线'} rest="，照常能查" />
  if (refused) return <Strip to={OUTBOX} icon="warn" bold={`需处理 ${refused}`} rest="，点开看原因" />
  return <Strip to={OUTBOX} icon="upload" bold={`待传 ${waiting}`} rest={sending ? '，正在上传' : '，等下一次上传'} />
}

function Strip({ to, icon, bold, rest }: { to: string; icon: string; bold: string; rest: string }) {
  return (
    <a class="net" href={to}>
      <Icon name={icon} />
      <span class="grow">
        <b>{bold}</b>
        {rest}
      </span>
      <Icon name="next" />
    </a>
  )
}

