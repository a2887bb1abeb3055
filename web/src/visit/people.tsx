/** Everyone present: side, name, signature, or a refusal with its reason and a witness. */
import { useState } from 'preact/hooks'
import { type Change, person, SIDES, type VisitDraft } from '../drafts.ts'
import { Choice, Field } from '../inputs.tsx'
import { Icon, Sheet, Tag } from '../parts.tsx'
import { usePicture } from '../photos.ts'
import type { Present, Side } from '../wire.ts'
import { SignatureSheet } from './signature.tsx'

export function PeopleCard({ draft, change }: { draft: VisitDraft; change: Change<VisitDraft> }) {
  const [editing, setEditing] = useState<number | null>(null)
  const [signing, setSigning] = useState<number | null>(null)
  const { edit, add, remove } = present(change)
  const one = draft.present[editing ?? signing ?? -1]
  const begin = (side: Side) => {
    add(side)
    setEditing(draft.present.length)
  }
  return (
    <section class="card" id="people" aria-labelledby="people-title">
      <header class="split">
        <h2 id="people-title">参加的人</h2>
        <span class="quiet">{signedCount(draft.present)} 人已签</span>
      </header>
      <ul class="cells people">
        {draft.present.map((one, at) => (
          <Row key={at} one={one} edit={() => setEditing(at)} sign={() => setSigning(at)} />
        ))}
        <AddPerson add={begin} />
      </ul>
      {one && editing !== null && (
        <PersonSheet
          one={one}
          officer={draft.nature === 'enter'}
          edit={(part) => edit(editing, part)}
          remove={() => (setEditing(null), remove(editing))}
          close={() => setEditing(null)}
        />
      )}
      {one && signing !== null && (
        <SignatureSheet
          name={one.name}
          close={() => setSigning(null)}
          done={(signature) => edit(signing, { signature })}
        />
      )}
    </section>
  )
}

const signedCount = (present: Present[]) => `${present.filter((one) => one.signature).length} / ${present.length}`

/** What one can do to the list of people. */
function present(change: Change<VisitDraft>) {
  const edit = (at: number, part: Partial<Present>) =>
    change((before) => ({ present: before.present.map((one, i) => (i === at ? { ...one, ...part } : one)) }))
  const add = (side: Side) => change((before) => ({ present: [...before.present, person(side)] }))
  const remove = (at: number) => change((before) => ({ present: before.present.filter((_, i) => i !== at) }))
  return { edit, add, remove }
}

function AddPerson({ add }: { add: (side: Side) => void }) {
  return (
    <li class="pad">
      <p class="hint lead">再加一个人：</p>
      <div class="seg">
        {SIDES.map((side) => (
          <button key={side.value} class="btn add" type="button" onClick={() => add(side.value)}>
            {side.text}
          </button>
        ))}
      </div>
    </li>
  )
}

const sideName = (one: Present) => SIDES.find((side) => side.value === one.side)!.text

function Row({ one, edit, sign }: { one: Present; edit: () => void; sign: () => void }) {
  const picture = usePicture(one.signature)
  return (
    <li class="person">
      <button class="cell grow" type="button" onClick={edit}>
        <span class="grow">
          <b>{one.name || '还没填姓名'}</b>
          <span class="quiet">{sideName(one)}</span>
        </span>
        {one.refused !== null && <Tag tone="warn">拒签</Tag>}
        {picture && <img class="signed" src={picture} alt={`${one.name}的签名`} />}
      </button>
      {one.refused === null && (
        <button class="btn text" type="button" onClick={one.name ? sign : edit}>
          <Icon name="pen" />
          {one.signature ? '重签' : one.name ? '签名' : '填姓名'}
        </button>
      )}
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
  return (
    <Sheet title={one.name || '再加一个人'} close={close}>
      <Choice
        legend="哪一方"
        name="side"
        options={SIDES}
        chosen={[one.side]}
        choose={([side]) => edit({ side: side as Side })}
      />
      <Field id="person-name" label="姓名" value={one.name} change={(name) => edit({ name })} />
      {officer && one.side === 'bureau' && (
        <Field
          id="person-certificate"
          label="执法证号"
          value={one.certificate ?? ''}
          change={(value) => edit({ certificate: value || null })}
        />
      )}
      <Refusal one={one} edit={edit} />
      <div class="btns">
        <button class="btn stop" type="button" onClick={remove}>
          去掉这个人
        </button>
        <button class="btn" type="button" onClick={close}>
          好了
        </button>
      </div>
    </Sheet>
  )
}

const WILLING = [
  { value: 'yes', text: '签名' },
  { value: 'no', text: '拒签' },
]

function Refusal({ one, edit }: { one: Present; edit: (part: Partial<Present>) => void }) {
  const choose = ([answer]: string[]) =>
    edit(answer === 'no' ? { refused: '', witness: '', signature: null } : { refused: null, witness: null })
  return (
    <>
      <Choice
        legend="肯签名吗？"
        name="willing"
        options={WILLING}
        chosen={[one.refused === null ? 'yes' : 'no']}
        choose={choose}
      />
      {one.refused !== null && (
        <div class="inner stack">
          <Field id="person-refused" label="拒签的原因" value={one.refused} change={(refused) => edit({ refused })} />
          <Field id="person-witness" label="见证人" value={one.witness ?? ''} change={(witness) => edit({ witness })} />
        </div>
      )}
    </>
  )
}
