import type { MeetingFacts } from '../../shared/domain/meeting.ts'
import type { Sql } from '../client.ts'
import type { Scope } from './case-list.ts'
import { Params } from './params.ts'

export interface MeetingRow extends MeetingFacts {
  readonly createdAt: number
  readonly cancelledAt: number | null
  readonly cancelReason: string | null
  readonly heldAt: number | null
  readonly minutesBy: number | null
  /** Of its branch. */
  readonly zone: string
  readonly cases: readonly { readonly id: number; readonly number: string }[]
  readonly decisions: readonly DecisionShown[]
}

export interface DecisionShown {
  readonly id: number
  readonly caseId: number
  readonly text: string
  readonly instruction: number | null
  readonly noAction: string | null
}

const MEETING = `select m.id, m.title, m.agenda, m.place, m.starts_at as "startsAt", m.ends_at as "endsAt", m.organiser, m.branch, m.staff,
    m.bodies, m.sequence, m.state, m.created_at as "createdAt", m.cancelled_at as "cancelledAt", m.cancel_reason as "cancelReason",
    m.held_at as "heldAt", m.minutes_by as "minutesBy", m.put_off as "putOff", m.owed_until as "owedUntil", b.timezone as zone,
    (select jsonb_agg(jsonb_build_object('id', c.id, 'number', c.number) order by c.id) from meeting_cases x join cases c on c.id = x.case_id
      where x.meeting = m.id) as cases,
    (select coalesce(jsonb_agg(jsonb_build_object('id', d.id, 'caseId', d.case_id, 'text', d.text, 'instruction', d.instruction,
        'noAction', d.no_action) order by d.position), '[]') from meeting_decisions d where d.meeting = m.id) as decisions
  from meetings m join branches b on b.code = m.branch`

/** The meeting with its cases and decisions, or undefined. */
export async function findMeeting(sql: Sql, id: number): Promise<MeetingRow | undefined> {
  const [row] = await sql.unsafe<MeetingRow[]>(`${MEETING} where m.id = $1`, [id], { prepare: true })
  return row
}

/** The meetings about a case, oldest first, after an id. */
export async function listMeetings(sql: Sql, caseId: number, after: number, limit: number): Promise<MeetingRow[]> {
  return sql.unsafe<MeetingRow[]>(
    `${MEETING} where m.id in (select meeting from meeting_cases where case_id = $1 and meeting > $2) order by m.id limit $3`,
    [caseId, after, limit],
    { prepare: true },
  )
}

export interface MeetingWish {
  /** `called`: not yet held, the soonest first; `past`: held and called off, the latest first. */
  readonly phase: 'called' | 'past'
  /** Only those the person is asked to. */
  readonly mine: boolean
  /** Whose meetings are read: those about cases of the scope, and those `person` is asked to. */
  readonly scope: Scope
  readonly person: number
  /** After this place: the instant of its beginning (epoch ms), and its id. */
  readonly after?: readonly [startsAt: number, id: number] | undefined
  readonly limit: number
}

/**
 * Meetings by their hour, scoped by the right to their cases as they are now. Past ones in somebody's reach are those
 * called for its branches: the index finds them there, however many other branches meet.
 */
export async function listMeetingsInReach(sql: Sql, wish: MeetingWish): Promise<MeetingRow[]> {
  const params = new Params()
  const called = wish.phase === 'called'
  const wheres = [`m.state ${called ? '=' : '<>'} 'called'`]
  const mine = wish.mine || wish.scope.of !== 'all' ? `m.staff @> array[${params.add(wish.person, 'bigint')}]` : 'true'
  if (wish.mine || wish.scope.of === 'public') wheres.push(mine)
  else if (wish.scope.of === 'some') {
    const branches = params.add(wish.scope.branches, 'text[]')
    const owner = params.add(wish.scope.owner, 'bigint')
    if (!called) wheres.push(`(m.branch = any(${branches}) or ${mine})`)
    wheres.push(`(${mine} or exists (select from meeting_cases x join cases c on c.id = x.case_id
      where x.meeting = m.id and (c.branch = any(${branches}) or c.owner = ${owner})))`)
  }
  if (wish.after)
    wheres.push(
      `(m.starts_at, m.id) ${called ? '>' : '<'} (to_timestamp(${params.add(wish.after[0], 'float8')} / 1000), ${params.add(wish.after[1], 'bigint')})`,
    )
  const order = called ? 'm.starts_at, m.id' : 'm.starts_at desc, m.id desc'
  return sql.unsafe<MeetingRow[]>(
    `${MEETING} where ${wheres.join(' and ')} order by ${order} limit ${params.add(wish.limit, 'int')}`,
    params.values as never[],
    { prepare: true },
  )
}
