import type { Sql } from '../client.ts'

/** What a body did under its link: the event of it, with the text where it became a reply. Instants are epoch milliseconds. */
export interface BodyDeed {
  readonly id: number
  readonly kind: 'replied' | 'extended' | 'redirected'
  readonly at: number
  readonly data: Readonly<Record<string, unknown>>
  readonly text: string | null
  readonly form: { readonly kind?: string; readonly to?: string; readonly name?: string } | null
}

/** The deed of that event, when it was one of the body about the letter. */
export async function findBodyDeed(sql: Sql, contact: number, event: number): Promise<BodyDeed | undefined> {
  const [row] = await sql<BodyDeed[]>`
    select e.id, e.kind, e.at, e.data, r.text, r.form
    from events e left join replies r on e.kind = 'replied' and r.id = (e.data->>'reply')::bigint
    where e.id = ${event} and e.by_kind = 'body' and e.kind in ('replied','extended','redirected')
      and (e.data->>'contact')::bigint = ${contact}`
  return row
}

/** Whether the letter has been passed on to another body, as one of its cases tells. */
export async function wasPassedOn(sql: Sql, contact: number, caseId: number): Promise<boolean> {
  const [row] = await sql<{ passed: boolean }[]>`
    select exists (select from events e where e.case_id = ${caseId} and e.kind = 'redirected'
      and (e.data->>'contact')::bigint = ${contact}) as passed`
  return row!.passed
}
