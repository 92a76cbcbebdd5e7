/** A frame of the socket, as far as pages look at it. */
export interface Frame {
  readonly type: string
  readonly cursor?: string
  readonly event?: { readonly kind: string; readonly at: string; readonly verdict?: string; readonly deadline?: string }
  readonly case?: {
    readonly number: string
    readonly category: string
    readonly region: string | null
    readonly branch: string
  }
  readonly [figure: string]: unknown
}

interface Told {
  frame(frame: Frame): void
  /** The connection has come or gone. */
  state(): void
}

const LONGEST_WAIT_MS = 30_000
/** A line on which nothing is heard is asked for a sign of life; without one it is dead, whatever the browser thinks. */
const SILENT_MS = 20_000
const DEAD_MS = 35_000
const LOOK_MS = 5_000
const SIGNED_OUT = 4401

/**
 * The live feed, for as long as it is wanted: it comes back by itself, slower and slower, and goes on behind the last frame
 * it had, so that nothing is missed and nothing comes twice. It keeps no frame.
 */
export class Feed {
  /** Subscribed, and frames come. */
  ready = false
  /** Attempts since the last time it was ready. */
  tried = 0
  private readonly topics: readonly string[]
  private readonly told: Told
  private after: string | undefined
  private socket: WebSocket | undefined
  private heardAt = 0
  private waiting = 0
  private watching = 0

  constructor(topics: readonly string[], after: string | undefined, told: Told) {
    this.topics = topics
    this.after = after
    this.told = told
  }

  open(): void {
    if (!('WebSocket' in window)) return
    this.watching = window.setInterval(this.watch, LOOK_MS)
    this.connect()
  }

  close(): void {
    clearTimeout(this.waiting)
    clearInterval(this.watching)
    this.drop()
  }

  /** Somebody looks, or the network is back: no waiting for the next attempt. */
  hurry(): void {
    if (this.socket || !this.watching) return
    clearTimeout(this.waiting)
    this.connect()
  }

  private connect(): void {
    this.tried++
    const socket = new WebSocket(`${location.origin.replace(/^http/, 'ws')}/api/v1/live`)
    this.socket = socket
    this.heardAt = performance.now()
    socket.onopen = () => {
      const { topics, after } = this
      socket.send(JSON.stringify({ type: 'subscribe', topics, ...(after ? { after } : {}) }))
    }
    socket.onmessage = ({ data }) => {
      if (this.socket !== socket) return
      this.heardAt = performance.now()
      const frame = JSON.parse(String(data)) as Frame
      if (frame.cursor && (frame.type === 'event' || frame.type === 'resync')) this.after = frame.cursor
      if (frame.type === 'subscribed') {
        // Where to go on when nothing happens until the line breaks.
        this.after ??= frame.cursor
        this.tried = 0
        this.become(true)
      }
      this.told.frame(frame)
    }
    socket.onclose = ({ code }) => {
      if (this.socket !== socket) return
      this.drop()
      this.become(false)
      if (code === SIGNED_OUT) this.told.frame({ type: 'refused' })
      else this.later()
    }
  }

  private later(): void {
    const wait = Math.min(LONGEST_WAIT_MS, 500 * 2 ** Math.min(this.tried, 10)) * (0.5 + Math.random() / 2)
    clearTimeout(this.waiting)
    this.waiting = window.setTimeout(() => this.connect(), wait)
  }

  private watch = (): void => {
    const { socket } = this
    if (!socket) return
    const silent = performance.now() - this.heardAt
    if (silent > DEAD_MS) {
      this.drop()
      this.become(false)
      this.later()
    } else if (silent > SILENT_MS && socket.readyState === WebSocket.OPEN) socket.send('{"type":"ping"}')
  }

  private drop(): void {
    const { socket } = this
    this.socket = undefined
    if (!socket) return
    socket.onopen = socket.onmessage = socket.onclose = null
    socket.close()
  }

  private become(ready: boolean): void {
    if (this.ready === ready) return
    this.ready = ready
    this.told.state()
  }
}
