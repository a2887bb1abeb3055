/** The head of an office screen: its title, what stands beside it, and the name of the tab. */
import type { ComponentChildren } from 'preact'
import { useEffect } from 'preact/hooks'

interface HeadProps {
  title: string
  /** A line above the title: where this belongs. */
  above?: ComponentChildren
  children?: ComponentChildren
}

export function Head({ title, above, children }: HeadProps) {
  useEffect(() => {
    document.title = `${title}·巡察台账`
  }, [title])
  return (
    <div class="tools head">
      <div class="grow">
        {above && <p class="quiet">{above}</p>}
        <h1>{title}</h1>
      </div>
      {children}
    </div>
  )
}
