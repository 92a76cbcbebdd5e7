import type { Sql } from '../client.ts'
import { Params } from './params.ts'

export interface EventRow {
  readonly id: number
  /** 64 bits, as text. */
  readonly xid: string
  readonly kind: string
  readonly at: number
  readonly recordedAt: number
  readonly byKind: string
  readonly byStaff: number | null
  readonly byName: string | null
  readonly byRole: string | null
  readonly public: boolean
  readonly data: Readonly<Record<string, unknown>>
  readonly erasable: Readonly<Record<string, unknown>> | null
}

/** Which events of a case are read: the public ones, also those by the reporter, or all. */
export type EventScope = 'public' | 'reporter' | 'all'

const SCOPED: Record<EventScope, string> = {
  public: ' and e.public',
  reporter: ` and (e.public or e.by_kind = 'reporter')`,
  all: '',
}
const WORDS: Record<EventScope, string> = {
  public: 'null',
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
    after?: { xid: string; id: number } | undefined
    limit: number
  },
): Promise<EventRow[]> {
  const params = new Params()
  const id = params.add(list.caseId, 'bigint')
  const kinds = list.kinds ? ` and e.kind = any(${params.add(list.kinds, 'text[]')})` : ''
  const after = list.after
    ? ` and (e.xid, e.id) > (${params.add(list.after.xid, 'text')}::xid8, ${params.add(list.after.id, 'bigint')})`
    : ''
  return sql.unsafe<EventRow[]>(
    `select e.id, e.xid::text as xid, e.kind, e.at, e.recorded_at as "recordedAt", e.by_kind as "byKind", e.by_staff as "byStaff",
      e.by_name as "byName", e.by_role as "byRole", e.public, e.data, ${WORDS[list.scope]} as erasable
    from events e where e.case_id = ${id}${SCOPED[list.scope]}${kinds}${after} order by e.xid, e.id limit ${params.add(list.limit, 'int')}`,
    params.values as never[],
    { prepare: true },
  )
}
