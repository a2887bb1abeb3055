/**
 * Screens in files of their own, so that the shell stays small for bad networks.
 *
 * The worker keeps these files with the shell; without a worker `fetchAhead` brings them while there is a network.
 */
import type { ComponentType } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { Bones, Screen, State } from './parts.tsx'
import { HOME } from './routes.ts'

const ahead: (() => Promise<unknown>)[] = []

/** The screen that `load` brings; until then bones, without network a sentence. `soon` fetches it after the start. */
export function lazy<P extends object>(load: () => Promise<ComponentType<P>>, soon = true): ComponentType<P> {
  let Ready: ComponentType<P> | null = null
  const bring = async () => (Ready ??= await load())
  if (soon) ahead.push(bring)
  return function Later(props: P) {
    const [failed, setFailed] = useState(false)
    const [, drawn] = useState(Ready !== null)
    useEffect(() => {
      if (!Ready) bring().then(() => drawn(true), () => setFailed(true))
    }, [])
    if (Ready) return <Ready {...props} />
    return failed ? <NotHere /> : <Bones />
  }
}

/** A first start on a slow network shows its screen before it asks for the others. */
export function fetchAhead(): void {
  setTimeout(() => ahead.forEach((bring) => void bring().catch(() => undefined)), 1500)
}

function NotHere() {
  return (
    <Screen title="巡察台账" back={HOME}>
      <State icon="offline" title="这一页还没存到手机里">
        <p class="quiet">连上网后再打开，之后离线也能用。</p>
      </State>
    </Screen>
  )
}
