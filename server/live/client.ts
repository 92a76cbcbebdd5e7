import type { Socket } from 'node:net'
import type { WebSocket } from 'ws'
import { comparePositions, type Position } from '../../db/feed.ts'
import type { ServerMessage } from '../../shared/contract/live.ts'
import type { Group } from './group.ts'
import type { Message } from './message.ts'
import { NOBODY, type Rights } from './rights.ts'
import type { Topic } from './topic.ts'

/** A topic as a socket holds it: events after `since` were asked for, those up to `done` have been handled. */
export interface Held extends Topic {
  readonly since: Position
  done: Position
}

const DRAINED = 65_536

/** One socket: whom it speaks for, what it listens to, how far it has got. */
export class Client {
  readonly ws: WebSocket
  readonly raw: Socket
  readonly address: string
  rights: Rights = NOBODY
  /** By name, in the order of subscription. */
  readonly topics = new Map<string, Held>()
  /** The stream it is part of; null while it has no topic or is catching up. */
  group: Group | null = null
  /** Frames of the group's gathering batch that are older than its joining. */
  skip = 0
  /** Grows whenever topics or rights change: what was read for the former ones no longer counts. */
  version = 0
  catchingUp = false
  alive = true

  constructor(ws: WebSocket, raw: Socket, address: string) {
    this.ws = ws
    this.raw = raw
    this.address = address
  }

  get open(): boolean {
    return this.ws.readyState === this.ws.OPEN
  }

  /** A message that has no place in the order of events, at once. */
  tell(message: ServerMessage): void {
    if (this.open) this.ws.send(JSON.stringify(message))
  }

  /** Says goodbye; `ws` cuts the line when the other side has not answered for 30 s. */
  close(code: number, reason: string): void {
    if (this.open) this.ws.close(code, reason)
  }

  hold(topic: Topic, since: Position): void {
    this.topics.set(topic.name, { ...topic, since, done: since })
    this.version++
  }

  let(name: string): void {
    if (this.topics.delete(name)) this.version++
  }

  /** The position up to which all its topics have been handled; undefined without a topic. */
  get done(): Position | undefined {
    let least: Position | undefined
    for (const { done } of this.topics.values()) if (!least || comparePositions(done, least) < 0) least = done
    return least
  }

  /** Everything up to the position has been handled. */
  reached(position: Position): void {
    for (const held of this.topics.values()) if (comparePositions(held.done, position) < 0) held.done = position
  }

  /**
   * The name under which an event goes to this socket while it catches up: the first of its topics that wants it; undefined
   * when none does, or when it was sent under another topic before.
   */
  wants({ row, keys }: Message): string | undefined {
    let name: string | undefined
    for (const held of this.topics.values()) {
      if (!keys.has(held.key)) continue
      if (comparePositions(row, held.done) > 0) name ??= held.name
      else if (comparePositions(row, held.since) > 0) return undefined
    }
    return name
  }

  /** Resolves when little is left to be read by the other side, or it is gone. */
  drained(): Promise<void> {
    if (!this.open || this.raw.writableLength <= DRAINED) return Promise.resolve()
    return new Promise((resolve) => {
      const done = () => {
        this.raw.off('drain', done).off('close', done)
        resolve()
      }
      this.raw.on('drain', done).on('close', done)
    })
  }
}
