/** 巡察: one visit, drawn from its kind. Missing parts are listed, never a reason to hold it back. */
import { useState } from 'preact/hooks'
import { failed, groupsOf, standing } from '../checklist.ts'
import { type Keeping, useDraft } from '../draft-keeping.ts'
import { type Change, sendable, type VisitDraft, visitEntry, visitSlip } from '../drafts.ts'
import { useListing } from '../lists.ts'
import { type Gap, missing } from '../missing.ts'
import { post } from '../outbox.ts'
import { send } from '../sending.ts'
import { Bones, Icon, Saved, Screen, Sheet, State, Submit } from '../parts.tsx'
import { go, HOME, receiptAt } from '../routes.ts'
import { clockOffset } from '../session.ts'
import { GroupCard } from '../visit/group.tsx'
import { NatureCard, NatureQuestion } from '../visit/nature.tsx'
import { PeopleCard } from '../visit/people.tsx'
import { PlaceCard } from '../visit/place.tsx'
import { useLocating } from '../visit/locating.ts'
import type { Kind, Me } from '../wire.ts'

export function VisitScreen({ who, id }: { who: Me; id: string }) {
  const kinds = useListing<{ items: Kind[] }>(who.account, '/kinds')
  const keeping = useDraft<VisitDraft>(id)
  const { draft } = keeping
  const kind = kinds.value?.items.find((one) => one.kind === draft?.kind)
  if (draft && kind && draft.account === who.account) return <Form {...keeping} who={who} draft={draft} kind={kind} />
  const gone = draft === null || (draft && draft.account !== who.account)
  return (
    <Screen title="巡察" back={HOME} foot={gone && <HomeButton />}>
      {gone ? <Gone /> : kinds.failed ? <NoKind /> : <Bones />}
    </Screen>
  )
}

type FormProps = Keeping<VisitDraft> & { who: Me; draft: VisitDraft; kind: Kind }

function Form({ who, draft, kind, saved, change, flush }: FormProps) {
  const [listing, setListing] = useState(false)
  const locating = useLocating(draft, change)
  const gaps = missing(draft, kind)
  const submit = async () => {
    if (!sendable(draft)) return
    await flush()
    const entry = visitEntry(draft, kind, new Date(), await clockOffset())
    await post(draft, entry, visitSlip(draft, kind))
    go(receiptAt(draft.id), true)
    void send(true)
  }
  const button = <Submit text="提交" gaps={gaps.length} tap={() => (gaps.length ? setListing(true) : void submit())} />
  const questions = standing(kind, draft.given)
  const shared = { kind, draft, change, photoTaken: locating.onPhoto, failed: failed(questions, draft.given) }
  return (
    <Screen title={kind.name} back={HOME} aside={<Saved saved={saved} />} foot={button}>
      <PlaceCard who={who} draft={draft} change={change} locating={locating} />
      {groupsOf(questions).map((group) => (
        <GroupCard key={group.group} group={group} {...shared} />
      ))}
      <NatureCard draft={draft} change={change} />
      <PeopleCard draft={draft} change={change} />
      {listing && (
        <GapSheet draft={draft} change={change} gaps={gaps} close={() => setListing(false)} submit={submit} />
      )}
    </Screen>
  )
}

interface GapSheetProps {
  draft: VisitDraft
  change: Change<VisitDraft>
  gaps: Gap[]
  close: () => void
  submit: () => Promise<void>
}

function GapSheet({ draft, change, gaps, close, submit }: GapSheetProps) {
  const [asked] = useState(draft.nature === null)
  const lead = (at: string) => {
    close()
    setTimeout(() => show(at))
  }
  return (
    <Sheet title={`还差 ${gaps.length} 项`} close={close}>
      <ul class="card cells">
        {gaps.map((gap) => (
          <li key={gap.at + gap.text}>
            <button class="cell" type="button" onClick={() => lead(gap.at)}>
              <Icon name={gap.icon} />
              <span class="grow">{gap.text}</span>
              <Icon name="next" />
            </button>
          </li>
        ))}
      </ul>
      <div class="sticky stack">
        {asked ? <NatureQuestion draft={draft} change={change} /> : <p class="quiet">缺项会记在回执上，之后可以补。</p>}
        <div class="btns">
          <a class="btn" href={HOME}>
            先存着
          </a>
          {sendable(draft) && (
            <button class="btn" type="button" onClick={() => void submit()}>
              先这样报送
            </button>
          )}
        </div>
      </div>
    </Sheet>
  )
}

/** Brings a gap into view and puts the focus on its first control. */
function show(id: string): void {
  const element = document.getElementById(id)
  element?.scrollIntoView({ block: 'center' })
  element?.querySelector<HTMLElement>('input, select, textarea, button')?.focus({ preventScroll: true })
}

function HomeButton() {
  return (
    <a class="btn main wide" href={HOME}>
      回到待办
    </a>
  )
}

function Gone() {
  return (
    <State icon="empty" title="这份草稿不在了">
      <p class="quiet">可能已经报送，或者属于别的账号。</p>
    </State>
  )
}

function NoKind() {
  return (
    <State icon="offline" title="手机里还没有检查表">
      <p class="quiet">请先连上网络打开一次，之后离线也能填。</p>
    </State>
  )
}
