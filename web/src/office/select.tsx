import { narrow } from './address.ts'

/** A drop-down in the head of a screen; its label is heard, its first option seen. */
interface SelectProps {
  label: string
  value: string
  options: { value: string; text: string }[]
  choose: (value: string) => void
  /** What the empty choice is called; without it there is none. */
  all?: string
}

export function Select({ label, value, options, choose, all }: SelectProps) {
  return (
    <span class="field">
      <select aria-label={label} value={value} onChange={(event) => choose(event.currentTarget.value)}>
        {all && <option value="">{all}</option>}
        {options.map((one) => (
          <option key={one.value} value={one.value}>
            {one.text}
          </option>
        ))}
      </select>
    </span>
  )
}

/** Takes every filter of a list out of the address; only there while one is set. */
export function ClearFilters({ filters, query }: { filters: readonly string[]; query: Record<string, string | undefined> }) {
  if (!filters.some((name) => query[name])) return null
  const clear = () => narrow(Object.fromEntries(filters.map((name) => [name, undefined])))
  return (
    <button class="btn text" type="button" onClick={clear}>
      清除筛选
    </button>
  )
}
