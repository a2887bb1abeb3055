/**
 * A value that screens follow. One per fact of the whole app (who, network, queue); a screen's own state stays in it.
 */
import { useEffect, useState } from 'preact/hooks'

export interface Observable<T> {
  get(): T
  set(value: T): void
  follow(heard: (value: T) => void): () => void
}

export function observable<T>(value: T): Observable<T> {
  const listeners = new Set<(value: T) => void>()
  return {
    get: () => value,
    set(next) {
      value = next
      listeners.forEach((heard) => heard(next))
    },
    follow(heard) {
      listeners.add(heard)
      return () => listeners.delete(heard)
    },
  }
}

export function useValue<T>(source: Observable<T>): T {
  const [value, setValue] = useState<T>(source.get())
  useEffect(() => {
    setValue(() => source.get())
    return source.follow((next) => setValue(() => next))
  }, [source])
  return value
}
