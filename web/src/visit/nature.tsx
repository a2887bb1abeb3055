/** 属地巡查 or 入企检查: nothing is chosen beforehand; an inspection inside a firm shows its papers. */
import { type Change, NATURES, type VisitDraft } from '../drafts.ts'
import { Choice, Field } from '../inputs.tsx'
import type { Inspection } from '../wire.ts'

const PAPERS: { key: 'organ' | 'approval' | 'notice_no' | 'action_code'; label: string; hint?: string }[] = [
  { key: 'organ', label: '检查机关', hint: '工作组、领导小组不能作检查机关。' },
  { key: 'approval', label: '批准文号' },
  { key: 'notice_no', label: '检查通知书号' },
  { key: 'action_code', label: '行政行为码' },
]

const OCCASIONS = [
  { value: 'planned', text: '计划内' },
  { value: 'urgent', text: '紧急' },
  { value: 'assigned', text: '交办' },
] as const

const TOLD = [
  { value: 'yes', text: '已告知' },
  { value: 'no', text: '还没有' },
]

export function NatureCard({ draft, change }: { draft: VisitDraft; change: Change<VisitDraft> }) {
  const edit = (part: Partial<Inspection>) => change((before) => ({ inspection: { ...before.inspection, ...part } }))
  return (
    <section class="card" id="nature" aria-labelledby="nature-title">
      <header>
        <h2 id="nature-title">检查性质</h2>
      </header>
      <div class="pad stack form">
        <NatureQuestion draft={draft} change={change} />
        {draft.nature === 'enter' && <Papers inspection={draft.inspection} edit={edit} />}
      </div>
    </section>
  )
}

export function NatureQuestion({ draft, change }: { draft: VisitDraft; change: Change<VisitDraft> }) {
  const choose = ([nature]: string[]) => change(() => ({ nature: nature as VisitDraft['nature'] }))
  return (
    <Choice
      legend="这次进企业了吗？"
      name="nature"
      options={NATURES}
      chosen={draft.nature ? [draft.nature] : []}
      choose={choose}
    />
  )
}

interface PapersProps {
  inspection: Inspection
  edit: (part: Partial<Inspection>) => void
}

function Papers({ inspection, edit }: PapersProps) {
  const { planned_on, told_firm } = inspection
  return (
    <div class="inner stack">
      {PAPERS.map(({ key, ...paper }) => (
        <Field
          key={key}
          id={`i-${key}`}
          value={inspection[key] ?? ''}
          change={(value) => edit({ [key]: value || null })}
          {...paper}
        />
      ))}
      <Occasion inspection={inspection} edit={edit} />
      <Field
        id="i-planned"
        label="计划哪天检查"
        type="date"
        value={planned_on ?? ''}
        change={(day) => edit({ planned_on: day || null })}
      />
      <Choice
        legend="结果告诉企业了吗？"
        name="told"
        options={TOLD}
        chosen={told_firm ? ['yes'] : []}
        choose={([told]) => edit({ told_firm: told === 'yes' })}
      />
    </div>
  )
}

function Occasion({ inspection: { occasion, reason }, edit }: PapersProps) {
  const choose = ([value]: string[]) => edit({ occasion: value as NonNullable<Inspection['occasion']> })
  return (
    <>
      <Choice
        legend="检查的由来"
        name="occasion"
        options={OCCASIONS}
        chosen={occasion ? [occasion] : []}
        choose={choose}
      />
      {occasion && occasion !== 'planned' && (
        <Field
          id="i-reason"
          label="为什么这次要查"
          value={reason ?? ''}
          change={(value) => edit({ reason: value || null })}
        />
      )}
    </>
  )
}
