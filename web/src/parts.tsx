/**
 * The few parts every screen is made of, after the kit (kit.css): icon, bars, cells, segments, fields, sheet.
 *
 * Does not own: any text of a subject.
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

export function Bar({ title, back, children }: { title: string; back?: string; children?: ComponentChildren }) {
  useEffect(() => {
    document.title = `${title}·巡察台账`
  }, [title])
  return (
    <header class="bar">
      {back && (
        <a class="back" href={back} aria-label="返回">
          <Icon name="back" />
        </a>
      )}
      <h1>{title}</h1>
      {children}
    </header>
  )
}

export function Tag({ tone = '', children }: { tone?: 'good' | 'warn' | 'bad' | 'info' | ''; children: ComponentChildren }) {
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

interface Option {
  value: string
  text: string
  hint?: string
}

/** How many 汉字 the answers of one row may have together on 390 px. */
const SIGNS_PER_ROW = 16

/** Two to six answers side by side; `many` lets several stand. Nothing is chosen beforehand. */
export function Seg({ name, options, chosen, many, choose }: { name: string; options: readonly Option[]; chosen: string[]; many?: boolean; choose: (values: string[]) => void }) {
  const longest = Math.max(...options.map((one) => one.text.length))
  const broad = longest > SIGNS_PER_ROW / Math.min(options.length, 4)
  const tapped = (value: string) => (many ? (chosen.includes(value) ? chosen.filter((one) => one !== value) : [...chosen, value]) : [value])
  return (
    <div class={broad ? 'seg broad' : 'seg'}>
      {options.map((one) => (
        <label key={one.value}>
          <input type={many ? 'checkbox' : 'radio'} name={name} value={one.value} checked={chosen.includes(one.value)} onChange={() => choose(tapped(one.value))} />
          <span>
            {one.text}
            {one.hint && <small class="quiet">{one.hint}</small>}
          </span>
        </label>
      ))}
    </div>
  )
}

interface FieldProps {
  id: string
  label: string
  value: string
  change: (value: string) => void
  unit?: string | null
  hint?: string
  fault?: string | false
  type?: 'text' | 'password' | 'date'
  inputMode?: 'numeric' | 'decimal' | 'text'
  autoComplete?: 'username' | 'current-password' | 'new-password' | 'off'
}

export function Field({ id, label, value, change, unit, hint, fault, type = 'text', inputMode = 'text', autoComplete = 'off' }: FieldProps) {
  const describedBy = fault ? `${id}-fault` : undefined
  // Preact's types tell the kinds of input apart by one literal; ours share every property used here.
  const literal = type as 'text'

  return (
    <div class={fault ? 'row wrong' : 'row'}>
      <label for={id}>{label}</label>
      <span class="field">
        <input id={id} type={literal} value={value} inputMode={inputMode} autoComplete={autoComplete} aria-describedby={describedBy} onInput={(event) => change(event.currentTarget.value)} />
        {unit && <span class="quiet">{unit}</span>}
      </span>
      {hint && <p class="hint">{hint}</p>}
      {fault && (
        <p class="fault" id={`${id}-fault`} role="alert">
          {fault}
        </p>
      )}
    </div>
  )
}

/** A drop-down that begins at 请选择, so that nothing is chosen silently. */
export function Pick({ id, label, options, chosen, choose }: { id: string; label: string; options: readonly Option[]; chosen: string; choose: (value: string) => void }) {
  return (
    <div class="row">
      <label for={id}>{label}</label>
      <span class="field">
        <select id={id} value={chosen} onChange={(event) => choose(event.currentTarget.value)}>
          <option value="">请选择</option>
          {options.map((one) => (
            <option key={one.value} value={one.value}>
              {one.text}
            </option>
          ))}
        </select>
      </span>
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
    <dialog class="veil" ref={dialog} aria-labelledby="sheet-title" onCancel={close} onClick={(event) => event.target === dialog.current && close()}>
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
