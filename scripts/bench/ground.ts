import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import postgres from 'postgres'
import { connect, type Sql } from '../../db/client.ts'
import { startEmbedded } from '../../db/embedded.ts'
import { migrate } from '../../db/migrate.ts'
import { prepareData } from '../../db/prepare.ts'

/** A PostgreSQL of its own with the settings of the product (fsync on), thrown away at the end. */
export interface Ground {
  readonly folder: string
  /** Migrated, with reference data and staff in every branch. */
  readonly template: string
  /** A copy of a database of this cluster; returns its address. */
  copy(name: string, from?: string): Promise<string>
  urlOf(name: string): string
  /** The same as the server's superuser, who may leave triggers aside. */
  adminUrlOf(name: string): string
  drop(name: string): Promise<void>
  admin(statement: string): Promise<void>
  /** CPU milliseconds the server and its sessions have used; undefined where /proc is not. */
  cpu(): number | undefined
  stop(): Promise<void>
}

const TEMPLATE = 'bench_template'
const quiet = { info: () => undefined, warn: console.error, error: console.error }

export async function layGround(): Promise<Ground> {
  const folder = mkdtempSync(join(tmpdir(), 'daybreak-bench-'))
  // the server may run as another user, who has to pass through
  chmodSync(folder, 0o711)
  const server = await startEmbedded({ dataDir: join(folder, 'data'), log: quiet })
  const at = (url: string, name: string) => Object.assign(new URL(url), { pathname: `/${name}` }).href
  const urlOf = (name: string) => at(server.url, name)
  const admin = async (statement: string) => {
    const sql = postgres(server.adminUrl, { max: 1, onnotice: () => undefined })
    await sql.unsafe(statement).finally(() => sql.end())
  }
  await admin(`create database ${TEMPLATE} owner daybreak`)
  await migrate(urlOf(TEMPLATE))
  const sql = connect(urlOf(TEMPLATE), { max: 1, limitMs: 0 })
  await prepareData(sql, Date.now())
  await staffBranches(sql)
  await sql.end()
  const pid = Number(readFileSync(join(server.home, 'cluster', 'postmaster.pid'), 'utf8').split('\n')[0])
  return {
    folder,
    template: TEMPLATE,
    urlOf,
    adminUrlOf: (name) => at(server.adminUrl, name),
    admin,
    async copy(name, from = TEMPLATE) {
      await admin(`drop database if exists ${name} with (force)`)
      await admin(`create database ${name} template ${from} owner daybreak strategy file_copy`)
      return urlOf(name)
    },
    drop: (name) => admin(`drop database if exists ${name} with (force)`),
    cpu: () => cpuOf(pid),
    async stop() {
      await server.stop()
      for (const path of [folder, server.home]) rmSync(path, { recursive: true, force: true })
    },
  }
}

/** Two responders and a head in every branch, so that every report has an owner to be told. */
async function staffBranches(sql: Sql): Promise<void> {
  await sql.unsafe(`
    with people as (
      insert into staff (id, email, name, roles, branch, language, created_at)
      select 100 + row_number() over (order by b.code, n), 'p' || n || '-' || b.code || '@bench.example', b.code || ' ' || n,
        case when n = 0 then array[case when b.code = 'KZ' then 'central-head' else 'head' end]
          else array[case when b.code = 'KZ' then 'central' else 'responder' end] end, b.code, 'ru', to_timestamp(0)
      from branches b cross join generate_series(0, 2) n)
    update reference_stamp set stamp = stamp + 1 where id = 1`)
}

const TICK_MS = 10

function cpuOf(postmaster: number): number | undefined {
  try {
    let ticks = 0
    for (const name of readdirSync('/proc')) {
      if (!/^\d+$/.test(name)) continue
      const fields = statOf(name)
      if (!fields) continue
      // utime and stime; of the first process also those of its sessions that have ended
      if (Number(name) === postmaster) ticks += sum(fields, 11, 15)
      else if (Number(fields[1]) === postmaster) ticks += sum(fields, 11, 13)
    }
    return ticks * TICK_MS
  } catch {
    return undefined
  }
}

function statOf(pid: string): string[] | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return text.slice(text.lastIndexOf(')') + 2).split(' ')
  } catch {
    // gone between the listing and the reading
    return undefined
  }
}

const sum = (fields: string[], from: number, to: number) =>
  fields.slice(from, to).reduce((all, field) => all + Number(field), 0)
