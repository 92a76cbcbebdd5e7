const LOOK_AGAIN_MS = 60_000
const GATHER_MS = 250
const LONGEST_WAIT_MS = 60_000

/**
 * Keeps every part marked `data-live` as it is on the server. The socket says that something happened; the parts are then
 * taken from the page itself, so that nothing is worded twice. A lost socket comes back by itself, slower and slower; and
 * each minute the parts are looked up anyway, for the clock's sake.
 */
export class Live extends HTMLElement {
  private socket: WebSocket | null = null
  private tries = 0
  private timers: number[] = []
  private gathering = 0
  private due = 0
  private cursor: string | undefined

  connectedCallback(): void {
    this.connect()
    this.timers.push(window.setInterval(() => this.refresh(), LOOK_AGAIN_MS))
    this.atDue()
    document.addEventListener('visibilitychange', this.seen)
  }

  disconnectedCallback(): void {
    for (const timer of [...this.timers, this.gathering, this.due]) clearTimeout(timer)
    document.removeEventListener('visibilitychange', this.seen)
    const { socket } = this
    this.socket = null
    socket?.close()
  }

  private seen = (): void => {
    if (document.visibilityState === 'visible') void this.refresh()
  }

  private connect(): void {
    if (!('WebSocket' in window)) return
    const socket = new WebSocket(`${location.origin.replace(/^http/, 'ws')}/api/v1/live`)
    this.socket = socket
    socket.onopen = () => {
      this.tries = 0
      const topics = this.getAttribute('topic')?.split(' ')
      socket.send(JSON.stringify({ type: 'subscribe', topics, ...(this.cursor ? { after: this.cursor } : {}) }))
    }
    socket.onmessage = ({ data }) => {
      const frame = JSON.parse(String(data)) as { type: string; cursor?: string }
      if (frame.cursor) this.cursor = frame.cursor
      if (frame.type === 'event' || frame.type === 'resync') this.soon()
    }
    socket.onclose = () => {
      if (this.socket !== socket) return
      const wait = Math.min(LONGEST_WAIT_MS, 1_000 * 2 ** this.tries++) * (0.5 + Math.random() / 2)
      this.timers.push(window.setTimeout(() => this.connect(), wait))
    }
  }

  /** Events come in groups; one look serves them all. A stream without end does not put it off. */
  private soon(): void {
    this.gathering ||= window.setTimeout(() => {
      this.gathering = 0
      void this.refresh()
    }, GATHER_MS)
  }

  /** A part may say in how many milliseconds something in it becomes due: it is looked at then. */
  private atDue(): void {
    clearTimeout(this.due)
    const next = Math.min(...[...this.querySelectorAll<HTMLElement>('[data-next]')].map((p) => Number(p.dataset.next)))
    if (next < LOOK_AGAIN_MS) this.due = window.setTimeout(() => this.soon(), next + GATHER_MS)
  }

  private async refresh(): Promise<void> {
    if (document.visibilityState !== 'visible') return
    // A page that answered a form has no address of its own to be read again.
    const from = this.getAttribute('from') ?? location.href
    try {
      const answer = await fetch(from, { headers: { accept: 'text/html' }, credentials: 'same-origin' })
      // Led elsewhere (to the sign-in): what is shown is as old as after a fault.
      this.stale(!answer.ok || answer.redirected)
      if (!answer.ok || answer.redirected) return
      const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html')
      for (const part of this.querySelectorAll<HTMLElement>('[data-live]'))
        this.replace(part, fresh.getElementById(part.id))
      this.atDue()
    } catch {
      // No network now: what is shown stays, and says that it is old.
      this.stale(true)
    }
  }

  private stale(is: boolean): void {
    for (const notice of this.querySelectorAll<HTMLElement>('[data-stale]')) notice.hidden = !is
  }

  /** Only what has changed, and never under the reader's hands; a link in focus stays so. */
  private replace(part: HTMLElement, fresh: HTMLElement | null): void {
    if (!fresh) return
    if (fresh.dataset.next === undefined) delete part.dataset.next
    else part.dataset.next = fresh.dataset.next
    const held = part.contains(document.activeElement) ? document.activeElement : null
    if (fresh.innerHTML === part.innerHTML || (held && !(held.id && held.matches('a,button,summary')))) return
    const open = [...part.querySelectorAll('details')].map((d) => d.open)
    part.replaceChildren(...fresh.childNodes)
    part.querySelectorAll('details').forEach((d, i) => {
      d.open = open[i] ?? false
    })
    if (held) document.getElementById(held.id)?.focus({ preventScroll: true })
  }
}
