/** The strips above every screen: demonstration data, a new version, network and queue. Each leads to what one can do. */
import { useValue } from './observable.ts'
import { queue } from './outbox.ts'
import { Icon } from './parts.tsx'
import { LOGIN, OUTBOX, route } from './routes.ts'
import { full } from './room.ts'
import { expired, online } from './session.ts'
import { newVersion, takeNewVersion } from './update.ts'
import type { Me } from './wire.ts'

export function Strips({ who }: { who: Me | null }) {
  const fresh = useValue(newVersion)
  const noRoom = useValue(full)
  return (
    <div role="status">
      {who?.demo && <p class="demo">演示数据，不是真实情况</p>}
      {fresh && (
        <button class="net info" type="button" onClick={takeNewVersion}>
          <Icon name="download" />
          <span class="grow">有新版本，草稿不会丢</span>
          <b>更新</b>
        </button>
      )}
      {noRoom && (
        <p class="net bad">
          <Icon name="warn" />
          <span class="grow">
            <b>手机存满了</b>，刚才那一步没存上。请先连网上传，或清理手机。
          </span>
        </p>
      )}
      {who && <Net />}
    </div>
  )
}

function Net() {
  const connected = useValue(online)
  const signedOut = useValue(expired)
  const { waiting, refused, sending } = useValue(queue)
  const { screen } = useValue(route)
  const count = waiting ? `·待传 ${waiting}` : ''
  if (signedOut && screen === 'login') return <Strip icon="lock" bold={`登录过期${count}`} rest="，登录后接着传" />
  if (signedOut) return <Strip to={LOGIN} icon="lock" bold={`登录过期${count}`} rest="，点这里登录" />
  if (!connected && screen === 'outbox') return <Strip icon="offline" bold="现在没有网络" rest="，连上后自动上传" />
  if (!connected) return <Strip to={OUTBOX} icon="offline" bold={`离线${count}`} rest="，照常能查" />
  if (waiting + refused === 0 || screen === 'outbox') return null
  if (refused) return <Strip to={OUTBOX} icon="warn" bold={`需处理 ${refused}`} rest="，点开看原因" />
  return <Strip to={OUTBOX} icon="upload" bold={`待传 ${waiting}`} rest={sending ? '，正在上传' : '，等下一次上传'} />
}

function Strip({ to, icon, bold, rest }: { to?: string; icon: string; bold: string; rest: string }) {
  const said = (
    <span class="grow">
      <b>{bold}</b>
      {rest}
    </span>
  )
  return to ? (
    <a class="net" href={to}>
      <Icon name={icon} />
      {said}
      <Icon name="next" />
    </a>
  ) : (
    <p class="net">
      <Icon name={icon} />
      {said}
    </p>
  )
}
