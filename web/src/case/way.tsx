/** 办理进度: the way from 交办 to 销号 with the day each was reached. */
import type { CaseFull } from './wire.ts'

export function Way({ found }: { found: CaseFull }) {
  const here = found.way.findIndex((one) => one.state === found.state)
  return (
    <section class="card pad" aria-label="办理进度">
      {here < 0 && (
        <p class="quiet">
          现在是“{found.state_name}”，不在一般的路上；办完回到下面的路上来。
        </p>
      )}
      <ol class="steps">
        {found.way.map((one, at) => (
          <li
            key={one.state}
            class={at < here || (here < 0 && one.on) ? 'done' : at === here ? 'now' : ''}
            aria-current={at === here ? 'step' : undefined}
          >
            {one.name}
            <br />
            {one.on ? one.on.slice(5) : <>&nbsp;</>}
          </li>
        ))}
      </ol>
    </section>
  )
}
