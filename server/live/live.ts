import { safeError } from '../../db/errors.ts'
import { listRights } from '../../db/live.ts'
import { CLOSED } from '../../shared/contract/live.ts'
import type { Deps } from '../deps.ts'
import { type Ended, IDLE_MS, type Sessions } from '../sessions.ts'
import type { Client } from './client.ts'
import { Counts } from './counts.ts'
import { Feed } from './feed.ts'
import { PING_FRAME } from './frame.ts'
import { Hub } from './hub.ts'
import type { Rights } from './rights.ts'
import { resolveTopic } from './topic.ts'

const RECHECK_MS = 5_000
const HEARTBEAT_MS = 30_000
/** How long closing waits for the other sides to say goodbye. */
const GOODBYE_MS = 2_000

/** The live part of an instance: one reader of the feed, one hub, all sockets. Does nothing until somebody listens. */
export class Live {
  readonly hub: Hub
  readonly feed: Feed
  private readonly deps: Deps
  private readonly counts: Counts
  private readonly addresses = new Map<string, number>()
  private readonly timers: NodeJS.Timeout[] = []
  private rechecking: Promise<void> | undefined
  private recheckAgain = false
  private closing: Promise<void> | undefined

  constructor(deps: Deps, sessions: Sessions) {
    this.deps = deps
    this.hub = new Hub(deps)
    this.feed = new Feed(deps, this.hub)
    this.counts = new Counts(this.hub)
    sessions.onEnded((ended) => this.end(ended))
    deps.world.onForgotten(() => void this.recheck())
  }

  /** Figures for everybody who listens to the topic (the wall: `central`); the latest goes out, at most once a second. */
  publishCounts(counts: object, topic = 'central'): void {
    this.counts.publish(counts, topic)
  }

  /** Whether another socket from this address is let in. */
  hasRoomFor(address: string): boolean {
    const { config } = this.deps
    return !config.rateLimit || (this.addresses.get(address) ?? 0) < config.liveSocketsPerAddress
  }

  /** Takes a socket in; one that comes while the instance is closing is sent away. */
  add(client: Client): void {
    if (this.closing) {
      client.close(CLOSED.goingAway, 'going away')
      return
    }
    this.hub.clients.add(client)
    this.addresses.set(client.address, (this.addresses.get(client.address) ?? 0) + 1)
    if (this.timers.length > 0) return
    this.timers.push(setInterval(() => void this.recheck(), RECHECK_MS).unref())
    this.timers.push(setInterval(() => this.heartbeat(), HEARTBEAT_MS).unref())
  }

  remove(client: Client): void {
    if (!this.hub.clients.has(client)) return
    this.hub.drop(client)
    const left = this.addresses.get(client.address)! - 1
    if (left > 0) this.addresses.set(client.address, left)
    else this.addresses.delete(client.address)
  }

  /** The latest figures of its topics, for a socket that has just subscribed. */
  greet(client: Client, topics: readonly string[]): void {
    this.counts.greet(client, topics)
  }

  /** Who has not answered since the last ping is gone; everybody else is pinged. */
  heartbeat(): void {
    const living: Client[] = []
    for (const client of this.hub.clients) {
      if (!client.alive) client.ws.terminate()
      else living.push(client)
      client.alive = false
    }
    void this.hub.pump.send([PING_FRAME], living)
  }

  /**
   * Asks in one query whether the sessions and keys of all sockets still live and what their people may do. Without an
   * answer everything stays as it is: while the database is away nothing new comes either.
   */
  async recheck(): Promise<void> {
    this.recheckAgain = true
    this.rechecking ??= this.recheckAll().finally(() => {
      this.rechecking = undefined
    })
    await this.rechecking
  }

  /** Says goodbye to everybody (1001) and stops reading. */
  close(): Promise<void> {
    this.closing ??= this.shut()
    return this.closing
  }

  private async recheckAll(): Promise<void> {
    while (this.recheckAgain) {
      this.recheckAgain = false
      const hashes = new Set<string>()
      for (const { rights } of this.hub.clients) if (rights.kind === 'staff') hashes.add(rights.hash)
      if (hashes.size === 0) return
      try {
        await this.apply([...hashes])
      } catch (error) {
        this.deps.log.warn({ err: safeError(error) }, 'the rights of sockets could not be checked')
      }
    }
  }

  private async apply(hashes: readonly string[]): Promise<void> {
    const now = this.deps.now()
    const { rows, stamp } = await listRights(this.deps.sql, hashes, now, now - IDLE_MS)
    this.deps.world.outdated(stamp)
    const world = await this.deps.world.at(now)
    const asked = new Set(hashes)
    const living = new Map(rows.map((row) => [row.hash, row]))
    for (const client of this.hub.clients) {
      if (client.rights.kind !== 'staff' || !asked.has(client.rights.hash)) continue
      const row = living.get(client.rights.hash)
      if (!row) {
        this.dismiss(client)
        continue
      }
      const rights: Rights = {
        kind: 'staff',
        asker: { id: row.staff, roles: row.roles, branch: row.branch },
        hash: row.hash,
      }
      const lost: string[] = []
      for (const { name, caseId } of client.topics.values()) {
        if (caseId === undefined && typeof resolveTopic(name, rights, world, new Map()) === 'string') lost.push(name)
      }
      if (lost.length === 0 && sameAsker(client.rights.asker, rights.asker)) continue
      this.hub.regroup(client, () => {
        client.rights = rights
        for (const name of lost) client.let(name)
      })
      if (lost.length > 0) this.hub.say(client, { type: 'refused', topics: lost, code: 'forbidden' })
    }
  }

  private end(ended: Ended): void {
    for (const client of this.hub.clients) {
      const { rights } = client
      if (rights.kind !== 'staff') continue
      const its =
        'hash' in ended ? rights.hash === ended.hash : rights.asker.id === ended.staff && rights.hash !== ended.except
      if (its) this.dismiss(client)
    }
  }

  /** The session is over: nothing more is sent, not even what has gathered. */
  private dismiss(client: Client): void {
    client.close(CLOSED.unauthenticated, 'signed out')
    this.remove(client)
  }

  private async shut(): Promise<void> {
    for (const timer of this.timers) clearInterval(timer)
    await this.feed.close()
    this.hub.stop()
    this.counts.stop()
    await this.hub.pump.idle()
    const clients = [...this.hub.clients]
    const gone = clients.map(
      (client) =>
        new Promise<void>((resolve) => (client.raw.destroyed ? resolve() : client.raw.once('close', resolve))),
    )
    for (const client of clients) client.close(CLOSED.goingAway, 'going away')
    const patience = new Promise<void>((resolve) => setTimeout(resolve, GOODBYE_MS).unref())
    await Promise.race([Promise.all(gone), patience])
    for (const client of clients) client.ws.terminate()
  }
}

function sameAsker(
  a: { roles: readonly string[]; branch: string },
  b: { roles: readonly string[]; branch: string },
): boolean {
  return a.branch === b.branch && a.roles.join() === b.roles.join()
}
