// Keeps the shell of one version, so that the app starts without network. Data and sending are the page's business.
const SHELL = `xuncha-${'bcb1e3ced913'}`
const FILES = ["/app/account.js","/app/app.css","/app/app.js","/app/exif.js","/app/finding.js","/app/forms.js","/app/icon-192.png","/app/icon-512.png","/app/icon.svg","/app/","/app/manifest.webmanifest","/app/map.css","/app/map.js","/app/office.css","/app/office.js","/app/outbox.js","/app/password.js","/app/receipt.js","/app/unsent-file.js","/app/visit.js","/app/zero.js"]

self.addEventListener('install', (event) => {
  const fresh = FILES.map((file) => new Request(file, { cache: 'reload' }))
  event.waitUntil(caches.open(SHELL).then((shell) => shell.addAll(fresh)))
})

self.addEventListener('activate', (event) => {
  const old = caches.keys().then((names) => names.filter((name) => name.startsWith('xuncha-') && name !== SHELL))
  event.waitUntil(old.then((names) => Promise.all(names.map((name) => caches.delete(name)))).then(() => self.clients.claim()))
})

self.addEventListener('message', (event) => event.data === 'take-over' && self.skipWaiting())

self.addEventListener('fetch', (event) => {
  const { pathname } = new URL(event.request.url)
  const file = event.request.mode === 'navigate' && pathname.startsWith('/app/') ? '/app/' : pathname
  if (event.request.method !== 'GET' || !FILES.includes(file)) return
  event.respondWith(caches.open(SHELL).then((shell) => shell.match(file)).then((kept) => kept || fetch(event.request)))
})
