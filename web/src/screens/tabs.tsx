/** The four places of the phone face. */
import { useValue } from '../observable.ts'
import { queue } from '../outbox.ts'
import { Icon } from '../parts.tsx'
import { FIELD, HOME, ME, NEW_ZERO, OUTBOX } from '../routes.ts'
import type { Me } from '../wire.ts'

export function Tabs({ who, here }: { who: Me; here: 'home' | 'zero' | 'field' | 'outbox' | 'me' }) {
  const { waiting, refused } = useValue(queue)
  const patrols = who.grants.some((grant) => grant.role === 'inspector')
  const officer = !patrols && who.grants.some((grant) => grant.role === 'county')
  const places = [
    { key: 'home', at: HOME, icon: patrols ? 'list' : 'today', text: patrols ? '待办' : '覆盖' },
    ...(patrols ? [{ key: 'zero', at: NEW_ZERO, icon: 'doc', text: '零报告' }] : []),
    ...(officer ? [{ key: 'field', at: FIELD, icon: 'patrol', text: '检查' }] : []),
    { key: 'outbox', at: OUTBOX, icon: 'upload', text: waiting + refused ? `待传 ${waiting + refused}` : '待传' },
    { key: 'me', at: ME, icon: 'user', text: '我' },
  ]
  return (
    <nav class="tabs" aria-label="主要页面">
      {places.map((place) => (
        <a key={place.key} href={place.at} aria-current={place.key === here ? 'page' : undefined}>
          <Icon name={place.icon} />
          {place.text}
        </a>
      ))}
    </nav>
  )
}
