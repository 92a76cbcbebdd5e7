import type { Client } from './client.ts'
import { textFrame } from './frame.ts'
import type { Hub } from './hub.ts'

const EVERY_MS = 1_000

interface Figures {
  frame: Buffer
  sentAt: number
  due: NodeJS.Timeout | undefined
}

/** Figures by topic: the latest one goes out, at most once a second; what came in between is never sent. */
export class Counts {
  private readonly hub: Hub
  private readonly topics = new Map<string, Figures>()

  constructor(hub: Hub) {
    this.hub = hub
  }

  publish(counts: object, topic: string): void {
    const frame = textFrame(JSON.stringify({ ...counts, type: 'counts' }))
    const known = this.topics.get(topic)
    const figures = known ?? { frame, sentAt: Number.NEGATIVE_INFINITY, due: undefined }
    figures.frame = frame
    this.topics.set(topic, figures)
    if (figures.due) return
    const wait = figures.sentAt + EVERY_MS - performance.now()
    if (wait <= 0) this.send(topic, figures)
    else figures.due = setTimeout(() => this.send(topic, figures), wait).unref()
  }

  greet(client: Client, topics: readonly string[]): void {
    for (const topic of topics) {
      const figures = this.topics.get(topic)
      if (figures) void this.hub.pump.send([figures.frame], [client])
    }
  }

  stop(): void {
    for (const { due } of this.topics.values()) clearTimeout(due)
  }

  private send(topic: string, figures: Figures): void {
    figures.due = undefined
    figures.sentAt = performance.now()
    this.hub.sayAll(topic, figures.frame)
  }
}
