/** A value inside a body by its path (`present.0.name`), read as text and set anew. Pure. */
type Body = Record<string, unknown>

/** What stands there as text; undefined where nothing does, or something with parts of its own. */
export function valueAt(body: Body, path: string): string | undefined {
  let value: unknown = body
  for (const step of path.split('.')) value = (value as Body | undefined)?.[step]
  return value === null || value === undefined || typeof value === 'object' ? undefined : String(value)
}

/** The body with another value there; a number stays a number, an emptied one is left out. */
export function mended(body: Body, path: string, text: string): Body {
  const copy = structuredClone(body)
  const steps = path.split('.')
  const last = steps.pop()!
  let holder = copy
  for (const step of steps) holder = (holder[step] ??= {}) as Body
  if (text === '') delete holder[last]
  else holder[last] = typeof holder[last] === 'number' && Number.isFinite(Number(text)) ? Number(text) : text
  return copy
}
