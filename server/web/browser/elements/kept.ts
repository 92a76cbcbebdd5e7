import { drop, type Kept, keep, listKept } from '../store/kept.ts'

const TRY_EVERY_MS = 30_000
const DRAFT = 'daybreak-draft-report'

/** Reports kept on this device: on their own page each with what became of it, elsewhere one line when there is news. */
export class KeptReports extends HTMLElement {
  private timer = 0

  connectedCallback(): void {
    if (!('serviceWorker' in navigator && 'indexedDB' in window)) return
    if (!this.template && document.querySelector('db-kept template')) return
    navigator.serviceWorker.addEventListener('message', this.show)
    addEventListener('online', this.send)
    this.timer = window.setInterval(this.send, TRY_EVERY_MS)
    void this.show().then(this.send)
  }

  disconnectedCallback(): void {
    clearInterval(this.timer)
    navigator.serviceWorker?.removeEventListener('message', this.show)
    removeEventListener('online', this.send)
  }

  private get template(): HTMLTemplateElement | null {
    return this.querySelector('template')
  }

  /** Asks the worker to try; where there is background sync it tries by itself, too. */
  private send = async (): Promise<void> => {
    const all = await listKept().catch(() => [])
    if (!all.some((kept) => kept.state === 'waiting')) return
    const { active } = await navigator.serviceWorker.ready
    active?.postMessage('send')
  }

  private show = async (): Promise<void> => {
    const all = await listKept().catch(() => [])
    forgetDraft(all)
    if (this.template) this.list(all)
    else this.tell(all.filter((kept) => !kept.seen))
  }

  private tell(news: readonly Kept[]): void {
    const state = (['faulty', 'waiting', 'sent'] as const).find((one) => news.some((kept) => kept.state === one))
    this.hidden = !state
    for (const words of this.querySelectorAll<HTMLElement>('[data-state]')) words.hidden = words.dataset.state !== state
  }

  private list(all: readonly Kept[]): void {
    const waiting = all.some((kept) => kept.state === 'waiting')
    const lead = this.querySelector<HTMLElement>('[data-lead]')
    const nothing = this.querySelector<HTMLElement>('[data-nothing]')
    if (lead) lead.hidden = !waiting
    // With background sync it leaves though the page is closed; elsewhere when the site is opened next.
    const byItself = 'SyncManager' in window
    for (const [name, shown] of [['by-itself', byItself] as const, ['on-opening', !byItself] as const])
      this.querySelector<HTMLElement>(`[data-${name}]`)!.hidden = !shown
    if (nothing) nothing.hidden = all.length > 0
    this.querySelector('[data-list]')?.replaceChildren(...all.map((kept) => this.card(kept)))
    for (const kept of all) if (kept.state !== 'waiting' && !kept.seen) void keep({ ...kept, seen: true })
  }

  private card(kept: Kept): Node {
    const card = this.template!.content.cloneNode(true) as DocumentFragment
    const part = (name: string) => card.querySelector<HTMLElement>(`[data-${name}]`)!
    const offer = (name: string, offered: boolean, act: () => Promise<unknown>) => {
      part(name).hidden = !offered
      part(name).addEventListener('click', () => void act().then(this.show))
    }
    part('text').textContent = kept.about
    part(`state=${kept.state}`).hidden = false
    part('photos').hidden = kept.photos.length === 0
    part('n').textContent = String(kept.photos.length)
    const link = part('open') as HTMLAnchorElement
    link.hidden = !kept.url
    if (kept.url) link.href = kept.url
    offer('edit', kept.state === 'faulty', () => correct(kept))
    offer('again', kept.state === 'waiting', this.send)
    offer('drop', kept.state !== 'sent', () => drop(kept.key))
    return card
  }
}

/** What waits already is no draft any more: it must not be sent a second time by hand. */
function forgetDraft(all: readonly Kept[]): void {
  try {
    const draft = JSON.parse(localStorage.getItem(DRAFT) ?? 'null') as { values?: { key?: string } } | null
    if (draft && all.some((kept) => kept.key === draft.values?.key)) localStorage.removeItem(DRAFT)
  } catch {
    // storage is forbidden: there is no draft either
  }
}

/** Opens the form again as it was; its photos are with the server already, or in it. */
async function correct(kept: Kept): Promise<void> {
  const form = document.createElement('form')
  form.method = 'post'
  form.action = `/${kept.lang}/report`
  for (const [name, value] of [...kept.fields, ['step', 'edit'] as const]) {
    const field = document.createElement('input')
    field.type = 'hidden'
    field.name = name
    field.value = value
    form.append(field)
  }
  document.body.append(form)
  form.submit()
}
