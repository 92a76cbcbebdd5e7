import type { MeetingFacts } from '../../shared/domain/meeting.ts'
import type { Sql } from '../client.ts'

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
    m.held_at as "heldAt", m.minutes_by as "minutesBy", b.timezone as zone,
    (select jsonb_agg(jsonb_build_object('id', c.id, 'number', c.number) order by c.id) from meeting_cases x join cases c on c.id = x.case_id
      where x.meeting = m.id) as cases,
    (select coalesce(jsonb_agg(jsonb_build_object('id', d.id, 'caseId', d.case_id, 'text', d.text, 'instruction', d.instruction,
        'noAction', d.no_action) order by d.position), '[]') from meeting_decisions d where d.meeting = m.id) as decisions
  from meetings m join branches b on b.code = m.branch`

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
