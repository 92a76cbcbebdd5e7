import { createHash } from 'node:crypto'
import { ImapFlow } from 'imapflow'
import { isUnavailable, safeError } from '../../db/errors.ts'
import { listKnownKeys } from '../../db/inbound.ts'
import type { Deps } from '../deps.ts'
import { readReplyAddress } from '../letters/reply-address.ts'
import { keepMail, LARGEST_MAIL, MailTooLarge } from './keep.ts'

const MOST_A_POLL = 200
const SLICE = 1 << 20
const CONNECT_MS = 15_000
const SILENCE_MS = 60_000
/** Marks what stays in the mailbox unread; people use the flag of theirs for anything. */
const LEFT = '$DaybreakLeft'
const ADDRESSED = ['to', 'cc', 'delivered-to', 'x-original-to', 'envelope-to']

/** What a mailbox address says: imaps://user:password@host:port/folder?moveTo=folder */
export interface MailboxAddress {
  readonly host: string
  readonly port: number
  readonly secure: boolean
  readonly user: string
  readonly password: string
  readonly folder: string
  /** Where a mail goes once it is kept; undefined: it stays and is marked as seen. */
  readonly moveTo: string | undefined
}

export function readMailboxAddress(text: string): MailboxAddress {
  const url = new URL(text)
  const secure = url.protocol === 'imaps:'
  return {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port === '' ? (secure ? 993 : 143) : Number(url.port),
    secure,
    user: decodeURIComponent(url.username),
    password: decodeURIComponent(url.password),
    folder: decodeURIComponent(url.pathname.replace(/^\//, '')) || 'INBOX',
    moveTo: url.searchParams.get('moveTo') ?? undefined,
  }
}

/**
 * Fetches what is unseen in the mailbox of IMAP_URL: each mail is kept first, then marked as seen or moved. One that was kept
 * but not marked (a line that dropped) is known by its folder, validity and number, and only marked. Returns how many were kept.
 */
export async function pollMailbox(deps: Deps, alive: () => Promise<boolean>): Promise<number> {
  const at = readMailboxAddress(deps.config.imapUrl!)
  const client = new ImapFlow({
    host: at.host,
    port: at.port,
    secure: at.secure,
    auth: { user: at.user, pass: at.password },
    logger: false,
    disableAutoIdle: true,
    connectionTimeout: CONNECT_MS,
    greetingTimeout: CONNECT_MS,
    socketTimeout: SILENCE_MS,
    // Without STARTTLS a password would go in the clear; only a server on the same machine may do without.
    ...(at.secure || isLocal(at.host) ? {} : { doSTARTTLS: true }),
  })
  // A line that drops between two commands is told by the next command; unheard it would end the process.
  client.on('error', (error: Error & { code?: string }) => deps.log.warn({ code: error.code }, 'mailbox connection'))
  try {
    await client.connect()
    const box = await client.mailboxOpen(at.folder)
    const place = createHash('sha256').update(`${at.user}@${at.host}/${at.folder}`).digest('base64url').slice(0, 16)
    const keyOf = (uid: number) => `imap:${place}:${box.uidValidity}:${uid}`
    // A server that keeps no words of ours leaves only the flag of people.
    const unleft = box.permanentFlags?.has('\\*') ? { unKeyword: LEFT } : { flagged: false }
    const unseen = (await client.search({ seen: false, deleted: false, ...unleft }, { uid: true })) || []
    const uids = unseen.sort((a, b) => a - b).slice(0, MOST_A_POLL)
    const known = await listKnownKeys(deps.sql, uids.map(keyOf))
    let kept = 0
    for (const uid of uids) {
      if (!(await alive())) break
      const fresh = !known.has(keyOf(uid))
      try {
        if (fresh && !(await fetchOne(deps, client, uid, keyOf(uid)))) continue
      } catch (error) {
        // A mail that its server cannot hand out keeps none behind it waiting; without line or database nothing goes on.
        if (!client.usable || isUnavailable(error)) throw error
        if (error instanceof MailTooLarge) await leaveFlagged(deps, client, uid, undefined)
        else deps.log.error({ uid, code: safeError(error).code }, 'a mail in the mailbox could not be fetched')
        continue
      }
      if (fresh) kept++
      await settle(client, uid, at.moveTo)
    }
    return kept
  } finally {
    await client.logout().catch(() => client.close())
  }
}

/** False: not kept, because it is larger than we take or has gone meanwhile. */
async function fetchOne(deps: Deps, client: ImapFlow, uid: number, onceKey: string): Promise<boolean> {
  const found = await client.fetchOne(
    String(uid),
    { uid: true, size: true, internalDate: true, headers: ADDRESSED },
    { uid: true },
  )
  if (!found) return false
  if ((found.size ?? 0) > LARGEST_MAIL) {
    await leaveFlagged(deps, client, uid, found.size)
    return false
  }
  const now = deps.now()
  const arrived = found.internalDate === undefined ? now : new Date(found.internalDate).getTime()
  return keepMail(deps, slices(client, uid), {
    via: 'imap',
    from: '',
    to: ownRecipients(deps, found.headers),
    receivedAt: Number.isFinite(arrived) ? Math.min(arrived, now) : now,
    onceKey,
  })
}

/** Some servers say less than a mail has: then its size is known only once it comes. */
async function leaveFlagged(deps: Deps, client: ImapFlow, uid: number, size: number | undefined): Promise<void> {
  deps.log.error({ uid, size }, 'a mail in the mailbox is too large and stays there, flagged')
  await client.messageFlagsAdd(String(uid), ['\\Flagged', LEFT], { uid: true })
}

/** A mailbox knows no envelope of the transport: those of our letters that its header names stand for it. */
function ownRecipients({ secrets, config }: Deps, headers: Buffer | undefined): string[] {
  const addresses = headers?.toString('latin1').match(/reply\+[^\s<>,;:"()]+/gi) ?? []
  return addresses.filter((address) => readReplyAddress(secrets, address, config.mailDomain) !== undefined)
}

async function* slices(client: ImapFlow, uid: number): AsyncGenerator<Uint8Array> {
  for (let start = 0; ; start += SLICE) {
    const part = await client.fetchOne(String(uid), { uid: true, source: { start, maxLength: SLICE } }, { uid: true })
    if (!part) throw new Error('a mail has left the mailbox while it was read')
    const { source } = part
    if (source?.length) yield source
    if (!source || source.length < SLICE) return
  }
}

/** Throws when the mailbox does not take it: the mail is here, and the next poll knows it. */
async function settle(client: ImapFlow, uid: number, moveTo: string | undefined): Promise<void> {
  const marked = await client.messageFlagsAdd(String(uid), ['\\Seen'], { uid: true })
  const moved = moveTo === undefined || (await client.messageMove(String(uid), moveTo, { uid: true }))
  if (!marked || !moved) throw new Error('the mailbox did not mark a mail')
}

const isLocal = (host: string) => /^(localhost|127\.\d+\.\d+\.\d+|::1)$/.test(host)
