/** Which screen stands: by the address, by who is signed in, by what he may. */
import { useEffect } from 'preact/hooks'
import { lazy } from './lazy.tsx'
import { useValue } from './observable.ts'
import { Bones } from './parts.tsx'
import { go, LOGIN, route } from './routes.ts'
import { Home } from './screens/home.tsx'
import { Login } from './screens/login.tsx'
import { expired, me, mustChangePassword } from './session.ts'
import { Strips } from './strips.tsx'
import type { Me } from './wire.ts'

const Outbox = lazy(() => import('./screens/outbox.tsx').then((file) => file.Outbox))
const ReceiptScreen = lazy(() => import('./screens/receipt.tsx').then((file) => file.ReceiptScreen))
const VisitScreen = lazy(() => import('./screens/visit.tsx').then((file) => file.VisitScreen))
const Office = lazy(() => import('./office/office.tsx').then((file) => file.Office), false)
const Account = lazy(() => import('./screens/account.tsx').then((file) => file.Account))
const Password = lazy(() => import('./screens/password.tsx').then((file) => file.Password))
const ZeroScreen = lazy(() => import('./screens/zero.tsx').then((file) => file.ZeroScreen))
const NewZero = lazy(() => import('./screens/zero.tsx').then((file) => file.NewZero))
const FindingScreen = lazy(() => import('./finding/finding.tsx').then((file) => file.FindingScreen))
const NewFinding = lazy(() => import('./finding/finding.tsx').then((file) => file.NewFinding))

/** Screens a lost session does not take away: what is being filled stays before the eyes. */
const FORMS = new Set(['visit', 'zero', 'finding'])

/** The office is for whoever asks for it by address, and for those who have no patrols of their own to do. */
function atDesk(who: Me, screen: string): boolean {
  return screen === 'office' || (screen === '' && !who.grants.some((grant) => grant.role === 'inspector'))
}

export function App() {
  const who = useValue(me)
  const { screen, id } = useValue(route)
  const signedOut = useValue(expired)
  const must = useValue(mustChangePassword)
  useEffect(() => {
    if (signedOut && who && !FORMS.has(screen)) go(LOGIN)
  }, [signedOut])

  if (who === undefined) return <Bones />
  const login = who === null || screen === 'login'
  if (!login && !must && atDesk(who, screen)) return <Office who={who} />
  return (
    <div class="phone">
      <Strips who={who} />
      {login ? (
        <Login />
      ) : must ? (
        <Password must />
      ) : (
        <Place key={`${screen}/${id}`} who={who} screen={screen} id={id} />
      )}
    </div>
  )
}

function Place({ who, screen, id }: { who: Me; screen: string; id: string }) {
  if (screen === 'visit') return <VisitScreen who={who} id={id} />
  if (screen === 'zero') return id ? <ZeroScreen who={who} id={id} /> : <NewZero who={who} />
  if (screen === 'finding') return id ? <FindingScreen who={who} id={id} /> : <NewFinding who={who} />
  if (screen === 'field') return <Home who={who} />
  if (screen === 'outbox') return <Outbox who={who} />
  if (screen === 'receipt') return <ReceiptScreen id={id} />
  if (screen === 'me') return <Account who={who} />
  if (screen === 'password') return <Password />
  return <Home who={who} />
}
