import { isUnavailable, safeError } from '../../db/errors.ts'
import { listMigrations } from '../../db/migrate.ts'
import { findMigration, findPulse } from '../../db/pulse.ts'
import type { ReadyView } from '../../shared/contract/health.ts'
import type { Deps } from '../deps.ts'
import { SKEW_LIMIT_MS } from '../skew.ts'

/** Three minutes without a pass are two missed ones and a slow third. */
const PULSE_LIMIT_MS = 180_000

type Check = ReadyView['checks'][string]

/** Whether this instance can keep the promises: each check by name. A database that does not answer fails alone, at once. */
export async function checkReady(deps: Deps): Promise<ReadyView> {
  const database = await checkDatabase(deps)
  const clock = checkClock(deps)
  const checks: Record<string, Check> = database.ok
    ? { database, migrations: await guarded(checkMigrations(deps)), engine: await guarded(checkEngine(deps)), clock }
    : { database, clock }
  return { ready: Object.values(checks).every((check) => check.ok), checks }
}

async function guarded(check: Promise<Check>): Promise<Check> {
  try {
    return await check
  } catch (error) {
    return { ok: false, detail: isUnavailable(error) ? 'unavailable' : (safeError(error).code ?? 'failed') }
  }
}

function checkDatabase(deps: Deps): Promise<Check> {
  return guarded(deps.sql`select 1`.then(() => ({ ok: true })))
}

async function checkMigrations(deps: Deps): Promise<Check> {
  const wanted = listMigrations().at(-1)?.when ?? 0
  const found = (await findMigration(deps.sql)) ?? 0
  if (found >= wanted) return { ok: true }
  return { ok: false, detail: 'the database is older than this version; run npm run migrate' }
}

async function checkEngine(deps: Deps): Promise<Check> {
  const pulse = await findPulse(deps.sql, 'engine')
  if (!pulse) return deps.config.engine ? { ok: false, detail: 'no pass yet' } : { ok: true, detail: 'no engine runs' }
  const age = deps.now() - (pulse.endedAt ?? pulse.startedAt)
  return age < PULSE_LIMIT_MS
    ? { ok: true }
    : { ok: false, detail: `the last pass ended ${Math.round(age / 1000)} s ago` }
}

function checkClock({ clock }: Deps): Check {
  const skew = clock?.skewMs() ?? 0
  return Math.abs(skew) < SKEW_LIMIT_MS
    ? { ok: true }
    : { ok: false, detail: `off by ${skew} ms against the database's clock` }
}
