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
