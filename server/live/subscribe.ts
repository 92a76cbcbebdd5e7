import { findFirstAt, hasPlace, type Place } from '../../db/feed.ts'
import { findCaseIds } from '../../db/live.ts'
import type { ClientMessage, RefusedCode } from '../../shared/contract/live.ts'
import { readEventCursor } from '../cursor.ts'
import type { Deps } from '../deps.ts'
import { HttpProblem } from '../problem.ts'
import type { Client } from './client.ts'
import type { Live } from './live.ts'
import { caseNumbersOf, resolveTopic, type Topic } from './topic.ts'

const TOPICS_MAX = 100
/** An older cursor means that everything is loaded anew. */
const RESUME_MS = 7 * 86_400_000

/**
 * Takes the topics that the rights of the socket allow and refuses the others. With `after` it first gets what it missed;
 * when that is too old or of another database, it is told to load anew, and goes on from now.
 */
export async function subscribe(
  deps: Deps,
  live: Live,
  client: Client,
  { topics, after }: Extract<ClientMessage, { type: 'subscribe' }>,
): Promise<void> {
  const { hub } = live
  await live.feed.ready()
  const names = [...new Set(topics)]
  const world = await deps.world.at(deps.now())
  const cases = await findCaseIds(deps.sql, caseNumbersOf(names))
  const since = after === undefined ? undefined : await findSince(deps, live, after)
  if (!client.open) return
  const granted: Topic[] = []
  const refused = new Map<RefusedCode, string[]>()
  let held = client.topics.size
  for (const name of names) {
    const topic = resolveTopic(name, client.rights, world, cases)
    const code = typeof topic === 'string' ? topic : undefined
    const full = code === undefined && !client.topics.has(name) && ++held > TOPICS_MAX ? 'too_many_topics' : code
    if (full === undefined) granted.push(topic as Topic)
    else refused.set(full, [...(refused.get(full) ?? []), name])
  }
  for (const [code, denied] of refused) hub.say(client, { type: 'refused', topics: denied, code })
  if (granted.length === 0) return
  hub.subscribe(client, granted, since ?? undefined, since === null)
  live.greet(
    client,
    granted.map(({ key }) => key),
  )
}

export function unsubscribe(live: Live, client: Client, names: readonly string[]): void {
  const known = names.filter((name) => client.topics.has(name))
  live.hub.unsubscribe(client, known)
  live.hub.say(client, { type: 'unsubscribed', topics: known })
}

/** The place to go on from; null when the cursor is too old, of another database, or none at all. */
async function findSince(deps: Deps, live: Live, after: string): Promise<Place | null> {
  const { hub } = live
  const place = placeOf(after)
  if (!place) return null
  const oldest = deps.now() - RESUME_MS
  if (place.xid === 0 && place.id === 0) {
    const first = await findFirstAt(deps.sql)
    return first === undefined || first >= oldest ? place : null
  }
  if (place.recordedAt < oldest) return null
  const known = hub.recent.recordedAt(place) === place.recordedAt || (await hasPlace(deps.sql, place))
  return known ? place : null
}

function placeOf(cursor: string): Place | null {
  try {
    return readEventCursor(cursor)
  } catch (error) {
    if (error instanceof HttpProblem) return null
    throw error
  }
}
