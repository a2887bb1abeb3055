/** Everyone present: side, name, signature, or a refusal with its reason and a witness. */
import { useState } from 'preact/hooks'
import { person, SIDES, type VisitDraft } from '../drafts.ts'
import { Field, Icon, Seg, Sheet, Tag } from '../parts.tsx'
import { usePicture } from '../photos.ts'
import type { Change } from '../screens/visit.tsx'
import type { Present, Side } from '../wire.ts'
import { SignatureSheet } from './signature.tsx'

export function PeopleCard({ draft, change }: { draft: VisitDraft; change: Change }) {
  const [editing, setEditing] = useState<number | null>(null)
  const [signing, setSigning] = useState<number | null>(null)
  const edit = (at: number, part: Partial<Present>) =>
    change((before) => ({ present: before.present.map((one, i) => (i === at ? { ...one, ...part } : one)) }))
  const add = (side: Side) => {
    change((before) => ({ present: [...before.present, person(side)] }))
    setEditing(draft.present.length)
  }
  const remove = (at: number) => {
    setEditing(null)
    change((before) => ({ present: before.present.filter((_, i) => i !== at) }))
  }
  return (
    <section class="card" id="people" aria-labelledby="people-title">
      <header class="split">
        <h2 id="people-title">参加的人</h2>
        <span class="quiet">{draft.present.filter((one) => one.signature).length} / {draft.present.length} 人已签</span>
      </header>
      <ul class="cells people">
        {draft.present.map((one, at) => (
          <Row key={at} one={one} edit={() => setEditing(at)} sign={() => setSigning(at)} />
        ))}
        <li class="pad">
          <p class="hint lead">再加一个人：</p>
          <div class="seg">{SIDES.map((side) => <button key={side.value} class="btn add" type="button" onClick={() => add(side.value)}>{side.text}</button>)}</div>
        </li>
      </ul>
      {editing !== null && draft.present[editing] && (
        <PersonSheet one={draft.present[editing]!} officer={draft.nature === 'enter'} edit={(part) => edit(editing, part)} remove={() => remove(editing)} close={() => setEditing(null)} />
      )}
      {signing !== null && draft.present[signing] && (
        <SignatureSheet name={draft.present[signing]!.name} close={() => setSigning(null)} done={(signature) => edit(signing, { signature, refused: null, witness: null })} />
      )}
    </section>
  )
}

const sideName = (one: Present) => SIDES.find((side) => side.value === one.side)!.text

function Row({ one, edit, sign }: { one: Present; edit: () => void; sign: () => void }) {
  const picture = usePicture(one.signature)
  return (
    <li class="person">
      <button class="cell grow" type="button" onClick={edit}>
        <span class="grow"><b>{one.name || '还没填姓名'}</b><span class="quiet">{sideName(one)}</span></span>
        {one.refused !== null && <Tag tone="warn">拒签</Tag>}
        {picture && <img class="signed" src={picture} alt={`${one.name}的签名`} />}
      </button>
      {one.refused === null && <button class="btn text" type="button" onClick={one.name ? sign : edit}><Icon name="pen" />{one.signature ? '重签' : one.name ? '签名' : '填姓名'}</button>}
    </li>
  )
}

interface PersonProps {
  one: Present
  officer: boolean
  edit: (part: Partial<Present>) => void
  remove: () => void
  close: () => void
}

function PersonSheet({ one, officer, edit, remove, close }: PersonProps) {
  const refuse = (refused: boolean) => edit(refused ? { refused: '', witness: '', signature: null } : { refused: null, witness: null })
  return (
    <Sheet title={one.name || '再加一个人'} close={close}>
      <fieldset>
        <legend>哪一方</legend>
        <Seg name="side" options={SIDES} chosen={[one.side]} choose={([side]) => edit({ side: side as Side })} />
      </fieldset>
      <Field id="person-name" label="姓名" value={one.name} change={(name) => edit({ name })} />
      {officer && one.side === 'bureau' && <Field id="person-certificate" label="执法证号" value={one.certificate ?? ''} change={(value) => edit({ certificate: value || null })} />}
      <fieldset>
        <legend>肯签名吗？</legend>
        <Seg name="refused" options={[{ value: 'no', text: '签名' }, { value: 'yes', text: '拒签' }]} chosen={[one.refused === null ? 'no' : 'yes']} choose={([value]) => refuse(value === 'yes')} />
      </fieldset>
      {one.refused !== null && (
        <div class="inner stack">
          <Field id="person-refused" label="拒签的原因" value={one.refused} change={(refused) => edit({ refused })} />
          <Field id="person-witness" label="见证人" value={one.witness ?? ''} change={(witness) => edit({ witness })} />
        </div>
      )}
      <div class="btns">
        <button class="btn stop" type="button" onClick={remove}>去掉这个人</button>
        <button class="btn" type="button" onClick={close}>好了</button>
      </div>
    </Sheet>
  )
}
