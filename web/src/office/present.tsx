/** Who was on the spot, and how each signed or why not. */
import { Tag } from '../parts.tsx'
import { photoAt } from './photos.tsx'
import { SIDES } from './words.ts'
import type { Attendant } from './wire-pages.ts'

export function People({ people }: { people: Attendant[] }) {
  return (
    <section class="card" aria-labelledby="people">
      <header class="split">
        <h2 id="people">在场的人</h2>
        <span class="quiet">{people.length} 人</span>
      </header>
      {people.length === 0 && <p class="pad quiet">没有写。</p>}
      <ul class="cells">
        {people.map((person, place) => (
          <li key={place} class="cell">
            <span class="grow">
              <b>{person.name ?? '姓名已按规定删除'}</b>
              <span class="quiet">
                {SIDES[person.side]}
                {person.certificate && `，证件号 ${person.certificate}`}
              </span>
            </span>
            <Signed person={person} />
          </li>
        ))}
      </ul>
    </section>
  )
}

function Signed({ person }: { person: Attendant }) {
  if (person.signature && person.signature_held) {
    return <img class="signed" src={photoAt(person.signature)} alt={`${person.name ?? ''}的签名`} />
  }
  if (person.signature) return <Tag>签了，图还没传到</Tag>
  if (!person.refused) return <Tag tone="warn">没有签名</Tag>
  return (
    <span>
      <Tag tone="warn">拒签</Tag> {person.refused}
      {person.witness && `，见证人 ${person.witness}`}
    </span>
  )
}
