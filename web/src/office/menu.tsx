/**
 * The menu of the office: what this account finds something behind.
 *
 * Owns: the lines and who is shown them. Does not own: rights (the server decides, and a screen that is reached all
 * the same says so in words).
 */
import { useEffect, useRef } from 'preact/hooks'
import { Icon } from '../parts.tsx'
import type { Me } from '../wire.ts'
import { at } from './address.ts'

const FIELD = ['inspector', 'county']
const READERS = [...FIELD, 'reviewer', 'energy_centre', 'auditor']
const COVERAGE = [...READERS, 'publisher']

const LINES = [
  { key: 'month', icon: 'patrol', text: '月度巡察', roles: COVERAGE },
  { key: 'visits', icon: 'list', text: '巡察检查', roles: READERS },
  { key: 'findings', icon: 'flag', text: '问题', roles: READERS },
  { key: 'plans', icon: 'clock', text: '计划', roles: FIELD },
  { key: 'inbox', icon: 'batch', text: '收件箱', roles: [...FIELD, 'auditor'] },
  { key: 'firms', icon: 'factory', text: '企业名录', roles: READERS },
  { key: 'sites', icon: 'pin', text: '关注点位', roles: READERS },
]

const holds = (who: Me, roles: string[]) => who.grants.some((grant) => roles.includes(grant.role))

export const readsRegisters = (who: Me) => holds(who, READERS)
export const readsCoverage = (who: Me) => holds(who, COVERAGE)

export function Menu({ who, here }: { who: Me; here: string }) {
  const menu = useRef<HTMLElement>(null)
  // On a phone the menu is one row that runs out of the screen.
  useEffect(() => menu.current!.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest' }), [here])
  const lines = [{ key: '', icon: 'today', text: '今天' }, ...LINES.filter((line) => holds(who, line.roles))]
  return (
    <nav class="side" aria-label="主要页面" ref={menu}>
      {lines.map((line) => (
        <a key={line.key} href={at(line.key)} aria-current={line.key === here ? 'page' : undefined}>
          <Icon name={line.icon} />
          {line.text}
        </a>
      ))}
      {holds(who, ['county']) && (
        <a href="#/field">
          <Icon name="camera" />
          去检查
        </a>
      )}
      <a href="#/me">
        <Icon name="user" />我
      </a>
    </nav>
  )
}
