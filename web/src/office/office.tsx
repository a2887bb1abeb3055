/** The office face: what must I do today, then everything else. Bar, and the screen the address names. */
import type { FunctionComponent } from 'preact'
import { useState } from 'preact/hooks'
import { useValue } from '../observable.ts'
import { Icon } from '../parts.tsx'
import { Strips } from '../strips.tsx'
import type { Me } from '../wire.ts'
import { Empty } from './answered.tsx'
import { address, at } from './address.ts'
import { CellScreen } from './cell.tsx'
import { EntryPage } from './entry.tsx'
import icons from './icons.svg?raw'
import { FindingPage } from './finding.tsx'
import { FindingsScreen } from './findings.tsx'
import { InboxScreen } from './inbox.tsx'
import { Menu, mayRead } from './menu.tsx'
import { MonthScreen } from './month.tsx'
import './office.css'
import { PlansScreen } from './plans.tsx'
import { FirmsScreen, SitesScreen } from './places.tsx'
import { Today } from './today.tsx'
import { AuditForm } from '../energy/audit-form.tsx'
import { RecordPage } from '../energy/record.tsx'
import { RecordsScreen } from '../energy/records.tsx'
import { ChasingScreen } from '../chasing/chasing.tsx'
import { LetterPage } from '../letters/letter.tsx'
import { LettersScreen } from '../letters/letters.tsx'
import { VisitPage } from './visit.tsx'
import { VisitsScreen } from './visits.tsx'

export interface ScreenProps {
  who: Me
  id: string
}

const sprite = document.createElement('div')
sprite.hidden = true
sprite.innerHTML = icons
document.body.append(sprite)

/** Screen by the first word of its address; a page of one thing belongs to the menu line of its list. */
const SCREENS: Record<string, { face: FunctionComponent<ScreenProps>; menu: string }> = {
  '': { face: Today, menu: '' },
  month: { face: MonthScreen, menu: 'month' },
  cell: { face: CellScreen, menu: 'month' },
  visits: { face: VisitsScreen, menu: 'visits' },
  visit: { face: VisitPage, menu: 'visits' },
  findings: { face: FindingsScreen, menu: 'findings' },
  finding: { face: FindingPage, menu: 'findings' },
  letters: { face: LettersScreen, menu: 'letters' },
  letter: { face: LetterPage, menu: 'letters' },
  chasing: { face: ChasingScreen, menu: 'chasing' },
  energy: { face: RecordsScreen, menu: 'energy' },
  record: { face: RecordPage, menu: 'energy' },
  'audit-form': { face: AuditForm, menu: 'energy' },
  entry: { face: EntryPage, menu: '' },
  plans: { face: PlansScreen, menu: 'plans' },
  inbox: { face: InboxScreen, menu: 'inbox' },
  firms: { face: FirmsScreen, menu: 'firms' },
  sites: { face: SitesScreen, menu: 'sites' },
}

export function Office({ who }: { who: Me }) {
  const { screen, id } = useValue(address)
  const found = SCREENS[screen]
  const Face = found?.face
  return (
    <div class="desk">
      <Strips who={who} />
      <div class="office">
        <Bar who={who} />
        <Menu who={who} here={found?.menu ?? ''} />
        <main class="work stack" key={`${screen}/${id}`}>
          {Face ? <Face who={who} id={id} /> : <Empty title="没有这个页面">从菜单进去。</Empty>}
        </main>
      </div>
    </div>
  )
}

function Bar({ who }: { who: Me }) {
  const [wanted, setWanted] = useState('')
  const find = (event: Event) => {
    event.preventDefault()
    location.hash = at('firms', { q: wanted.trim() })
  }
  return (
    <header class="bar">
      <b>巡察台账</b>
      <span class="quiet">{who.grants[0]?.unit_name}</span>
      {mayRead(who, 'enterprises') && (
        <form class="field find" role="search" onSubmit={find}>
          <Icon name="search" />
          <input
            type="search"
            aria-label="搜企业"
            placeholder="搜企业、信用代码、拼音首字母"
            value={wanted}
            onInput={(event) => setWanted(event.currentTarget.value)}
          />
        </form>
      )}
      <span class="quiet person-name">{who.name}</span>
    </header>
  )
}
