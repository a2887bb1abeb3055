/** 覆盖, for the county: this year's units × months and the three figures, each on its own and never blended. */
import { monthName, shanghaiMonth } from '../clock.ts'
import { useListing } from '../lists.ts'
import { Bones, Screen, State } from '../parts.tsx'
import type { Coverage, CoverageMonth, Me } from '../wire.ts'
import { Tabs } from './tabs.tsx'

/** The mark of a cell (kit.css) and the words behind it. */
const STATES: Record<string, { mark: string; text: string }> = {
  joint: { mark: 'joint', text: '联合巡察' },
  visit: { mark: 'half', text: '只有一方到场' },
  zero: { mark: 'zero', text: '零报告' },
  zero_only: { mark: 'zero', text: '仅零报告' },
  excused: { mark: 'excused', text: '说明了原因' },
  missing: { mark: 'missing', text: '缺报' },
  pending: { mark: 'open', text: '还没到期' },
  not_in_force: { mark: 'none', text: '当时未设' },
}

export function CoverageScreen({ who }: { who: Me }) {
  const now = shanghaiMonth(new Date())
  const listing = useListing<Coverage>(who.account, `/coverage?kind=steel_patrol&year=${now.slice(0, 4)}`)
  return (
    <Screen title={`${now.slice(0, 4)} 年·地条钢巡察`} foot={<Tabs who={who} here="home" />}>
      {listing.value && <Year coverage={listing.value} now={now} />}
      {!listing.value && !listing.failed && <Bones />}
      {!listing.value && listing.failed && (listing.forbidden ? <NoRight /> : <NotNow />)}
    </Screen>
  )
}

function NotNow() {
  return (
    <State icon="offline" title="现在看不到覆盖情况">
      <p class="quiet">连上网后再打开。</p>
    </State>
  )
}

function NoRight() {
  return (
    <State icon="lock" title="这里没有要您办的事">
      <p class="quiet">您的账号不看巡察覆盖情况。要开通，请找县局管理员。</p>
    </State>
  )
}

function Year({ coverage, now }: { coverage: Coverage; now: string }) {
  const month = coverage.months.find((one) => one.period === now)
  return (
    <>
      {month && <Figures title={`${monthName(now)}，到今天`} sums={month} />}
      <Figures title="今年合计" sums={coverage.year_total} />
      <section class="card" aria-labelledby="matrix">
        <header>
          <h2 id="matrix">每个单位，每个月</h2>
        </header>
        <div class="scroll" role="region" aria-label="覆盖表，可左右滑动" tabIndex={0}>
          <Matrix coverage={coverage} now={now} />
        </div>
        <ul class="pad key">
          {Object.entries(STATES).map(([state, { mark, text }]) => (
            <li key={state} class="key">
              <span class={`mark ${mark}`} />
              {text}
            </li>
          ))}
        </ul>
      </section>
    </>
  )
}

function Figures({ title, sums }: { title: string; sums: CoverageMonth }) {
  return (
    <section class="card" aria-label={title}>
      <header>
        <h2>{title}</h2>
      </header>
      <dl class="pad kv">
        <dt>报送率</dt>
        <dd>
          <b>{sums.reported_percent}</b>%
          <span class="quiet">
            ，{sums.reported} / {sums.in_force}
          </span>
        </dd>
        <dt>联合巡察率</dt>
        <dd>
          <b>{sums.joint_percent}</b>%
          <span class="quiet">
            ，{sums.joint} / {sums.in_force}
          </span>
        </dd>
        <dt>点位覆盖率</dt>
        <dd>
          <b>{sums.sites_percent}</b>%
          <span class="quiet">
            ，{sums.sites_seen} / {sums.sites}
          </span>
        </dd>
      </dl>
    </section>
  )
}

function Matrix({ coverage, now }: { coverage: Coverage; now: string }) {
  const months = coverage.months.map((one) => one.period)
  return (
    <table class="matrix">
      <thead>
        <tr>
          <th scope="col">单位</th>
          {months.map((period) => (
            <th key={period} scope="col" class={period === now ? 'now' : ''}>
              {Number(period.slice(5))}
              <span class="vh">月</span>
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {coverage.units.map((row) => (
          <tr key={row.unit}>
            <th scope="row">{row.name}</th>
            {row.cells.map((cell) => {
              const state = STATES[cell.state] ?? STATES.pending!
              const text = `${state.text}${cell.late ? '，迟报' : ''}`
              return (
                <td key={cell.period} class={cell.period === now ? 'now' : ''}>
                  <span class={`mark ${state.mark}`} role="img" aria-label={text} title={text} />
                </td>
              )
            })}
          </tr>
        ))}
      </tbody>
    </table>
  )
}
