/**
 * Inputs after the kit: segments, labelled fields, drop-downs. Nothing is chosen beforehand, faults stand under the field.
 */
interface Option {
  value: string
  text: string
  hint?: string
}

/** How many 汉字 the answers of one row may have together on 390 px. */
const SIGNS_PER_ROW = 16

interface SegProps {
  name: string
  options: readonly Option[]
  chosen: string[]
  many?: boolean
  choose: (values: string[]) => void
}

/** Two to six answers side by side; `many` lets several stand. Nothing is chosen beforehand. */
export function Seg({ name, options, chosen, many, choose }: SegProps) {
  const longest = Math.max(...options.map((one) => one.text.length))
  const broad = longest > SIGNS_PER_ROW / Math.min(options.length, 4)
  const tapped = (value: string) =>
    many ? (chosen.includes(value) ? chosen.filter((one) => one !== value) : [...chosen, value]) : [value]
  return (
    <div class={broad ? 'seg broad' : 'seg'}>
      {options.map((one) => (
        <label key={one.value}>
          <input
            type={many ? 'checkbox' : 'radio'}
            name={name}
            value={one.value}
            checked={chosen.includes(one.value)}
            onChange={() => choose(tapped(one.value))}
          />
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
  type?: 'text' | 'date'
  inputMode?: 'numeric' | 'decimal' | 'text'
  autoComplete?: 'username' | 'current-password' | 'new-password' | 'off'
}

export function Field({
  id,
  label,
  value,
  change,
  unit,
  hint,
  fault,
  type = 'text',
  inputMode = 'text',
  autoComplete = 'off',
}: FieldProps) {
  const describedBy = fault ? `${id}-fault` : undefined
  // Preact's types tell the kinds of input apart by one literal; ours share every property used here.
  const literal = (autoComplete.endsWith('password') ? 'password' : type) as 'text'

  return (
    <div class={fault ? 'row wrong' : 'row'}>
      <label for={id}>{label}</label>
      <span class="field">
        <input
          id={id}
          type={literal}
          value={value}
          inputMode={inputMode}
          autoComplete={autoComplete}
          aria-describedby={describedBy}
          onInput={(event) => change(event.currentTarget.value)}
        />
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

interface PickProps {
  id: string
  label: string
  options: readonly Option[]
  chosen: string
  choose: (value: string) => void
}

/** A drop-down that begins at 请选择, so that nothing is chosen silently. */
export function Pick({ id, label, options, chosen, choose }: PickProps) {
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

export function Choice({ legend, ...seg }: SegProps & { legend: string }) {
  return (
    <fieldset>
      <legend>{legend}</legend>
      <Seg {...seg} />
    </fieldset>
  )
}

export function Faulty({ text }: { text: string }) {
  return text ? (
    <p class="fault" role="alert">
      {text}
    </p>
  ) : null
}
