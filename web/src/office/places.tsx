/** 企业名录 and 关注点位: registers to look things up in; both lead to the visits of a place. */
import { useState } from 'preact/hooks'
import { useValue } from '../observable.ts'
import { Icon } from '../parts.tsx'
import { address, at, narrow } from './address.ts'
import { Answered, Empty } from './answered.tsx'
import { usePages } from './asking.ts'
import { Head } from './head.tsx'
import { LazyMap } from './lazy-map.tsx'
import { nameOfUnit, useFirms, useKinds, useUnits } from './registers.ts'
import { Select } from './select.tsx'
import { type Column, Table } from './table.tsx'
import { kindName } from './words.ts'
import type { Firm, SiteLine, UnitLine } from './wire.ts'

const STATES: Record<string, string> = { active: '在册', merged: '已合并', closed: '已关闭' }

export function FirmsScreen() {
  const { q = '', unit = '' } = useValue(address).query
  const [wanted, setWanted] = useState(q)
  const units = useUnits()
  const search = new URLSearchParams([
    ...(q ? [['q', q]] : []),
    ...(unit ? [['unit', unit]] : []),
    ['limit', '100'],
  ] as [string, string][])
  const answer = usePages<Firm>(`/enterprises?${search.toString()}`)
  const find = (event: Event) => {
    event.preventDefault()
    narrow({ q: wanted.trim() })
  }
  return (
    <>
      <Head title="企业名录">
        <form class="field" role="search" aria-label="在名录里找" onSubmit={find}>
          <Icon name="search" />
          <input
            type="search"
            aria-label="名称、信用代码、拼音首字母"
            placeholder="名称、信用代码、拼音首字母"
            value={wanted}
            onInput={(event) => setWanted(event.currentTarget.value)}
          />
        </form>
        <UnitSelect unit={unit} units={units} />
      </Head>
      <Answered answer={answer}>
        {(firms) => (
          <section class="card">
            {firms.length === 0 && <Empty title="没有找到">换一个字，或者用拼音首字母，例如 sljbz。</Empty>}
            {firms.length > 0 && <Table caption="企业" columns={firmColumns(units)} rows={firms} keyOf={(one) => one.enterprise} />}
          </section>
        )}
      </Answered>
      {answer.more && (
        <button class="btn" type="button" onClick={answer.more}>
          再读 100 家
        </button>
      )}
    </>
  )
}

function UnitSelect({ unit, units }: { unit: string; units: UnitLine[] | undefined }) {
  return (
    <Select
      label="单位"
      all="全部单位"
      value={unit}
      choose={(value) => narrow({ unit: value })}
      options={(units ?? []).filter((one) => one.supervised).map((one) => ({ value: one.unit, text: one.name }))}
    />
  )
}

function firmColumns(units: UnitLine[] | undefined): Column<Firm>[] {
  return [
    {
      key: 'name',
      name: '企业',
      by: (firm) => firm.name,
      cell: (firm) => (
        <>
          <a href={at('visits', { enterprise: firm.enterprise })}>{firm.name}</a>
          {firm.former_names.length > 0 && <span class="quiet">（曾用名：{firm.former_names.join('、')}）</span>}
        </>
      ),
    },
    { key: 'unit', name: '单位', by: (firm) => nameOfUnit(units, firm.unit), cell: (firm) => nameOfUnit(units, firm.unit) },
    { key: 'code', name: '信用代码', by: (firm) => firm.credit_code ?? '', cell: (firm) => <code>{firm.credit_code ?? '—'}</code> },
    { key: 'industry', name: '行业', by: (firm) => firm.industry, cell: (firm) => firm.industry || '—' },
    { key: 'address', name: '地址', cell: (firm) => firm.address || '—' },
    { key: 'state', name: '状态', by: (firm) => firm.state, cell: (firm) => STATES[firm.state] ?? firm.state },
  ]
}

export function SitesScreen() {
  const { unit = '', view } = useValue(address).query
  const units = useUnits()
  const answer = usePages<SiteLine>(`/sites?${unit && `unit=${unit}&`}limit=500`)
  const onMap = view === 'map'
  return (
    <>
      <Head title="关注点位" above="点位覆盖率就看这些地方去过没有">
        <UnitSelect unit={unit} units={units} />
        <button class="btn" type="button" aria-pressed={onMap} onClick={() => narrow({ view: onMap ? undefined : 'map' })}>
          看地图
        </button>
      </Head>
      <Answered answer={answer}>
        {(sites) =>
          onMap ? (
            <section class="card">
              <LazyMap points={sites.filter((one) => one.lat !== null).map(pointOf)} />
            </section>
          ) : (
            <Sites sites={sites} units={units} />
          )
        }
      </Answered>
    </>
  )
}

const pointOf = (site: SiteLine) => ({
  lat: site.lat!,
  lon: site.lon!,
  tone: 'plain',
  text: site.name,
  to: at('visits', { unit: site.unit }),
})

function Sites({ sites, units }: { sites: SiteLine[]; units: UnitLine[] | undefined }) {
  const firms = useFirms()
  const kinds = useKinds()
  const columns: Column<SiteLine>[] = [
    { key: 'name', name: '点位', by: (site) => site.name, cell: (site) => <a href={at('visits', { unit: site.unit })}>{site.name}</a> },
    { key: 'unit', name: '单位', by: (site) => nameOfUnit(units, site.unit), cell: (site) => nameOfUnit(units, site.unit) },
    {
      key: 'firm',
      name: '企业',
      cell: (site) => firms?.find((one) => one.enterprise === site.enterprise)?.name ?? '没有企业',
    },
    { key: 'kinds', name: '查什么', cell: (site) => site.kinds.map((one) => kindName(kinds, one)).join('、') },
    { key: 'placed', name: '位置', by: (site) => Number(site.lat !== null), cell: (site) => (site.lat === null ? '没有标' : '标了') },
    { key: 'valid_to', name: '在册', by: (site) => site.valid_to ?? '', cell: (site) => (site.valid_to ? `到 ${site.valid_to}` : '在册') },
  ]
  return (
    <section class="card">
      {sites.length === 0 ? (
        <Empty title="还没有点位">请县局管理员导入名单，或者在手机上巡察时登记。</Empty>
      ) : (
        <Table caption="关注点位" columns={columns} rows={sites} keyOf={(site) => site.site} />
      )}
    </section>
  )
}
