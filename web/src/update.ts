/**
 * The service worker from the page's side. A new version asks; it never reloads a form by itself.
 * Without a worker (WebViews, blocked) everything but a cold start without network works.
 */
import { observable } from './observable.ts'

export const newVersion = observable<ServiceWorker | null>(null)

let asked = false

export function registerWorker(): void {
  if (!navigator.serviceWorker) return
  navigator.serviceWorker.addEventListener('controllerchange', () => asked && location.reload())
  navigator.serviceWorker
    .register('/app/sw.js', { scope: '/app/', updateViaCache: 'none' })
    .then(watch, () => undefined)
}

/** A browser that blocks workers may answer with nothing instead of refusing. */
function watch(registration: ServiceWorkerRegistration | undefined): void {
  if (!registration) return
  if (registration.waiting) newVersion.set(registration.waiting)
  registration.addEventListener('updatefound', () => {
    const fresh = registration.installing
    fresh?.addEventListener('statechange', () => {
      if (fresh.state === 'installed' && navigator.serviceWorker.controller) newVersion.set(fresh)
    })
  })
}

/** The person agreed: the waiting version takes over and the page starts anew. Drafts are in the store. */
export function takeNewVersion(): void {
  asked = true
  newVersion.get()?.postMessage('take-over')
}
