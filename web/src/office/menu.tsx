/**
 * The menu of the office: what this account finds something behind.
 *
 * Owns: the lines. Does not own: rights (the server says what an account reads, and a screen that is reached all the
 * same says so in words).
 */
import { useEffect, useRef } from 'preact/hooks'
import { Icon } from '../parts.tsx'
import type { Me } from '../wire.ts'
import { at } from './address.ts'

const LINES = [
  { key: 'month', icon: 'patrol', text: '月度巡察', noun: 'coverage' },
  { key: 'visits', icon: 'list', text: '巡察检查', noun: 'visits' },
  { key: 'findings', icon: 'flag', text: '问题', noun: 'findings' },
  { key: 'chasing', icon: 'warn', text: '督办', noun: 'chasing' },
  { key: 'letters', icon: 'doc', text: '督察信访', noun: 'letters' },
  { key: 'energy', icon: 'bolt', text: '能源', noun: 'audits' },
  { key: 'plans', icon: 'clock', text: '计划', noun: 'people' }, // for those who may name people for it
  { key: 'inbox', icon: 'batch', text: '收件箱', noun: 'inbox' },
  { key: 'firms', icon: 'factory', text: '企业名录', noun: 'enterprises' },
  { key: 'sites', icon: 'pin', text: '关注点位', noun: 'sites' },
]

export const mayRead = (who: Me, noun: string) => who.reads?.includes(noun) ?? false

export function Menu({ who, here }: { who: Me; here: string }) {
  const menu = useRef<HTMLElement>(null)
  // On a phone the menu is one row that runs out of the screen.
  useEffect(() => menu.current!.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest' }), [here])
  const lines = [{ key: '', icon: 'today', text: '今天' }, ...LINES.filter((line) => mayRead(who, line.noun))]
  return (
    <nav class="side" aria-label="主要页面" ref={menu}>
      {lines.map((line) => (
        <a key={line.key} href={at(line.key)} aria-current={line.key === here ? 'page' : undefined}>
          <Icon name={line.icon} />
          {line.text}
        </a>
      ))}
      {who.grants.some((grant) => grant.role === 'county') && (
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
