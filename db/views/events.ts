import type { ActorKind, EventKind, EventState } from '../../shared/domain/events.ts'
import type { Sql } from '../client.ts'
import { Params } from './params.ts'

/** An event with everything needed to show it. Instants are epoch milliseconds. */
export interface EventRow {
  readonly xid: number
  readonly id: number
  readonly caseId: number
  readonly kind: EventKind
  readonly at: number
  readonly recordedAt: number
  readonly byKind: ActorKind
  readonly byStaff: number | null
  readonly byName: string | null
  readonly byRole: string | null
  readonly public: boolean
  readonly data: Readonly<Record<string, unknown>>
  readonly erasable: Readonly<Record<string, unknown>> | null
  /** The case as it stood after the event. */
  readonly state: EventState
  /** Whether the case may be read by everyone today, and the words that nobody outside reads. */
  readonly now: { readonly public: boolean; readonly masks?: readonly string[] | null }
}

/** Which events of a case are read: the public ones, also those by the reporter, or all. */
export type EventScope = 'public' | 'reporter' | 'all'

const SCOPED: Record<EventScope, string> = {
  public: ' and e.public',
  reporter: ` and (e.public or e.by_kind = 'reporter')`,
  all: '',
}
const WORDS: Record<EventScope, string> = {
  public: 'null::jsonb',
  reporter: `case when e.by_kind = 'reporter' then e.erasable end`,
  all: 'e.erasable',
}

/**
 * The events of a case after a place, in the order of (xid, id). Changes of one case wait for each other before they get
 * their xid, so within a case this is the order in which they were committed, and nothing turns up behind a cursor.
 */
export async function listEvents(
  sql: Sql,
  list: {
    caseId: number
    scope: EventScope
    kinds?: readonly string[]
    after?: { xid: number; id: number } | undefined
    limit: number
  },
): Promise<EventRow[]> {
  const params = new Params()
  const id = params.add(list.caseId, 'bigint')
  const kinds = list.kinds ? ` and e.kind = any(${params.add(list.kinds, 'text[]')})` : ''
  const after = list.after
    ? ` and (e.xid, e.id) > (${params.add(String(list.after.xid), 'text')}::xid8, ${params.add(list.after.id, 'bigint')})`
    : ''
  return sql.unsafe<EventRow[]>(
    `select e.xid::text::bigint as xid, e.id, e.case_id as "caseId", e.kind, e.at, e.recorded_at as "recordedAt",
      e.by_kind as "byKind", e.by_staff as "byStaff", e.by_name as "byName", e.by_role as "byRole", e.public, e.data,
      ${WORDS[list.scope]} as erasable, e.state, jsonb_build_object('public', c.public, 'masks', c.moderation->'words') as now
    from events e join cases c on c.id = e.case_id
    where e.case_id = ${id}${SCOPED[list.scope]}${kinds}${after} order by e.xid, e.id limit ${params.add(list.limit, 'int')}`,
    params.values as never[],
    { prepare: true },
  )
}
