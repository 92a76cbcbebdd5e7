import { setImmediate as breathe } from 'node:timers/promises'
import { safeError } from '../../db/errors.ts'
import { BEGINNING, comparePositions, type FeedRow, type Place } from '../../db/feed.ts'
import type { ServerMessage } from '../../shared/contract/live.ts'
import { eventCursor } from '../cursor.ts'
import type { Deps } from '../deps.ts'
import type { FullWorld } from '../world.ts'
import { CatchUp } from './catch-up.ts'
import type { Client } from './client.ts'
import { textFrame } from './frame.ts'
import { Group, groupKey } from './group.ts'
import { type Frame, Message } from './message.ts'
import { Pump } from './pump.ts'
import { Recent } from './recent.ts'
import type { Rights } from './rights.ts'
import type { Topic } from './topic.ts'

/** What happens within this time goes to a socket in one write. */
const GATHER_MS = 60
/** Handling a page of events holds the event loop no longer than this at a time. */
const SLICE_MS = 8
/** So many events may wait for the pump; then the feed waits. */
const GATHERED_MAX = 1_000

/**
 * Hands events on to sockets. Sockets that get the same bytes form a group; an event is rendered once per audience and
 * filed with the groups that listen; every 60 ms each group's frames go to its sockets in one write.
 */
export class Hub {
  readonly pump = new Pump()
  readonly clients = new Set<Client>()
  recent = new Recent(BEGINNING)
  /** The last event handled: everything before it has been handed on. */
  position: Place = BEGINNING
  private readonly deps: Deps
  private readonly catchUp: CatchUp
  private readonly groups = new Map<string, Group>()
  private readonly listening = new Map<string, Set<Group>>()
  private readonly dirty = new Set<Group>()
  private handled = 0
  private gathered = 0
  private gathering: NodeJS.Timeout | undefined
  private flushed: (() => void)[] = []
  private advances: (() => void)[] = []

  constructor(deps: Deps) {
    this.deps = deps
    this.catchUp = new CatchUp(deps, this)
  }

  /** What is kept in memory for sockets; all zero when nobody listens. */
  get kept(): { sockets: number; groups: number; topics: number } {
    return { sockets: this.clients.size, groups: this.groups.size, topics: this.listening.size }
  }

  /** Events handled whose frames are not yet on their way. */
  get waiting(): number {
    return this.gathered
  }

  /** The stream begins, or goes on in another database: then every socket has to load anew what it shows. */
  beginAt(head: Place): void {
    this.flush()
    this.position = head
    this.recent.forget(head)
    for (const client of this.clients) {
      const topics = [...client.topics.values()]
      if (topics.length === 0) continue
      this.leave(client)
      for (const topic of topics) {
        client.let(topic.name)
        client.hold(topic, head)
      }
      this.say(client, { type: 'resync', topics: topics.map(({ name }) => name), cursor: eventCursor(head) })
      this.settle(client)
    }
    this.advance()
  }

  /** Hands the events on, in order; what has been handled before is left out. Resolves when there is room for more. */
  async take(rows: readonly FeedRow[]): Promise<void> {
    const world = await this.worldOf(rows)
    let until = performance.now() + SLICE_MS
    for (const row of rows) {
      if (comparePositions(row, this.position) <= 0) continue
      this.hand(new Message(row, world))
      this.position = row
      if (performance.now() >= until || this.gathered >= GATHERED_MAX) {
        this.advance()
        if (this.gathered >= GATHERED_MAX) await new Promise<void>((resolve) => this.flushed.push(resolve))
        else await breathe()
        until = performance.now() + SLICE_MS
      }
    }
    this.advance()
  }

  /** The socket listens to these from after `since` on (now, when it is not given); `resync` says that what it asked for is gone. */
  subscribe(client: Client, topics: readonly Topic[], since: Place = this.position, resync = false): void {
    this.leave(client)
    const names = topics.map(({ name }) => name)
    const cursor = eventCursor(since)
    for (const topic of topics) if (!client.topics.has(topic.name)) client.hold(topic, since)
    this.say(client, { type: 'subscribed', topics: names, cursor })
    if (resync) this.say(client, { type: 'resync', topics: names, cursor })
    this.settle(client)
  }

  unsubscribe(client: Client, names: readonly string[]): void {
    this.leave(client)
    for (const name of names) client.let(name)
    this.settle(client)
  }

  /** Its rights are others now; topics that they no longer allow have been let go of by the caller in `change`. */
  regroup(client: Client, change: () => void): void {
    this.leave(client)
    change()
    client.version++
    this.settle(client)
  }

  /** A message for one socket, in order with the events it gets. */
  say(client: Client, message: ServerMessage): void {
    void this.pump.send([textFrame(JSON.stringify(message))], [client])
  }

  /** Null when the event is not for these rights. One that cannot be shown must not stop those behind it, now or at any resuming. */
  frameOf(message: Message, rights: Rights, topic: string): Frame | null {
    try {
      return message.frame(rights, topic)
    } catch (error) {
      this.deps.log.error({ eventId: message.row.id, err: safeError(error) }, 'an event could not be rendered')
      return null
    }
  }

  /** One ready frame to everybody who listens to the topic. */
  sayAll(key: string, frame: Buffer): void {
    const clients = [...(this.listening.get(key) ?? [])].flatMap((group) => [...group.members])
    if (clients.length > 0) void this.pump.send([frame], clients)
  }

  drop(client: Client): void {
    this.leave(client)
    client.topics.clear()
    this.clients.delete(client)
  }

  /** Puts a socket that has caught up into the stream; false while one of its topics begins later than the stream stands. */
  join(client: Client): boolean {
    for (const { done } of client.topics.values()) if (comparePositions(done, this.position) > 0) return false
    const topics = [...client.topics.values()]
    const key = groupKey(client.rights, topics)
    let group = this.groups.get(key)
    if (!group) {
      group = new Group(key, client.rights, topics)
      this.groups.set(key, group)
      for (const topic of group.ranks.keys()) {
        const listening = this.listening.get(topic)
        if (listening) listening.add(group)
        else this.listening.set(topic, new Set([group]))
      }
    }
    group.members.add(client)
    client.group = group
    client.skip = group.frames.length
    return true
  }

  /** Resolves when the stream has moved on. */
  advanced(): Promise<void> {
    return new Promise((resolve) => this.advances.push(resolve))
  }

  /** Nothing more comes; whoever waits is let go. */
  stop(): void {
    clearTimeout(this.gathering)
    this.flush()
    this.advance()
  }

  /** The world, read anew when an owner is somebody it does not know yet. */
  private async worldOf(rows: readonly FeedRow[]): Promise<FullWorld> {
    const { world: keeper, now } = this.deps
    const world = await keeper.at(now())
    if (rows.every(({ state }) => world.roster.person(state.owner))) return world
    keeper.outdated(Number.NaN)
    return keeper.at(now())
  }

  private settle(client: Client): void {
    if (client.open && client.topics.size > 0 && !client.group) void this.catchUp.run(client)
  }

  private leave(client: Client): void {
    const { group } = client
    if (!group) return
    // What has gathered for it goes ahead of whatever comes next.
    if (client.open) void this.pump.send(bytesOf(group.frames.slice(client.skip)), [client])
    client.reached(this.position)
    client.group = null
    client.skip = 0
    group.members.delete(client)
    if (group.members.size > 0) return
    this.groups.delete(group.key)
    this.dirty.delete(group)
    for (const topic of group.ranks.keys()) {
      const listening = this.listening.get(topic)!
      listening.delete(group)
      if (listening.size === 0) this.listening.delete(topic)
    }
  }

  private hand(message: Message): void {
    this.recent.push(message)
    const event = ++this.handled
    const groups: Group[] = []
    for (const key of message.keys) {
      for (const group of this.listening.get(key) ?? []) {
        const rank = group.ranks.get(key)!
        if (group.event !== event) {
          group.event = event
          group.rank = rank
          groups.push(group)
        } else if (rank < group.rank) group.rank = rank
      }
    }
    for (const group of groups) {
      const frame = this.frameOf(message, group.rights, group.names[group.rank]!)
      if (!frame) continue
      group.frames.push(frame)
      this.dirty.add(group)
    }
    if (this.dirty.size === 0) return
    this.gathered++
    this.gathering ??= setTimeout(() => void this.flushWhenIdle(), GATHER_MS)
  }

  /** While the pump is still busy with the last batch, the next one goes on gathering: under load writes get fewer, not more. */
  private async flushWhenIdle(): Promise<void> {
    await this.pump.idle()
    this.flush()
  }

  private flush(): void {
    clearTimeout(this.gathering)
    this.gathering = undefined
    this.gathered = 0
    // Groups that differ only in what they did not get share the bytes, too.
    const batches = new Map<string, { frames: readonly Frame[]; clients: Client[] }>()
    const batch = (frames: readonly Frame[]) => {
      const key = frames.map(({ n }) => n).join()
      const found = batches.get(key) ?? { frames, clients: [] }
      batches.set(key, found)
      return found.clients
    }
    for (const group of this.dirty) {
      const whole = batch(group.frames)
      for (const client of group.members) {
        const clients = client.skip === 0 ? whole : batch(group.frames.slice(client.skip))
        clients.push(client)
        client.skip = 0
      }
      group.frames = []
    }
    this.dirty.clear()
    for (const { frames, clients } of batches.values()) void this.pump.send(bytesOf(frames), clients)
    const { flushed } = this
    this.flushed = []
    for (const resolve of flushed) resolve()
  }

  private advance(): void {
    const { advances } = this
    this.advances = []
    for (const resolve of advances) resolve()
  }
}

const bytesOf = (frames: readonly Frame[]) => frames.map(({ bytes }) => bytes)
