import type { FeedFilter, FeedRow } from '../../db/feed.ts'
import type { RefusedCode } from '../../shared/contract/live.ts'
import { parseCaseNumber } from '../../shared/domain/number.ts'
import { type Rule, roleFor } from '../../shared/domain/permissions.ts'
import { targetOf } from '../caller.ts'
import type { FullWorld } from '../world.ts'
import type { Rights } from './rights.ts'

const BRANCH: Rule = {
  about: 'branch',
  roles: { responder: 'own', head: 'below', central: 'all', 'central-head': 'all', auditor: 'all' },
}
const CENTRE: Rule = { roles: { central: 'all', 'central-head': 'all', auditor: 'all' } }

/**
 * A topic somebody listens to: `name` as they said it, `key` as events are filed (`me` of one person is not that of
 * another), `caseId` for a case.
 */
export interface Topic {
  readonly name: string
  readonly key: string
  readonly caseId?: number
}

/** The case numbers among the topics, to be looked up before `resolveTopic`. */
export function caseNumbersOf(names: readonly string[]): string[] {
  return names.flatMap((name) => {
    const parsed = name.startsWith('case:') ? parseCaseNumber(name.slice(5)) : null
    return parsed ? [parsed.number] : []
  })
}

/**
 * The topic for these rights, or why not. Any case may be listened to: what is shown of it is decided event by event
 * (rights.ts). `cases` holds the ids of the numbers that exist.
 */
export function resolveTopic(
  name: string,
  rights: Rights,
  world: FullWorld,
  cases: ReadonlyMap<string, number>,
): Topic | RefusedCode {
  if (name === 'public') return { name, key: name }
  if (name.startsWith('case:')) {
    const number = parseCaseNumber(name.slice(5))?.number
    const caseId = number === undefined ? undefined : cases.get(number)
    return caseId === undefined ? 'not_found' : { name, key: `case:${number}`, caseId }
  }
  const branch = name.startsWith('branch:') ? name.slice(7) : undefined
  if (branch === undefined && name !== 'central' && name !== 'me') return 'unknown_topic'
  if (rights.kind !== 'staff') return rights.kind === 'anonymous' ? 'unauthenticated' : 'forbidden'
  if (name === 'me') return { name, key: `me:${rights.asker.id}` }
  if (name === 'central') return roleFor(CENTRE, rights.asker) ? { name, key: name } : 'forbidden'
  if (!world.reference.branch(branch!)) return 'not_found'
  return roleFor(BRANCH, rights.asker, targetOf(world, branch!)) ? { name, key: name } : 'forbidden'
}

/** Every topic the event belongs to. A case that goes is told to those it leaves. A region's topic holds its districts'. */
export function keysOf(row: FeedRow, world: FullWorld): string[] {
  const keys = [`case:${row.state.number}`, 'central', `me:${row.state.owner}`]
  if (row.public) keys.push('public')
  for (const branch of row.was && row.was.branch !== row.state.branch
    ? [row.state.branch, row.was.branch]
    : [row.state.branch]) {
    keys.push(`branch:${branch}`)
    for (const above of world.reference.ancestors(branch)) keys.push(`branch:${above.code}`)
  }
  for (const person of row.told) keys.push(`me:${person}`)
  if (row.was) keys.push(`me:${row.was.owner}`)
  return [...new Set(keys)]
}

/** What to ask the database for, to fill these topics again. */
export function filterOf(topics: readonly Topic[], world: FullWorld): FeedFilter {
  const branches = topics.flatMap(({ key }) => {
    const code = key.startsWith('branch:') ? key.slice(7) : undefined
    return code === undefined ? [] : [code, ...world.reference.descendants(code).map((b) => b.code)]
  })
  const me = topics.find(({ key }) => key.startsWith('me:'))
  return {
    all: topics.some(({ key }) => key === 'central'),
    public: topics.some(({ key }) => key === 'public'),
    branches,
    cases: topics.flatMap(({ caseId }) => (caseId === undefined ? [] : [caseId])),
    staff: me ? Number(me.key.slice(3)) : null,
  }
}
