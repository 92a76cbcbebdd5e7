import type { Sql } from '../client.ts'

/** A letter as everyone may see it: to whom, when, by when, and whether it was answered; not a word of its text. */
export interface ShownContact {
  readonly id: number
  readonly body: string
  readonly outgoingNumber: string
  /** Local dates. */
  readonly sentOn: string | null
  readonly answeredOn: string | null
  readonly replyDueOn: string | null
  readonly state: string
}

export interface ShownInstruction {
  readonly id: number
  readonly dueOn: string
  readonly state: string
  /** What everyone may read of it. */
  readonly publicText: string | null
  /** Local dates of the last return and of the acceptance. */
  readonly returnedOn: string | null
  readonly acceptedOn: string | null
}

/** A meeting as everyone may see it: when, which bodies, what became of it; no title, no names. */
export interface ShownMeeting {
  readonly id: number
  readonly on: string
  readonly bodies: readonly string[]
  readonly state: string
}

export interface Steps {
  readonly contacts: readonly ShownContact[]
  readonly instructions: readonly ShownInstruction[]
  readonly meetings: readonly ShownMeeting[]
}

const day = (column: string) => `to_char(${column} at time zone $2, 'YYYY-MM-DD')`

/** Letters and instructions of a case, oldest first; dates are those of the zone. */
export async function readSteps(sql: Sql, caseId: number, zone: string): Promise<Steps> {
  const [row] = await sql.unsafe<Steps[]>(
    `select
      (select coalesce(jsonb_agg(jsonb_build_object('id', k.id, 'body', k.body, 'outgoingNumber', k.outgoing_number,
        'sentOn', ${day('k.sent_at')}, 'answeredOn', ${day('k.answered_at')}, 'state', k.state,
        'replyDueOn', coalesce(k.extended_until::text, (select to_char((d.due_at - interval '1 second') at time zone $2, 'YYYY-MM-DD')
          from deadlines d where d.subject = k.id and d.kind = 'reply' and d.case_id = $1 order by d.id desc limit 1)))
        order by k.id), '[]')
       from contact_cases x join contacts k on k.id = x.contact where x.case_id = $1) as contacts,
      (select coalesce(jsonb_agg(jsonb_build_object('id', i.id, 'dueOn', i.due_on::text, 'state', i.state, 'publicText', i.public_text,
        'returnedOn', (select ${day('max(r.returned_at)')} from instruction_reports r where r.instruction = i.id),
        'acceptedOn', ${day('i.accepted_at')}) order by i.id), '[]')
       from instructions i where i.case_id = $1) as instructions,
      (select coalesce(jsonb_agg(jsonb_build_object('id', m.id, 'on', ${day('m.starts_at')}, 'bodies', m.bodies, 'state', m.state) order by m.id), '[]')
       from meeting_cases x join meetings m on m.id = x.meeting where x.case_id = $1) as meetings`,
    [caseId, zone],
    { prepare: true },
  )
  return row!
}

/** The number of the case that a tracking token's hash (base64) belongs to. */
export async function findTracked(sql: Sql, trackingHash: string): Promise<string | undefined> {
  const [row] = await sql<
    { number: string }[]
  >`select number from cases where tracking_hash = decode(${trackingHash}, 'base64')`
  return row?.number
}
