/** 计划: which unit on which day, who goes, which places; how far each is, and a form for one more. */
import { useState } from 'preact/hooks'
import { shanghaiMonth } from '../clock.ts'
import { Choice, Field, Pick } from '../inputs.tsx'
import { useValue } from '../observable.ts'
import { Sheet, Tag } from '../parts.tsx'
import { address, at, narrow } from './address.ts'
import { Answered, Empty } from './answered.tsx'
import { useAnswer } from './asking.ts'
import { isCounty } from './freeze.tsx'
import { Head } from './head.tsx'
import type { ScreenProps } from './office.tsx'
import { Refusal } from './refusal.tsx'
import { nameOfPerson, useKinds, usePeople, useSites, useUnits } from './registers.ts'
import { Select } from './select.tsx'
import { type Column, Table } from './table.tsx'
import { kindName, monthText, monthsBack, STEEL } from './words.ts'
import type { PlanLine, Tasks } from './wire.ts'
import { useWriting } from './writing.ts'

export function PlansScreen({ who }: ScreenProps) {
  const { query } = useValue(address)
  const now = shanghaiMonth(new Date())
  const period = query.period ?? now
  const [adding, setAdding] = useState(false)
  const answer = useAnswer<Tasks>(`/tasks?since=${period}&limit=500`)
  const months = [nextMonth(now), ...monthsBack(now, 12)]
  return (
    <>
      <Head title={`${monthText(period)}计划`}>
        <Select
          label="月份"
          value={period}
          choose={(value) => narrow({ period: value })}
          options={months.map((one) => ({ value: one, text: monthText(one) }))}
        />
        {isCounty(who) && (
          <button class="btn main" type="button" onClick={() => setAdding(true)}>
            加一条计划
          </button>
        )}
      </Head>
      <Answered answer={answer}>
        {(tasks) => <Plans plans={tasks.items.filter((one) => one.period === period)} />}
      </Answered>
      {adding && (
        <Add
          period={period}
          close={() => setAdding(false)}
          done={() => {
            setAdding(false)
            answer.again()
          }}
        />
      )}
    </>
  )
}

const nextMonth = (period: string) =>
  new Date(Date.UTC(Number(period.slice(0, 4)), Number(period.slice(5)), 1)).toISOString().slice(0, 7)

function Plans({ plans }: { plans: PlanLine[] }) {
  const kinds = useKinds()
  const people = usePeople()
  const columns: Column<PlanLine>[] = [
    {
      key: 'unit',
      name: '单位',
      by: (plan) => plan.unit_name,
      cell: (plan) => <a href={at(`entry/${plan.plan}`)}>{plan.unit_name}</a>,
    },
    { key: 'date', name: '日期', by: (plan) => plan.date ?? '', cell: (plan) => plan.date?.slice(5) ?? '没定' },
    { key: 'kind', name: '类别', by: (plan) => plan.kind, cell: (plan) => kindName(kinds, plan.kind) },
    {
      key: 'people',
      name: '去的人',
      cell: (plan) => plan.people.map((one) => nameOfPerson(people, one)).join('、') || '没指定',
    },
    {
      key: 'sites',
      name: '点位',
      cell: (plan) => plan.sites.map((one) => `${one.name}${one.done ? '（看了）' : ''}`).join('、') || '不指定',
    },
    {
      key: 'done',
      name: '办了没有',
      by: (plan) => Number(plan.done),
      cell: (plan) => (plan.done ? '办了' : <Tag tone="info">还没办</Tag>),
    },
  ]
  if (plans.length === 0) {
    return (
      <section class="card">
        <Empty title="这个月还没有计划">一个单位一条：哪天、谁去、看哪些点位。</Empty>
      </section>
    )
  }
  return (
    <section class="card">
      <Table caption="计划" columns={columns} rows={[...plans].sort(byDate)} keyOf={(plan) => plan.plan} />
    </section>
  )
}

const byDate = (a: PlanLine, b: PlanLine) => (a.date ?? '~').localeCompare(b.date ?? '~')

function Add({ period, close, done }: { period: string; close: () => void; done: () => void }) {
  const [plan, setPlan] = useState({ unit: '', kind: STEEL, on: '', people: [] as string[], sites: [] as string[] })
  const units = useUnits()
  const kinds = useKinds()
  const people = usePeople()?.filter((one) => one.roles.some((role) => role === 'inspector' || role === 'county'))
  const sites = useSites()?.filter((one) => one.unit === plan.unit && one.kinds.includes(plan.kind))
  const writing = useWriting()
  const write = async () => {
    const body = { type: 'plan', ...plan, period, on: plan.on || null }
    if (await writing.write(body)) done()
  }
  return (
    <Sheet title={`${monthText(period)}加一条计划`} close={close}>
      <Pick
        id="p-unit"
        label="单位"
        options={(units ?? []).filter((one) => one.supervised && !one.valid_to).map((one) => ({ value: one.unit, text: one.name }))}
        chosen={plan.unit}
        choose={(unit) => setPlan({ ...plan, unit, sites: [] })}
      />
      <Pick
        id="p-kind"
        label="类别"
        options={(kinds ?? []).map((one) => ({ value: one.kind, text: kindName(kinds, one.kind) }))}
        chosen={plan.kind}
        choose={(kind) => setPlan({ ...plan, kind, sites: [] })}
      />
      <Field id="p-on" label="日期（可不填）" type="date" value={plan.on} change={(on) => setPlan({ ...plan, on })} />
      <Choice
        legend="谁去"
        name="p-people"
        many
        options={(people ?? []).map((one) => ({ value: one.account, text: one.name }))}
        chosen={plan.people}
        choose={(chosen) => setPlan({ ...plan, people: chosen })}
      />
      {sites && sites.length > 0 && (
        <Choice
          legend="看哪些点位（可不选）"
          name="p-sites"
          many
          options={sites.map((one) => ({ value: one.site, text: one.name }))}
          chosen={plan.sites}
          choose={(chosen) => setPlan({ ...plan, sites: chosen })}
        />
      )}
      <Refusal writing={writing} />
      <button class="btn main wide" type="button" disabled={writing.busy || !plan.unit} onClick={() => void write()}>
        {plan.unit ? '排上' : '先选单位'}
      </button>
    </Sheet>
  )
}
