/** Table or map of the same set, and reading on at the foot of either. */
import { narrow } from './address.ts'

export function ViewTabs({ onMap }: { onMap: boolean }) {
  return (
    <span class="twin-tabs" role="group" aria-label="看法">
      <button class="btn" type="button" aria-pressed={!onMap} onClick={() => narrow({ view: undefined })}>
        列表
      </button>
      <button class="btn" type="button" aria-pressed={onMap} onClick={() => narrow({ view: 'map' })}>
        地图
      </button>
    </span>
  )
}

export function More({ count, more }: { count: number; more: (() => void) | null }) {
  return (
    <p class="quiet tools" role="status">
      {more ? `已读入 ${count} 条，排序只排已读入的。` : `共 ${count} 条。`}
      {more && (
        <button class="btn" type="button" onClick={more}>
          再读 100 条
        </button>
      )}
    </p>
  )
}
