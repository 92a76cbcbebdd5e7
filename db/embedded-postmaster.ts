import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync, readlinkSync, realpathSync, rmSync } from 'node:fs'
import { connect } from 'node:net'
import { basename, join } from 'node:path'

/** The living server of a cluster as its postmaster.pid tells it. */
export type Postmaster = { pid: number; port: number; ready: boolean }

/** The living server on this cluster, or undefined; a pid that now belongs to something else, or to a zombie, is not one. */
export function findPostmaster(cluster: string): Postmaster | undefined {
  const lines = readPidFile(cluster)
  const pid = Number(lines?.[0])
  if (!lines || !pid || !isServer(pid, cluster)) return undefined
  return { pid, port: Number(lines[3]), ready: lines[7]?.trim() === 'ready' }
}

// a question every server answers with one byte before it knows who asks: do you speak TLS?
const question = Buffer.from([0, 0, 0, 8, 4, 210, 22, 47])

/**
 * Whether a server answers on the port. One that was just killed still has its pid, its old sessions still answer, and the system
 * still takes connections for it; only an answer on a new connection counts.
 */
export function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    const end = (answer: boolean) => {
      socket.destroy()
      resolve(answer)
    }
    socket.once('connect', () => socket.write(question))
    socket.once('data', () => end(true))
    socket.once('error', () => end(false)).once('end', () => end(false))
    socket.setTimeout(2_000, () => end(false))
  })
}

/**
 * Removes a postmaster.pid whose pid was given to another program, as happens after a restart of a container: PostgreSQL
 * itself refuses to start on one. Call only under the lock and when `findPostmaster` found none.
 */
export function removeStalePidFile(cluster: string): void {
  rmSync(join(cluster, 'postmaster.pid'), { force: true })
}

/** Ends what a killed postmaster left behind: busy sessions hold the shared memory and block the next start. */
export function endOrphans(cluster: string): number {
  if (process.platform !== 'linux') return 0
  const orphans = readdirSync('/proc')
    .map(Number)
    .filter((pid) => pid > 0 && isServer(pid, cluster))
  for (const pid of orphans) {
    try {
      process.kill(pid, 'SIGKILL')
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
    }
  }
  return orphans.length
}

function readPidFile(cluster: string): string[] | undefined {
  try {
    return readFileSync(join(cluster, 'postmaster.pid'), 'utf8').split('\n')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

/** Whether the process is one of PostgreSQL's that works in this cluster (each has it as its working directory). */
function isServer(pid: number, cluster: string): boolean {
  if (process.platform === 'linux') return isServerOnLinux(pid, cluster)
  try {
    process.kill(pid, 0)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false
  }
  if (process.platform === 'win32') return true
  try {
    const [state = '', command = ''] = execFileSync('ps', ['-p', String(pid), '-o', 'stat=,comm='], {
      encoding: 'utf8',
    })
      .trim()
      .split(/\s+(.*)/)
    return !state.startsWith('Z') && basename(command).startsWith('postgres')
  } catch {
    // ps ends with 1 when there is no such process
    return false
  }
}

function isServerOnLinux(pid: number, cluster: string): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const name = stat.slice(stat.indexOf('(') + 1, stat.lastIndexOf(')'))
    const state = stat.slice(stat.lastIndexOf(')') + 2, stat.lastIndexOf(')') + 3)
    return state !== 'Z' && state !== 'X' && name === 'postgres' && worksIn(pid, realpathSync(cluster))
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'ESRCH') return false
    throw error
  }
}

function worksIn(pid: number, cluster: string): boolean {
  try {
    return readlinkSync(`/proc/${pid}/cwd`) === cluster
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EACCES') throw error
    // root in a container without CAP_SYS_PTRACE: the postmaster (not its sessions) names the cluster in its arguments
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').includes(cluster)
  }
}
