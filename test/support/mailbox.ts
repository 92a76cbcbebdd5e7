import type { AddressInfo, Socket } from 'node:net'
import { SMTPServer, type SMTPServerSession } from 'smtp-server'

type Teardown = { teardown(work: () => unknown): unknown }

/** A mail as it came over the wire. */
export interface Received {
  readonly from: string
  readonly to: readonly string[]
  readonly raw: string
  /** Unfolded and decoded, in the order they stand; names in lower case. */
  readonly headers: readonly (readonly [name: string, value: string])[]
  header(name: string): string | undefined
  readonly text: string
  readonly html: string
}

/** What the server does with a mail: takes it, answers with a code, or lets the line drop once it has the whole of it. */
export type Manner = 'take' | 'drop' | { readonly code: number; readonly on: 'rcpt' | 'data' }

export interface Mailbox {
  readonly url: string
  readonly mails: Received[]
  /** How the next mails are met; asked for each. */
  manner: (to: string) => Manner
  /** What was asked for each address about its delivery (RFC 3461). */
  readonly notify: ReadonlyMap<string, { ret: unknown; envid: unknown; notify: unknown }>
  /** Connections made so far. */
  connections(): number
  close(): Promise<void>
}

interface Dsn {
  readonly ret?: unknown
  readonly envid?: unknown
  readonly notify?: unknown
}

/** A real SMTP server on a free port. */
export async function openMailbox(t: Teardown): Promise<Mailbox> {
  let connections = 0
  const notify = new Map<string, { ret: unknown; envid: unknown; notify: unknown }>()
  const sockets = new Map<string, Socket>()
  const refuse = (code: number) => Object.assign(new Error('as the test wishes'), { responseCode: code })
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    disableReverseLookup: true,
    logger: false,
    hideDSN: false,
    onConnect(_session, done) {
      connections++
      for (const c of server.connections as Set<{ session: SMTPServerSession; _socket: Socket }>)
        sockets.set(c.session.id, c._socket)
      done()
    },
    onRcptTo({ address }, _session, done) {
      const manner = box.manner(address)
      done(typeof manner === 'object' && manner.on === 'rcpt' ? refuse(manner.code) : undefined)
    },
    onData(stream, session, done) {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        const to = session.envelope.rcptTo.map((r) => r.address)
        const manner = box.manner(to[0] ?? '')
        if (typeof manner === 'object') return done(refuse(manner.code))
        const { dsn, rcptTo, mailFrom: from } = session.envelope as SMTPServerSession['envelope'] & { dsn?: Dsn }
        for (const { address, dsn: own } of rcptTo as { address: string; dsn?: Dsn }[])
          notify.set(address, { ret: dsn?.ret, envid: dsn?.envid, notify: own?.notify })
        box.mails.push(readMail(from ? from.address : '', to, Buffer.concat(chunks).toString('latin1')))
        if (manner === 'drop') sockets.get(session.id)?.destroy()
        else done()
      })
    },
  })
  server.on('error', () => undefined)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.server.address() as AddressInfo
  const box: Mailbox = {
    url: `smtp://127.0.0.1:${port}`,
    mails: [],
    notify,
    manner: () => 'take',
    connections: () => connections,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
  t.teardown(() => box.close())
  return box
}

/** Takes a message of our own making apart: headers, and the text and HTML of a multipart/alternative. */
export function readMail(from: string, to: readonly string[], raw: string): Received {
  const [head = '', body = ''] = split(raw)
  const headers = headersOf(head)
  const header = (name: string) => headers.find(([n]) => n === name.toLowerCase())?.[1]
  const parts = partsOf(header('content-type') ?? '', body)
  return { from, to, raw, headers, header, text: parts.get('text/plain') ?? '', html: parts.get('text/html') ?? '' }
}

function split(raw: string): [string, string] {
  const at = raw.search(/\r?\n\r?\n/)
  return at < 0 ? [raw, ''] : [raw.slice(0, at), raw.slice(at).replace(/^\r?\n\r?\n/, '')]
}

function headersOf(head: string): [string, string][] {
  return head
    .replace(/\r?\n[ \t]+/g, ' ')
    .split(/\r?\n/)
    .filter(Boolean)
    .map((line) => {
      const colon = line.indexOf(':')
      return [line.slice(0, colon).toLowerCase(), decodeWords(line.slice(colon + 1).trim())]
    })
}

/** RFC 2047; words that follow each other join without a space. */
function decodeWords(value: string): string {
  return value
    .replace(/\?=\s+=\?/g, '?==?')
    .replace(/=\?utf-8\?([bq])\?([^?]*)\?=/gi, (_, how: string, text: string) => {
      if (how.toLowerCase() === 'b') return Buffer.from(text, 'base64').toString('utf8')
      return quoted(text.replaceAll('_', ' '))
    })
}

const quoted = (text: string) =>
  Buffer.from(
    text
      .replace(/=\r?\n/g, '')
      .replace(/=([0-9A-F]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  ).toString('utf8')

function partsOf(type: string, body: string): Map<string, string> {
  const boundary = /boundary="?([^";]+)"?/.exec(type)?.[1]
  if (boundary === undefined) return new Map([[type.split(';')[0]!.trim(), body]])
  const parts = new Map<string, string>()
  for (const part of body.split(`--${boundary}`).slice(1, -1)) {
    const [head, content] = split(part.replace(/^\r?\n/, ''))
    const headers = new Map(headersOf(head))
    const encoding = headers.get('content-transfer-encoding')?.toLowerCase()
    const decoded =
      encoding === 'base64'
        ? Buffer.from(content, 'base64').toString('utf8')
        : encoding === 'quoted-printable'
          ? quoted(content)
          : Buffer.from(content, 'latin1').toString('utf8')
    parts.set((headers.get('content-type') ?? '').split(';')[0]!.trim(), decoded.replace(/\r\n/g, '\n'))
  }
  return parts
}
