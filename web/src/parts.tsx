/**
 * The few parts every screen is made of, after the kit (kit.css): icon, screen, tag, meter, sheet, states.
 *
 * Does not own: inputs (inputs.tsx), any text of a subject.
 */
import type { ComponentChildren } from 'preact'
import { useEffect, useRef } from 'preact/hooks'

export function Icon({ name }: { name: string }) {
  return (
    <svg class="icon" aria-hidden="true">
      <use href={`#${name}`} />
    </svg>
  )
}

interface ScreenProps {
  title: string
  back?: string
  /** What stands at the right of the title. */
  aside?: ComponentChildren
  /** The one main button, in reach of the thumb; with the tabs where there are any. */
  foot?: ComponentChildren
  children: ComponentChildren
}

export function Screen({ title, back, aside, foot, children }: ScreenProps) {
  useEffect(() => {
    document.title = `${title}·巡察台账`
  }, [title])
  return (
    <div class="screen">
      <header class="bar">
        {back && (
          <a class="back" href={back} aria-label="返回">
            <Icon name="back" />
          </a>
        )}
        <h1>{title}</h1>
        {aside}
      </header>
      <main class="stack">{children}</main>
      {foot && <footer class="foot">{foot}</footer>}
    </div>
  )
}

export function Saved({ saved }: { saved: boolean }) {
  return (
    <span class="good saved" role="status">
      {saved && <Icon name="check" />}
      {saved && '草稿已存'}
    </span>
  )
}

/** Never grey: it says what is still missing instead. */
export function Submit({ text, gaps, tap }: { text: string; gaps: number; tap: () => void }) {
  return (
    <button class="btn main wide" type="button" onClick={tap}>
      {text}
      {gaps > 0 && <small>还差 {gaps} 项</small>}
    </button>
  )
}

export function Tag({
  tone = '',
  children,
}: {
  tone?: 'good' | 'warn' | 'bad' | 'info' | ''
  children: ComponentChildren
}) {
  return <span class={`tag ${tone}`}>{children}</span>
}

export function Meter({ done, all, label }: { done: number; all: number; label: string }) {
  return (
    <div class="meter" role="img" aria-label={label}>
      {Array.from({ length: all }, (_, i) => (
        <i key={i} class={i < done ? 'on' : ''} />
      ))}
    </div>
  )
}

/** A bottom sheet; focus stays inside, which the engine's dialog does by itself, and returns where it came from. */
export function Sheet({ title, close, children }: { title: string; close: () => void; children: ComponentChildren }) {
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    const element = dialog.current!
    const opener = document.activeElement as HTMLElement | null
    // Safari before 15.4 has no dialog: the sheet then stands open by its attribute.
    if (element.showModal) element.showModal()
    else element.setAttribute('open', '')
    return () => opener?.focus({ preventScroll: true })
  }, [])
  return (
    <dialog
      class="veil"
      ref={dialog}
      aria-labelledby="sheet-title"
      onCancel={close}
      onClick={(event) => event.target === dialog.current && close()}
    >
      <div class="sheet stack">
        <div class="split">
          <h2 id="sheet-title">{title}</h2>
          <button class="btn text" type="button" onClick={close}>
            关闭
          </button>
        </div>
        {children}
      </div>
    </dialog>
  )
}

/** Empty, error or no right: what it is, why, what now. */
export function State({ icon, title, children }: { icon: string; title: string; children?: ComponentChildren }) {
  return (
    <div class="state">
      <Icon name={icon} />
      <b>{title}</b>
      {children}
    </div>
  )
}

export function Bones() {
  return (
    <div class="card pad stack" role="status" aria-label="正在读取">
      <i class="bone" />
      <i class="bone" />
      <i class="bone" />
    </div>
  )
}
