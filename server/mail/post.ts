import { mkdir, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import nodemailer from 'nodemailer'

/** One finished message to one address. */
export interface Parcel {
  /** Names the file when mails are kept: the same parcel again replaces it. */
  readonly name: string
  readonly from: string
  readonly to: string
  readonly raw: Buffer
  /** Asks the servers on the way to say what became of it, under this name (RFC 3461). */
  readonly notify?: string
}

/**
 * `unreachable`: the server was not spoken to, nothing is wrong with this mail. `temporary`: not taken now.
 * `unknown`: the whole mail was given, and then no answer came.
 */
export type Outcome =
  | { readonly state: 'sent' }
  | { readonly state: 'failed' | 'temporary' | 'unknown' | 'unreachable'; readonly fault: string }

/** The way out for mails: an SMTP server, or a folder when there is none. */
export interface Post {
  send(parcel: Parcel): Promise<Outcome>
  /** Cuts off what is still under way. */
  close(): Promise<void>
}

/** How many mails are under way at once. */
export const PARALLEL = 5
/** No mail takes longer; a server that trickles its replies is given up on. */
export const SEND_LIMIT_MS = 60_000

export function makePost(config: Outlet): Post {
  return config.smtpUrl === undefined ? toFiles(join(config.dataDir, 'mail')) : toServer(config.smtpUrl)
}

/** The same for letters: one connection each, so that nothing below us ever gives a mail to a server a second time. */
export function makeLetterPost(config: Outlet): Post {
  return config.smtpUrl === undefined ? toFiles(join(config.dataDir, 'mail')) : toServer(config.smtpUrl, false)
}

interface Outlet {
  readonly smtpUrl: string | undefined
  readonly dataDir: string
}

function toFiles(folder: string): Post {
  return {
    async send({ name, raw }) {
      await mkdir(folder, { recursive: true, mode: 0o700 })
      const file = join(folder, `${name}.eml`)
      // Renamed when whole, so that nobody reads half a mail.
      await writeFile(`${file}.${process.pid}.part`, raw, { mode: 0o600 })
      await rename(`${file}.${process.pid}.part`, file)
      return { state: 'sent' }
    },
    close: () => Promise.resolve(),
  }
}

const POOL = { pool: true, maxConnections: PARALLEL, maxMessages: 100, maxRequeues: 2, idleTimeout: 30_000 } as const
const DSN = { return: 'headers', notify: ['success', 'failure', 'delay'] }

/** Whether the last byte of the message was handed to the connection: from then on it may have been accepted. */
interface Progress {
  given: boolean
}

function toServer(url: string, pool = true): Post {
  const transport = nodemailer.createTransport({
    url,
    ...(pool ? POOL : {}),
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
    dnsTimeout: 10_000,
    socketTimeout: 30_000,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  const underWay = new AbortController()
  const progressOf = new WeakMap<object, Progress>()
  transport.use('stream', (mail, done) => {
    const progress = progressOf.get(mail.data.raw as object)
    const createReadStream = mail.message.createReadStream.bind(mail.message)
    mail.message.createReadStream = (...options: Parameters<typeof createReadStream>) => {
      const stream = createReadStream(...options)
      stream.once('end', () => {
        if (progress) progress.given = true
      })
      return stream
    }
    done()
  })
  return {
    async send({ from, to, raw, notify }) {
      const progress: Progress = { given: false }
      progressOf.set(raw, progress)
      try {
        await transport.sendMail({
          envelope: { from, to: [to] },
          raw,
          signal: AbortSignal.any([AbortSignal.timeout(SEND_LIMIT_MS), underWay.signal]),
          ...(notify === undefined ? {} : { dsn: { id: notify, ...DSN } }),
        })
        return { state: 'sent' }
      } catch (error) {
        return outcomeOf(error, progress.given)
      }
    },
    close() {
      underWay.abort()
      transport.close({ force: true })
      return Promise.resolve()
    },
  }
}

/** Answers that blame our own account or the server, not this mail. */
const OURS = new Set([421, 454, 530, 534, 535, 538])

/** What an SMTP error means for the mail. The fault never holds the address or the server's own words. */
function outcomeOf(error: unknown, given: boolean): Outcome {
  const { responseCode, command, code } = error as { responseCode?: number; command?: string; code?: string }
  const spoken = command !== undefined && /^(MAIL FROM|RCPT TO|DATA)/.test(command)
  const fault = [responseCode, command, responseCode === undefined ? code : undefined].filter(Boolean).join(' ')
  if (responseCode === undefined) {
    if (given) return { state: 'unknown', fault: fault || 'no answer' }
    if (code === 'EENVELOPE' || code === 'EMESSAGE') return { state: 'failed', fault }
    return { state: 'unreachable', fault: fault || 'no connection' }
  }
  if (!spoken || OURS.has(responseCode)) return { state: 'unreachable', fault }
  return { state: responseCode >= 500 ? 'failed' : 'temporary', fault }
}
