import { setImmediate as breathe, setTimeout as pause } from 'node:timers/promises'
import { isUnavailable, safeError } from '../../db/errors.ts'
import { comparePositions, listAfter } from '../../db/feed.ts'
import type { Deps } from '../deps.ts'
import type { Client } from './client.ts'
import type { Hub } from './hub.ts'
import { Message } from './message.ts'
import { filterOf } from './topic.ts'

const PAGE = 200
/** Sockets that read from the database at a time; the others wait their turn, so that requests keep their connections. */
const READING = 4
const RETRY_MS = 500

/**
 * Brings sockets from where they were to the stream: pages from the database, each handed over when the one before has
 * been read; the end from memory; then the stream, in the same turn of the event loop, so that nothing falls between.
 */
export class CatchUp {
  private readonly deps: Deps
  private readonly hub: Hub
  private reading = 0
  private readonly waiting: (() => void)[] = []

  constructor(deps: Deps, hub: Hub) {
    this.deps = deps
    this.hub = hub
  }

  /** Does nothing for a socket that is at it already: that run sees the new topics. */
  async run(client: Client): Promise<void> {
    if (client.catchingUp) return
    client.catchingUp = true
    try {
      while (client.open && client.topics.size > 0 && !client.group) await this.step(client)
    } catch (error) {
      this.deps.log.error({ err: safeError(error) }, 'a socket could not be brought up to date')
      client.close(1011, 'internal')
    } finally {
      client.catchingUp = false
    }
  }

  private async step(client: Client): Promise<void> {
    await client.drained()
    const { hub } = this
    const { done } = client
    if (!done) return
    const head = hub.position
    if (comparePositions(done, head) >= 0) {
      if (!hub.join(client)) await hub.advanced()
      return
    }
    const messages = hub.recent.after(done, PAGE)
    if (messages) {
      const written = this.send(client, messages)
      client.reached(messages.length < PAGE ? head : messages.at(-1)!.row)
      if (messages.length < PAGE && hub.join(client)) return
      await written
      await breathe()
      return
    }
    const { version } = client
    const page = await this.read(client)
    // Another topic was added meanwhile: this page does not have it.
    if (!page || client.version !== version) return
    const written = this.send(client, page.messages)
    client.reached(page.readTo ?? page.upTo)
    await written
  }

  private async read(client: Client) {
    await this.turn()
    try {
      const { sql } = this.deps
      const { done } = client
      if (!done) return undefined
      const upTo = this.hub.position
      const world = await this.deps.world.at(this.deps.now())
      const { rows, readTo } = await listAfter(sql, done, upTo, filterOf([...client.topics.values()], world), PAGE)
      return { messages: rows.map((row) => new Message(row, world)), readTo, upTo }
    } catch (error) {
      if (!isUnavailable(error)) throw error
      await pause(RETRY_MS, undefined, { ref: false })
      return undefined
    } finally {
      this.reading--
      this.waiting.shift()?.()
    }
  }

  private async turn(): Promise<void> {
    while (this.reading >= READING) await new Promise<void>((resolve) => this.waiting.push(resolve))
    this.reading++
  }

  /** Hands the events that the socket wants to the pump; resolves when they are written. */
  private send(client: Client, messages: readonly Message[]): Promise<void> {
    const frames: Buffer[] = []
    for (const message of messages) {
      const name = client.wants(message)
      const frame = name === undefined ? null : this.hub.frameOf(message, client.rights, name)
      if (frame) frames.push(frame.bytes)
    }
    return this.hub.pump.send(frames, [client])
  }
}
