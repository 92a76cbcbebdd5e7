import { spawnSync } from 'node:child_process'
import { accessSync, chownSync, constants, mkdirSync, statSync } from 'node:fs'
import { userInfo } from 'node:os'
import { dirname } from 'node:path'

/** The user the server's processes run as; undefined means: as ourselves. */
export type Owner = { uid: number; gid: number }

/** True when this process is root, as which PostgreSQL refuses to run. */
export const isRoot = process.getuid?.() === 0

/** The `postgres` user for a process that is root, made if it is missing. Throws with what to do when it cannot be made. */
export function findOwner(): Owner | undefined {
  if (!isRoot) return undefined
  const owner = lookUp() ?? (makeUser() ? lookUp() : undefined)
  if (owner) return owner
  throw new Error(
    'PostgreSQL does not run as root, and no user named "postgres" exists or can be made here. ' +
      'Start Daybreak as an ordinary user, make the user (useradd --system postgres), or set DATABASE_URL.',
  )
}

function lookUp(): Owner | undefined {
  const [uid, gid] = ['-u', '-g'].map((flag) => {
    const { status, stdout } = spawnSync('id', [flag, 'postgres'], { encoding: 'utf8' })
    return status === 0 ? Number(stdout) : 0
  })
  return uid && gid ? { uid, gid } : undefined
}

function makeUser(): boolean {
  const ways: [string, string[]][] = [
    ['useradd', ['--system', '--user-group', '--no-create-home', '--shell', '/usr/sbin/nologin', 'postgres']],
    ['adduser', ['-S', '-D', '-H', '-s', '/sbin/nologin', 'postgres']],
  ]
  return ways.some(([command, args]) => spawnSync(command, args, { stdio: 'ignore' }).status === 0)
}

/** Whether the owner can do `test FLAG PATH` ('-x' to reach or run, '-w' to write): asked of the system, not guessed from modes. */
export function ownerCan(owner: Owner | undefined, flag: '-x' | '-w', path: string): boolean {
  if (!owner) {
    try {
      accessSync(path, flag === '-x' ? constants.X_OK : constants.W_OK)
      return true
    } catch {
      return false
    }
  }
  const { error, status } = spawnSync('/bin/sh', ['-c', `test ${flag} "$0"`, path], { ...owner, cwd: '/' })
  if (error) {
    throw new Error(
      `This root user may not become another user (${error.message}), and PostgreSQL does not run as root. ` +
        'Start Daybreak as an ordinary user or set DATABASE_URL.',
    )
  }
  return status === 0
}

/** Makes DATA_DIR: private, but for root the server's user must be able to pass through it. An existing one keeps its mode. */
export function makeDataDir(path: string): void {
  try {
    mkdirSync(path, { recursive: true, mode: isRoot ? 0o711 : 0o700 })
    accessSync(path, constants.W_OK)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    throw new Error(
      `The data folder ${path} cannot be written by ${myName()} (${code}). Start Daybreak as its owner or set DATA_DIR.`,
    )
  }
}

/** When root writes beside another user's files, the new file is given to that user, who may start Daybreak next. */
export function giveToOwnerOfFolder(path: string): void {
  if (!isRoot) return
  const { uid, gid } = statSync(dirname(path))
  chownSync(path, uid, gid)
}

/** The name to show in messages. */
export function myName(): string {
  try {
    return userInfo().username
  } catch {
    return String(process.getuid?.() ?? 'this user')
  }
}
