import { drop, type Kept, keep, listKept } from './store/kept.ts'

/** Put before this script by the server: the files of the shell, and its version. */
declare const SHELL: { readonly version: string; readonly files: readonly string[] }

interface Extendable extends Event {
  waitUntil(work: Promise<unknown>): void
}
interface Fetching extends Extendable {
  readonly request: Request
  respondWith(answer: Promise<Response>): void
}
interface Worker {
  readonly location: Location
  readonly clients: {
    claim(): Promise<void>
    matchAll(): Promise<readonly { postMessage(message: unknown): void }[]>
  }
  readonly registration: { readonly sync?: { register(tag: string): Promise<void> } }
  skipWaiting(): Promise<void>
  addEventListener(kind: 'install' | 'activate', act: (event: Extendable) => void): void
  addEventListener(kind: 'fetch', act: (event: Fetching) => void): void
  addEventListener(kind: 'sync', act: (event: Extendable & { readonly tag: string }) => void): void
  addEventListener(kind: 'message', act: (event: Extendable & { readonly data: unknown }) => void): void
}

const worker = self as unknown as Worker
const CACHE = `daybreak-${SHELL.version}`
const DAYS_7 = 7 * 24 * 3_600_000
/** Pages that show the report form's own offline page when there is no connection. */
const PUBLIC = /^\/(kk|ru|en)(\/(report|cases|track|branches|bodies|pulse)(\/.*)?)?$/
const lang = new URL(worker.location.href).searchParams.get('lang') ?? 'kk'

worker.addEventListener('install', (event) => {
  event.waitUntil(fill().then(() => worker.skipWaiting()))
})

worker.addEventListener('activate', (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) =>
        Promise.all(names.filter((n) => n.startsWith('daybreak-') && n !== CACHE).map((n) => caches.delete(n))),
      )
      .then(() => worker.clients.claim())
      .then(() => send()),
  )
})

worker.addEventListener('fetch', (event) => {
  const { request } = event
  const url = new URL(request.url)
  if (url.origin !== worker.location.origin) return
  if (request.method === 'GET' && url.pathname.startsWith('/assets/')) {
    event.respondWith(caches.match(request).then((known) => known ?? fetch(request)))
    return
  }
  const own = PUBLIC.exec(url.pathname)?.[1]
  if (!own || request.mode !== 'navigate') return
  if (request.method === 'GET') event.respondWith(fetch(request).catch(() => shown(url.pathname, own)))
  if (request.method === 'POST' && url.pathname === `/${own}/report`) event.respondWith(file(request, own))
})

worker.addEventListener('sync', (event) => {
  // A failure makes the browser try again later, with the page closed.
  if (event.tag === 'reports')
    event.waitUntil(send().then((done) => (done ? undefined : Promise.reject(new Error('later')))))
})

worker.addEventListener('message', (event) => {
  if (event.data === 'send') event.waitUntil(send())
})

/** The shell: the form and what it looks like, as anybody gets it. */
async function fill(): Promise<void> {
  const cache = await caches.open(CACHE)
  const pages = [`/${lang}/report`, `/${lang}/report/kept`]
  await Promise.all([
    ...SHELL.files.map(async (path) => (await cache.match(path)) ?? cache.add(path)),
    ...pages.map(async (path) => {
      const answer = await fetch(path, { credentials: 'omit' })
      if (answer.ok) await cache.put(path, answer)
    }),
  ])
}

/** The form out of the store, or the page that says what can be done without a connection. */
async function shown(path: string, own: string): Promise<Response> {
  return (
    (await caches.match(path === `/${own}/report` ? path : `/${own}/report/kept`)) ??
    (await caches.match(`/${lang}/report/kept`)) ??
    Response.error()
  )
}

/** The form leaves if it can; otherwise it is kept, and whoever wrote it is told so. */
async function file(request: Request, own: string): Promise<Response> {
  const copy = request.clone()
  let answer: Response | undefined
  try {
    answer = await fetch(request)
    // Refused for the moment by a server in trouble is as good as no connection.
    if (answer.status !== 502 && answer.status !== 503 && answer.status !== 504) {
      await forget(copy).catch(() => undefined)
      return answer
    }
  } catch {
    // no connection
  }
  try {
    const form = await copy.formData()
    // What was typed is in the draft of the form.
    if (form.get('step') === 'edit') return Response.redirect(`/${own}/report`, 303)
    await keep(keptOf(form, own))
    await worker.registration.sync?.register('reports').catch(() => undefined)
    return Response.redirect(`/${own}/report/kept`, 303)
  } catch {
    // It could not be kept (storage is full or forbidden): nobody is told that it was.
    return answer ?? Response.error()
  }
}

/** In its writer's hands again, with a connection: it does not wait any longer. */
async function forget(request: Request): Promise<void> {
  if ((await listKept()).length === 0) return
  const form = await request.formData()
  const key = form.get('key')
  if (typeof key === 'string' && form.get('step') !== 'edit') await drop(key)
}

function keptOf(form: FormData, own: string): Kept {
  const fields: [string, string][] = []
  const photos: File[] = []
  for (const [name, value] of form) {
    if (typeof value !== 'string') {
      if (value.size > 0) photos.push(value)
    } else if (name !== 'step' && name !== '_csrf') fields.push([name, value])
  }
  const value = (name: string) => fields.find(([known]) => known === name)?.[1] ?? ''
  return {
    key: value('key'),
    lang: own,
    at: Date.now(),
    fields,
    photos,
    about: value('text').slice(0, 120),
    state: 'waiting',
  }
}

let sending: Promise<boolean> | undefined

/** Sends what waits, one after another. True when nothing waits any more. */
function send(): Promise<boolean> {
  sending ??= sendAll().finally(() => {
    sending = undefined
  })
  return sending
}

async function sendAll(): Promise<boolean> {
  let done = true
  for (const kept of await listKept()) {
    if (kept.state === 'sent' && Date.now() - kept.at > DAYS_7) await drop(kept.key)
    if (kept.state !== 'waiting' || !done) continue
    const became = await sendOne(kept)
    if (became) await keep(became)
    else done = false
    for (const client of await worker.clients.matchAll()) client.postMessage('kept')
  }
  return done
}

/** What became of it; undefined when it has to wait on. */
async function sendOne(kept: Kept): Promise<Kept | undefined> {
  const body = new FormData()
  for (const [name, value] of kept.fields) body.append(name, value)
  for (const photo of kept.photos) body.append('photos', photo, photo.name)
  body.append('step', 'send')
  try {
    const answer = await fetch(`/${kept.lang}/report`, { method: 'POST', body, credentials: 'omit' })
    const [, token] = /\/report\/done\/([\w-]+)$/.exec(new URL(answer.url).pathname) ?? []
    if (answer.ok && token)
      return { ...kept, fields: [], photos: [], state: 'sent', url: `/${kept.lang}/track/${token}`, seen: false }
    const refused = [400, 403, 413, 415, 422].includes(answer.status)
    return refused ? { ...kept, state: 'faulty', seen: false } : undefined
  } catch {
    return undefined
  }
}
