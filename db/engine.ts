import type { Sql } from './client.ts'
import { withLimit } from './limit.ts'

/**
 * Takes or renews a lease until the instant (epoch ms). False when another holder's has not run out at `now`. One that
 * lasts implausibly long was written by a clock that ran ahead, and binds nobody.
 */
export async function takeLease(sql: Sql, name: string, holder: string, now: number, until: number): Promise<boolean> {
  const rows = await sql`
    insert into leases (name, holder, until) values (${name}, ${holder}, ${until})
    on conflict (name) do update set holder = excluded.holder, until = excluded.until
    where leases.holder = excluded.holder or leases.until <= ${now} or leases.until > ${until + (until - now)}
    returning name`
  return rows.length > 0
}

/** Gives a lease back at once, so that the next instance does not wait for it to run out; a stop does not wait long for that. */
export async function dropLease(sql: Sql, name: string, holder: string): Promise<void> {
  await withLimit(sql`delete from leases where name = ${name} and holder = ${holder}`, 2_000)
}

export interface Pulse {
  readonly job: string
  readonly at: number
  readonly startedAt: number
  readonly endedAt: number | null
  readonly ok: boolean
  readonly did: Record<string, unknown>
  readonly fault: string | null
}

/**
 * The heartbeat of a job: when it last ran for which instant, whether it ended well, and what it did. Not waited for on
 * the disk: after a crash of the database the next pass writes it anew, and an idle pass is mostly this.
 */
export async function savePulse(sql: Sql, p: Pulse): Promise<void> {
  await sql`
    with quick as materialized (select set_config('synchronous_commit', 'off', true))
    insert into pulses (job, at, started_at, ended_at, ok, did, fault)
    select ${p.job}::text, ${p.at}::timestamptz, ${p.startedAt}::timestamptz, ${p.endedAt}::timestamptz, ${p.ok}::boolean,
      ${sql.json(p.did as never)}::jsonb, ${p.fault}::text from quick
    on conflict (job) do update set at = excluded.at, started_at = excluded.started_at, ended_at = excluded.ended_at,
      ok = excluded.ok, did = excluded.did, fault = excluded.fault`
}

/** When each job last ran, and how that went. */
export async function listPulses(sql: Sql): Promise<Pulse[]> {
  return sql<
    Pulse[]
  >`select job, at, started_at as "startedAt", ended_at as "endedAt", ok, did, fault from pulses order by job`
}

/** Puts the due deadlines of a case aside until the instant, with the reason; the centre sees them (`listFaults`). */
export async function setAside(sql: Sql, caseId: number, at: number, fault: string): Promise<void> {
  await sql`
    update deadlines set failures = least(failures + 1, 1000), fault = ${fault},
      wake_at = to_timestamp(${at} / 1000.0) + least(interval '1 minute' * power(2, least(failures, 10)), interval '1 day')
    where case_id = ${caseId} and wake_at <= ${at}`
}

export interface Fault {
  readonly caseNumber: string
  readonly deadline: string
  readonly failures: number
  readonly fault: string
  readonly retryAt: number
}

/** Deadlines whose handling failed and that wait for another try. */
export async function listFaults(sql: Sql, limit = 100): Promise<Fault[]> {
  return sql<Fault[]>`
    select c.number as "caseNumber", d.kind as deadline, d.failures, d.fault, d.wake_at as "retryAt"
    from deadlines d join cases c on c.id = d.case_id where d.fault is not null order by d.id limit ${limit}`
}
