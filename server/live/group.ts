import type { Client } from './client.ts'
import type { Frame } from './message.ts'
import { type Rights, rightsKey } from './rights.ts'
import type { Topic } from './topic.ts'

/** Sockets that get the very same bytes: the same topics in the same order, with the same sight. */
export class Group {
  readonly key: string
  readonly rights: Rights
  /** The name and rank of each topic by its key: an event that is in several goes out once, under the first. */
  readonly ranks = new Map<string, number>()
  readonly names: readonly string[]
  readonly members = new Set<Client>()
  /** Gathered since the last flush. */
  frames: Frame[] = []
  /** Scratch of the event just handled: its number and the rank of the best topic found. */
  event = -1
  rank = 0

  constructor(key: string, rights: Rights, topics: readonly Topic[]) {
    this.key = key
    this.rights = rights
    this.names = topics.map(({ name }) => name)
    topics.forEach((topic, rank) => {
      if (!this.ranks.has(topic.key)) this.ranks.set(topic.key, rank)
    })
  }
}

/** Equal for sockets that belong into one group. */
export function groupKey(rights: Rights, topics: Iterable<Topic>): string {
  const said = [...topics].map(({ name, key }) => (name === key ? name : `${name}=${key}`))
  return `${rightsKey(rights)}|${said.join(' ')}`
}
