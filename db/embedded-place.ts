import { createHash, randomBytes } from 'node:crypto'
import {
  chownSync,
  existsSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmdirSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { giveToOwnerOfFolder, isRoot, makeDataDir, myName, type Owner, ownerCan } from './embedded-owner.ts'

/** What is remembered about the embedded server between starts, in DATA_DIR/postgres.json (0600). */
export type State = { home: string; port?: number; password: string }

/** Where a root process keeps what the unprivileged server user could not reach under DATA_DIR. */
const systemFolder = '/var/lib/daybreak'

const stateFile = (dataDir: string) => join(dataDir, 'postgres.json')

/**
 * The state of this DATA_DIR, made at the first start. `home` is the folder that holds the cluster: DATA_DIR/postgres, or for
 * root a folder under /var/lib/daybreak when the server's user cannot pass through to DATA_DIR (a home of mode 0700).
 */
export function getState(dataDir: string, owner: Owner | undefined): State {
  makeDataDir(dataDir)
  const known = readState(dataDir)
  const state = known ?? { home: chooseHome(dataDir, owner), password: randomBytes(24).toString('base64url') }
  if (!known && existsSync(join(state.home, 'cluster'))) {
    throw new Error(
      `${state.home} holds a database, but ${stateFile(dataDir)} with its password is missing. ` +
        'Put the file back, or move the folder away to start with an empty database.',
    )
  }
  makeHome(state.home, owner)
  if (!known) saveState(dataDir, state)
  refuseCopy(dataDir, state.home)
  return state
}

function readState(dataDir: string): State | undefined {
  const file = stateFile(dataDir)
  if (!existsSync(file)) return undefined
  try {
    const state = JSON.parse(readFileSync(file, 'utf8')) as State
    // a DATA_DIR that was moved as a whole keeps working
    if (!existsSync(state.home) && existsSync(join(dataDir, 'postgres')))
      state.home = join(realpathSync(dataDir), 'postgres')
    return state
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code !== 'EACCES') throw error
    throw new Error(
      `${file} belongs to another user, and ${myName()} may not read it. Start Daybreak as the user who made it.`,
    )
  }
}

/** Saves the state whole or not at all. */
export function saveState(dataDir: string, state: State): void {
  const file = stateFile(dataDir)
  const next = `${file}.${process.pid}`
  writeFileSync(next, `${JSON.stringify(state, null, 2)}\n`, { mode: 0o600 })
  giveToOwnerOfFolder(next)
  renameSync(next, file)
}

function chooseHome(dataDir: string, owner: Owner | undefined): string {
  const inside = join(realpathSync(dataDir), 'postgres')
  if (!owner) return inside
  makeHome(inside, owner)
  if (ownerCan(owner, '-w', inside)) return inside
  rmdirSync(inside)
  const hash = createHash('sha256').update(realpathSync(dataDir)).digest('hex').slice(0, 16)
  // a DATA_DIR that was removed and made anew starts empty; what the old one had stays where it is
  const names = [hash, ...Array.from({ length: 98 }, (_, index) => `${hash}-${index + 2}`)]
  return names.map((name) => join(systemFolder, name)).find((home) => !existsSync(home)) ?? inside
}

function makeHome(home: string, owner: Owner | undefined): void {
  if (existsSync(home)) return
  mkdirSync(home, { recursive: true, mode: 0o755 })
  if (!owner) return
  try {
    chownSync(home, owner.uid, owner.gid)
  } catch (error) {
    // a mounted folder may not know other owners; the check of write access decides
    if (!['EPERM', 'EINVAL'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error
  }
}

/** Two DATA_DIRs that name one cluster (a copied folder) would write into each other's database. */
function refuseCopy(dataDir: string, home: string): void {
  const file = join(home, 'data-dir')
  const here = realpathSync(dataDir)
  const before = existsSync(file) ? readFileSync(file, 'utf8').trim() : undefined
  if (before === here) return
  if (before && existsSync(stateFile(before)) && readState(before)?.home === home) {
    throw new Error(
      `${here} is a copy of ${before}: both name the database in ${home}. ` +
        `Remove ${stateFile(here)} for an empty database; npm run backup and npm run restore carry the contents over.`,
    )
  }
  writeFileSync(file, `${here}\n`)
}

/** The user for the server's processes when this process is root: who owns the cluster, else the given one. */
export function ownerOfCluster(cluster: string, owner: Owner | undefined): Owner | undefined {
  if (!isRoot || !existsSync(cluster)) return owner
  const { uid, gid } = statSync(cluster)
  return uid === 0 ? owner : { uid, gid }
}
