import type { Case } from '../shared/domain/case.ts'
import type { CaseFacts } from '../shared/domain/change.ts'
import type { ContactFacts } from '../shared/domain/contact.ts'
import type { Deadline } from '../shared/domain/deadline.ts'
import type { Sql } from './client.ts'
import { ms } from './ms.ts'

/** What somebody wrote; the engine decides without it. */
const TEXTS = 'c.address, c.title, c.text'
const NO_TEXTS = `null as address, null as title, '' as text`

const DEADLINES = `json_agg(json_build_array(d.id, d.kind, d.subject, d.severity, ${ms('d.opened_at')}, ${ms('d.due_at')}, d.policy, d.calendar,
      d.because, d.next_rung, ${ms('d.wake_at')}, d.failures, exists (select from verdicts v where v.deadline_id = d.id),
      case when d.kind = 'reply' then (select json_build_object('number', k.outgoing_number, 'mailed', exists (select from letters l
        where l.contact = k.id and l.id = l.thread and l.state in ('sent','delivered'))) from contacts k where k.id = d.subject) end))`

/** Who has answered, reported or been let off after the end owes nothing any more when it turns out to be none. */
const STILL_OWED = `case d.kind
    when 'reply' then exists (select from contacts k where k.id = d.subject and k.state = 'open' and k.delivery <> 'failed')
    when 'instruction' then exists (select from instructions i where i.id = d.subject and i.state <> 'accepted')
    when 'help' then exists (select from help_requests h where h.id = d.subject and h.state in ('open', 'taken'))
    when 'action' then exists (select from meetings m where m.id = d.subject and m.state = 'called')
    else true end`

const factsWith = (
  texts: string,
) => `c.id, c.number, c.version, c.kind, c.category, c.severity, c.region, c.district, c.lat, c.lon,
  ${texts}, c.language, c.channel, c.source, c.external_id as "externalId", c.public, c.status, c.stage, c.level,
  c.branch, c.owner, c.reported_at as "reportedAt", c.recorded_at as "recordedAt", c.respond_by as "respondBy",
  c.responded_at as "respondedAt", c.due_at as "dueAt", c.next_deadline as "nextDeadline", c.raised_at as "raisedAt",
  c.on_wall as "onWall", c.decided_by as "decidedBy", c.decided_as as "decidedAs", c.decided_at as "decidedAt",
  c.disputed_person as "disputedPerson", c.rejection_disputes as "rejectionDisputes", c.under_way as "underWay",
  c.needs_second_signature as "needsSecondSignature", c.merged_into as "mergedInto", c.resolved_at as "resolvedAt",
  c.closed_at as "closedAt", c.public_answer as "publicAnswer", b.timezone as zone,
  coalesce((select r.has_email and r.erased_at is null from reporters r where r.case_id = c.id), false) as "reporterHasEmail",
  case when c.status = 'merged' then '{}' else
    array(with recursive m (id) as (select id from cases where merged_into = c.id union select n.id from cases n join m on n.merged_into = m.id)
      select m.id from m join reporters r on r.case_id = m.id where r.has_email and r.erased_at is null)
  end as followers,
  (select ${DEADLINES} from deadlines d where d.case_id = c.id and d.closed_at is null) as deadlines,
  case when c.status in ('resolved', 'closed', 'rejected') then (select ${DEADLINES} from deadlines d where d.case_id = c.id
    and d.closed_at in (c.resolved_at, c.closed_at)
    and case d.kind when 'action' then d.because->>'key' = 'meetingTerm'
      else d.outcome = 'cancelled' and d.kind in ('reply', 'instruction', 'help', 'commitment') end
    and exists (select from events e where e.id = d.closed_by and e.kind in ('resolved', 'rejected', 'closed'))
    and ${STILL_OWED})
  end as stopped,
  case when c.status in ('resolved', 'closed', 'rejected') then (select json_agg(json_build_object('id', r.id, 'body', k.body) order by r.id)
    from contact_cases x join contacts k on k.id = x.contact join replies r on r.contact = x.contact
    where x.case_id = c.id and r.grade is null)
  end as ungraded`

/** A case as decisions want it, with all its open deadlines. `c` is the case row. */
export const FACTS = factsWith(TEXTS)

/** An open deadline without its names, which would be half of what travels. */
type OpenDeadline = readonly [
  id: number,
  kind: Deadline['kind'],
  subject: number | null,
  severity: number,
  openedAt: number,
  dueAt: number,
  policy: number,
  calendar: number,
  because: Deadline['because'],
  nextRung: number,
  wakeAt: number | null,
  failures: number,
  judged: boolean,
  letter: NonNullable<Deadline['letter']> | null,
]

export type FactsRow = Case & {
  deadlines?: OpenDeadline[] | null
  stopped?: OpenDeadline[] | null
  ungraded?: CaseFacts['ungraded'] | null
}

/** The row becomes the case: copying its forty columns was a tenth of a pass. */
export function toFacts(row: FactsRow): CaseFacts {
  const deadlines = (row.deadlines ?? []).map((d) => toDeadline(row.id, d))
  const stopped = row.stopped?.map((d) => toDeadline(row.id, d))
  row.deadlines = undefined
  const ungraded = row.ungraded
  row.stopped = undefined
  row.ungraded = undefined
  return { case: row, deadlines, ...(stopped ? { stopped } : {}), ...(ungraded ? { ungraded } : {}) }
}

function toDeadline(caseId: number, d: OpenDeadline): Deadline {
  return {
    id: d[0],
    caseId,
    kind: d[1],
    subject: d[2],
    severity: d[3],
    openedAt: d[4],
    dueAt: d[5],
    policy: d[6],
    calendar: d[7],
    because: d[8],
    closedAt: null,
    closedBy: null,
    outcome: null,
    nextRung: d[9],
    wakeAt: d[10],
    failures: d[11],
    judged: d[12],
    ...(d[13] ? { letter: d[13] } : {}),
  }
}

/** The case with this number and its open deadlines, or undefined. */
export async function findFacts(sql: Sql, number: string): Promise<CaseFacts | undefined> {
  const [row] = await sql.unsafe<FactsRow[]>(
    `select ${FACTS} from cases c join branches b on b.code = c.branch where c.number = $1`,
    [number],
    {
      prepare: true,
    },
  )
  return row && toFacts(row)
}

/** By ids, in their order of id; missing ones are left out. */
export async function listFacts(sql: Sql, ids: readonly number[]): Promise<CaseFacts[]> {
  const rows = await sql.unsafe<FactsRow[]>(
    `select ${FACTS} from cases c join branches b on b.code = c.branch where c.id = any($1::bigint[]) order by c.id`,
    [ids as number[]],
    { prepare: true },
  )
  return rows.map(toFacts)
}

const DUE = `with due as materialized (select distinct case_id from (
    select case_id from deadlines where wake_at is not null and wake_at <= $1 and case_id % $3 = $4 order by wake_at, id limit $2) d)
  select ${factsWith(NO_TEXTS)} from due join cases c on c.id = due.case_id join branches b on b.code = c.branch order by c.id`

/** A rung is due at $1. By the first of all: a planner that knows no instant would read the whole table. */
export const RUNG_DUE = `exists (select from (
  select wake_at from deadlines where wake_at is not null order by wake_at limit 1) first where wake_at <= $1)`

/** Whether any rung is due at the instant (epoch ms). */
export async function anyRungDue(sql: Sql, at: number): Promise<boolean> {
  const [row] = await sql.unsafe<{ due: boolean }[]>(`select ${RUNG_DUE} as due`, [at], { prepare: true })
  return row!.due
}

/** The next cases with a rung due at the instant (epoch ms), those waiting longest first; without what people wrote. Every lane has its own share of the cases. */
export async function listDueFacts(
  sql: Sql,
  at: number,
  limit: number,
  lane = { of: 1, number: 0 },
): Promise<CaseFacts[]> {
  const rows = await sql.unsafe<FactsRow[]>(DUE, [at, limit, lane.of, lane.number], { prepare: true })
  return rows.map(toFacts)
}

const CONTACT = `k.id, k.body, k.state, k.delivery, k.outgoing_number as "outgoingNumber", k.branch, k.author,
  to_char(coalesce(k.sent_at, k.created_at) at time zone b.timezone, 'YYYY-MM-DD') as "sentOn",
  to_char(k.registered_on, 'YYYY-MM-DD') as "registeredOn", to_char(k.reply_due_on, 'YYYY-MM-DD') as "replyDueOn",
  to_char(k.extended_until, 'YYYY-MM-DD') as "extendedUntil",
  (select jsonb_build_object('id', l.id, 'state', l.state, 'address', l.address, 'sentAt', ${ms('l.sent_at')})
    from letters l where l.contact = k.id and l.id = l.thread) as letter`

export type StoredContact = ContactFacts & { readonly branch: string; readonly author: number }

/**
 * A contact with all the cases it covers, or undefined. The contact is read after its cases: a write compares their
 * versions, and whoever changes the contact later changes one of them.
 */
export async function findContactFacts(
  sql: Sql,
  id: number,
): Promise<{ contact: StoredContact; cases: CaseFacts[] } | undefined> {
  const rows = await sql<
    { id: number }[]
  >`select case_id as id from contact_cases where contact = ${id} order by case_id`
  const cases = await listFacts(
    sql,
    rows.map((r) => r.id),
  )
  const [contact] = await sql.unsafe<StoredContact[]>(
    `select ${CONTACT} from contacts k join branches b on b.code = k.branch where k.id = $1`,
    [id],
    { prepare: true },
  )
  return contact && { contact, cases }
}

/** The open cases that wait for something this one waits for, too: the same letter, the same meeting. */
export async function listSharing(sql: Sql, caseId: number): Promise<CaseFacts[]> {
  const rows = await sql<{ id: number }[]>`
    select distinct o.case_id as id from deadlines d
    join deadlines o on o.subject = d.subject and o.kind = d.kind and o.case_id <> d.case_id and o.closed_at is null
    where d.case_id = ${caseId} and d.closed_at is null and d.subject is not null`
  return rows.length === 0
    ? []
    : listFacts(
        sql,
        rows.map(({ id }) => id),
      )
}
