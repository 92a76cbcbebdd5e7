import type { FeedRow } from '../../db/feed.ts'
import type { EventView } from '../../shared/contract/event.ts'
import { isOverdue } from '../../shared/domain/clock.ts'
import type { Target } from '../../shared/domain/permissions.ts'
import { rfc3339 } from '../../shared/domain/zone.ts'
import { targetOf } from '../caller.ts'
import { viewEvent, zoneOf } from '../cases/event-view.ts'
import type { Sight } from '../cases/view.ts'
import { eventCursor } from '../cursor.ts'
import type { FullWorld } from '../world.ts'
import { textFrame } from './frame.ts'
import { type Rights, sightOn } from './rights.ts'
import { keysOf } from './topic.ts'

/** A frame of one event for one audience under one topic; `n` names it among all of the process. */
export interface Frame {
  readonly n: number
  readonly bytes: Buffer
}

let made = 0

/** How much of an event an audience sees; `former` is the branch or person that the case has just left. */
type Audience = Sight | 'former'

/** An event on its way to sockets: filed under its topics, rendered at most once per audience and topic. */
export class Message {
  readonly row: FeedRow
  readonly keys: ReadonlySet<string>
  private readonly world: FullWorld
  private readonly target: Target
  private readonly bodies = new Map<Audience, string | null>()
  private readonly frames = new Map<string, Frame | null>()

  constructor(row: FeedRow, world: FullWorld) {
    this.row = row
    this.world = world
    this.keys = new Set(keysOf(row, world))
    this.target = targetOf(world, row.now.branch, row.now.owner)
  }

  /** The frame for these rights, saying which topic it comes under; null when the event is not for them. */
  frame(rights: Rights, topic: string): Frame | null {
    const sight = this.audience(rights)
    const key = `${sight} ${topic}`
    const known = this.frames.get(key)
    if (known !== undefined) return known
    const body = this.body(sight)
    const frame =
      body === null ? null : { n: ++made, bytes: textFrame(`{"type":"event","topic":${JSON.stringify(topic)},${body}`) }
    this.frames.set(key, frame)
    return frame
  }

  /** The same event when the case has come into other hands, or out of public view. */
  with(now: FeedRow['now']): Message {
    return new Message({ ...this.row, now }, this.world)
  }

  private audience(rights: Rights): Audience {
    const { row, world, target } = this
    const sight = sightOn(rights, row, target)
    if (sight !== 'outside' || !row.was) return sight
    return sightOn(rights, row, targetOf(world, row.was.branch, row.was.owner)) === 'inside' ? 'former' : sight
  }

  /** Everything but the topic, which alone differs between sockets of one audience. */
  private body(audience: Audience): string | null {
    const known = this.bodies.get(audience)
    if (known !== undefined) return known
    const { row, world } = this
    const sight = audience === 'former' ? 'outside' : audience
    const event = viewEvent(row, sight, world) ?? (audience === 'former' ? leaving(row, world) : null)
    const body =
      event &&
      JSON.stringify({
        cursor: event.cursor,
        at: event.at,
        case: viewState(row, sight, world),
        event,
      }).slice(1)
    this.bodies.set(audience, body)
    return body
  }
}

/** That a private case has gone: whoever had it must see it leave their list, and no more. */
function leaving(row: FeedRow, world: FullWorld): EventView {
  const zone = zoneOf(row, world)
  return {
    id: row.id,
    cursor: eventCursor(row),
    kind: row.kind,
    at: rfc3339(zone, row.at),
    recordedAt: rfc3339(zone, row.recordedAt),
    by: { kind: row.byKind },
    public: row.public,
  }
}

/** The case as it stood after the event: what a private case, too, shows to everybody (product.md). */
function viewState(row: FeedRow, sight: Sight, world: FullWorld): object {
  const { state } = row
  const zone = zoneOf(row, world)
  const instant = (at: number | null) => (at === null ? null : rfc3339(zone, at))
  const owner = world.roster.person(state.owner)
  return {
    number: state.number,
    status: state.status,
    stage: state.stage,
    level: state.level,
    category: state.category,
    severity: state.severity,
    region: state.region,
    district: state.district,
    branch: state.branch,
    owner: owner ? { ...(sight === 'inside' ? { id: owner.id } : {}), name: owner.name } : null,
    respondBy: instant(state.respondBy),
    respondedAt: instant(state.respondedAt),
    dueAt: instant(state.dueAt),
    overdue: state.dueAt !== null && isOverdue(state.dueAt, row.recordedAt),
    public: row.now.public && state.public,
  }
}
