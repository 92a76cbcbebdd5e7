import { isTold } from '../../../../shared/domain/stream.ts'
import { Feed, type Frame } from './feed.ts'

/** Lines of the stream that are kept; whatever happens, there are never more. */
const LINES = 16
/** What happened together is looked up together; a little later than the server keeps an answer for. */
const GATHER_MS = 250
/** Under a storm the wall is read anew no more often than this. */
const EVERY_MS = 1_000
/** Lateness and the machine's pulse go by the clock. */
const ANYWAY_MS = 15_000
const PATIENCE_MS = 10_000
/** Figures that nobody could confirm for so long are old, and it is said. */
const OLD_MS = 60_000

interface Words {
  readonly told: Record<string, string>
  readonly marks: Record<string, string>
  readonly regions: Record<string, string>
  readonly branches: Record<string, string>
  readonly categories: Record<string, string>
  readonly cases: string
  readonly live: string
  readonly connecting: string
  readonly lost: string
  readonly old: string
  readonly ended: string
  readonly again: string
}

/**
 * The wall keeps itself up to date for as long as it hangs: the feed tells what happened, its parts are read from the
 * server, which words everything. It holds nothing but what is seen: a line goes for each that comes.
 */
export class Wall extends HTMLElement {
  private words!: Words
  private feed!: Feed
  private ticking = 0
  private looking = 0
  private looked = -EVERY_MS
  private fetching: AbortController | undefined
  private again = false
  /** When the server's figures were last known to be good, by our monotonic clock, and by its own clock in words. */
  private goodAt = performance.now()
  private goodTime = ''
  private ended = false
  /** Server's clock minus ours, and the offset of the country's clocks, in milliseconds. */
  private skew = 0
  private offset = 0

  connectedCallback(): void {
    this.words = JSON.parse(this.dataset.words ?? '{}') as Words
    this.feed = new Feed(['central'], this.dataset.after, {
      frame: (frame) => this.hear(frame),
      state: () => this.say(),
    })
    this.read(this.querySelector<HTMLElement>('.wall__parts'))
    this.feed.open()
    this.ticking = window.setInterval(this.tick, 1_000)
    document.addEventListener('visibilitychange', this.seen)
    window.addEventListener('online', this.seen)
  }

  disconnectedCallback(): void {
    this.feed.close()
    clearInterval(this.ticking)
    clearTimeout(this.looking)
    this.looking = 0
    this.fetching?.abort()
    document.removeEventListener('visibilitychange', this.seen)
    window.removeEventListener('online', this.seen)
  }

  private seen = (): void => {
    if (document.visibilityState !== 'visible') return
    this.feed.hurry()
    this.soon()
  }

  private tick = (): void => {
    if (performance.now() - this.looked > ANYWAY_MS) this.soon()
    this.say()
  }

  private hear(frame: Frame): void {
    if (frame.type === 'counts') this.count(frame)
    if (frame.type === 'event') this.tell(frame)
    if (frame.type === 'refused') {
      this.end()
      return
    }
    if (frame.type === 'event' || frame.type === 'counts' || frame.type === 'resync') this.soon()
  }

  /** The counters at once, without asking: they come in the frame. */
  private count(frame: Frame): void {
    // Not every browser knows Kazakh numbers; they are written as the Russian ones.
    const { lang } = document.documentElement
    const numbers = new Intl.NumberFormat(lang === 'kk' ? 'ru' : lang, { useGrouping: true })
    for (const place of this.querySelectorAll<HTMLElement>('[data-count]')) {
      const value = frame[place.dataset.count ?? '']
      if (typeof value !== 'number') continue
      const text = numbers.format(value)
      if (place.textContent !== text) place.textContent = text
    }
  }

  private tell({ event, case: c }: Frame): void {
    if (!event || !c || !isTold(event.kind, event.verdict)) return
    const list = this.querySelector('[data-stream]')
    const form = this.querySelector<HTMLTemplateElement>('[data-line]')?.content.firstElementChild
    if (!list || !form) return
    const { words } = this
    const deadline = String(event.deadline)
    const key = event.kind === 'verdict' ? (words.told[deadline] ? deadline : 'verdict') : event.kind
    const [mark = '', look = ''] = (words.marks[key] ?? '').split(' ')
    const line = form.cloneNode(true) as HTMLElement
    if (look) line.className = `is-${look}`
    line.querySelector('a')!.href = words.cases + c.number
    line.querySelector('time')!.textContent = event.at.slice(11, 16)
    line.querySelector('i')!.textContent = mark
    line.querySelector('b')!.textContent = words.told[key] ?? ''
    line.querySelector('span')!.textContent = [
      words.regions[c.region ?? ''] ?? words.branches[c.branch],
      words.categories[c.category],
    ]
      .filter(Boolean)
      .join(', ')
    list.prepend(line)
    while (list.children.length > LINES) list.lastElementChild!.remove()
    this.querySelector('[data-stream-none]')?.remove()
  }

  /** One look serves all that happened together, and under a storm they are a second apart. */
  private soon(): void {
    if (this.ended) return
    if (this.fetching) {
      this.again = true
      return
    }
    if (this.looking) return
    const wait = Math.max(GATHER_MS, this.looked + EVERY_MS - performance.now())
    this.looking = window.setTimeout(() => {
      this.looking = 0
      void this.look()
    }, wait)
  }

  private async look(): Promise<void> {
    if (document.visibilityState !== 'visible') return
    this.looked = performance.now()
    this.fetching = new AbortController()
    const patience = window.setTimeout(() => this.fetching?.abort(), PATIENCE_MS)
    try {
      const answer = await fetch(this.dataset.parts ?? '', {
        signal: this.fetching.signal,
        credentials: 'same-origin',
        headers: { accept: 'text/html' },
        redirect: 'manual',
      })
      if (answer.ok) this.replace(await answer.text())
      else if (answer.type === 'opaqueredirect' || answer.status === 401 || answer.status === 403) this.end()
    } catch {
      // no network, or no answer in time: what is shown stays, and its age is said
    } finally {
      clearTimeout(patience)
      this.fetching = undefined
      this.say()
      if (this.again) {
        this.again = false
        this.soon()
      }
    }
  }

  /** Only parts that have changed; who stands in one with the keyboard stays on the same link. */
  private replace(html: string): void {
    const fresh = new DOMParser().parseFromString(html, 'text/html').querySelector<HTMLElement>('.wall__parts')
    if (!fresh) return
    for (const part of this.querySelectorAll<HTMLElement>('[data-part]')) {
      const other = fresh.querySelector<HTMLElement>(`#${part.id}`)
      if (!other || other.innerHTML === part.innerHTML) continue
      const held = part.contains(document.activeElement) ? document.activeElement?.getAttribute('href') : null
      part.replaceChildren(...other.childNodes)
      if (held) part.querySelector<HTMLElement>(`[href="${CSS.escape(held)}"]`)?.focus({ preventScroll: true })
    }
    this.read(fresh)
  }

  /** The server's own word on when the figures were read. */
  private read(parts: HTMLElement | null): void {
    const at = parts?.dataset.at
    if (!at) return
    const zone = /([+-])(\d\d):(\d\d)$/.exec(at)
    this.offset = zone ? (zone[1] === '-' ? -1 : 1) * (Number(zone[2]) * 60 + Number(zone[3])) * 60_000 : 0
    this.skew = Date.parse(at) - Date.now()
    this.goodAt = performance.now()
    this.goodTime = at.slice(11, 19)
  }

  /** How things stand with the connection and the age of the figures, in words and by colour. */
  private say(): void {
    const place = this.querySelector<HTMLElement>('.wall__state')
    if (!place || this.ended) return
    const { words, feed } = this
    const age = performance.now() - this.goodAt
    const clock = new Date(Date.now() + this.skew + this.offset).toISOString().slice(11, 16)
    const [state, text] =
      !feed.ready && (feed.tried > 1 || age > OLD_MS)
        ? ['lost', words.lost.replace('{time}', this.goodTime)]
        : age > OLD_MS
          ? ['old', words.old.replace('{time}', this.goodTime)]
          : feed.ready
            ? ['live', `${clock} · ${words.live}`]
            : ['connecting', `${clock} · ${words.connecting}`]
    if (place.textContent !== text) place.textContent = text
    if (place.dataset.state !== state) {
      place.dataset.state = state
      this.classList.toggle('is-stale', state === 'lost' || state === 'old')
    }
  }

  /** The session is over: nothing moves any more, and that is said with the way back. */
  private end(): void {
    if (this.ended) return
    this.ended = true
    this.feed.close()
    const place = this.querySelector<HTMLElement>('.wall__state')
    if (!place) return
    const link = document.createElement('a')
    link.href = this.dataset.signIn ?? '/'
    link.textContent = this.words.again
    place.dataset.state = 'lost'
    place.replaceChildren(`${this.words.ended} `, link)
    this.classList.add('is-stale')
  }
}
