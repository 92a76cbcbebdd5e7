import type { FastifyInstance, InjectOptions } from 'fastify'
import type { Role } from '../../shared/domain/people.ts'
import type { TestApp } from './app.ts'

let made = 0

export interface MadePerson {
  readonly id: number
  readonly name: string
  readonly branch: string
}

/** A person of the staff, written straight into the database; fills what the test does not speak about. */
export async function makePerson(
  { database, deps }: TestApp,
  person: { name?: string; roles: Role[]; branch: string; language?: string; email?: string },
): Promise<MadePerson> {
  const id = 100 + ++made
  const name = person.name ?? `Person ${id}`
  await database.sql`
    with bumped as (update reference_stamp set stamp = stamp + 1 where id = 1)
    insert into staff (id, email, name, roles, branch, language, created_at)
    values (${id}, ${person.email ?? `person${id}@staff.example`}, ${name}, ${person.roles}, ${person.branch}, ${person.language ?? 'ru'}, ${deps.now()})`
  return { id, name, branch: person.branch }
}

/** On duty from one instant to another (RFC 3339). */
export async function putOnDuty(
  { database, deps }: TestApp,
  person: MadePerson,
  from: string,
  to: string,
): Promise<void> {
  await database.sql`
    with bumped as (update reference_stamp set stamp = stamp + 1 where id = 1)
    insert into duty (id, branch, staff, starts_at, ends_at, created_at)
    values (${1000 + ++made}, ${person.branch}, ${person.id}, ${Date.parse(from)}, ${Date.parse(to)}, ${deps.now()})`
}

export async function putAway(
  { database, deps }: TestApp,
  person: MadePerson,
  from: string,
  to: string,
): Promise<void> {
  await database.sql`
    with bumped as (update reference_stamp set stamp = stamp + 1 where id = 1)
    insert into absences (id, staff, starts_at, ends_at, created_at)
    values (${1000 + ++made}, ${person.id}, ${Date.parse(from)}, ${Date.parse(to)}, ${deps.now()})`
}

export interface MadeCase {
  readonly number: string
  readonly trackingToken: string
  readonly respondBy: string
}

/** A report over HTTP, as a citizen files it. Throws when it is not accepted. */
export async function makeCase(
  { app }: { app: FastifyInstance },
  report: Record<string, unknown> = {},
): Promise<MadeCase> {
  const payload = { category: 'roads.pothole', region: 'KZ-39', text: 'Яма на дороге у школы', ...report }
  const answer = await app.inject({ method: 'POST', url: '/api/v1/cases', payload } as InjectOptions)
  if (answer.statusCode !== 201) throw new Error(`${answer.statusCode} ${answer.body}`)
  return answer.json()
}

export interface Told {
  readonly kind: string
  readonly to: string
  readonly sendAfter: number
}

/** Every notice written so far, oldest first: kind and name of the recipient ("reporter" for the citizen). */
export async function notices({ database }: TestApp): Promise<Told[]> {
  return database.sql<Told[]>`
    select o.kind, coalesce(s.name, 'reporter') as to, o.send_after as "sendAfter"
    from outbox o left join staff s on s.id = o.staff order by o.created_at, o.id`
}

/** The rungs fired so far, in the order of their events: "deadline/rung" with "late" or "skipped" behind. */
export async function firedRungs({ database }: TestApp, number: string): Promise<string[]> {
  const rows = await database.sql<{ what: string }[]>`
    select d.kind || '/' || r.rung || case when r.skipped then ' skipped' when r.late then ' late' else '' end as what
    from rungs r join deadlines d on d.id = r.deadline_id join cases c on c.id = r.case_id join events e on e.id = r.event_id
    where c.number = ${number} order by e.xid, e.id`
  return rows.map((r) => r.what)
}
