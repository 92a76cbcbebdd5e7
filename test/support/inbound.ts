import { createTransport } from 'nodemailer'
import { InboundListener } from '../../server/inbound/listener.ts'
import { Reader } from '../../server/inbound/reader.ts'
import { receive } from '../../server/inbound/receive.ts'
import { makeReplyAddress } from '../../server/letters/reply-address.ts'
import type { TestApp } from './app.ts'

type Teardown = { teardown(work: () => unknown): unknown }

/** A listener of an instance on a free port, and what a body's mail server does with it. */
export interface InboundDesk {
  readonly port: number
  /** A whole conversation; throws what the listener answered when it refuses (`responseCode`). */
  send(raw: string | Uint8Array, envelope: { from?: string; to: string | string[] }): Promise<void>
  /** Reads everything that waits. */
  read(): Promise<Record<string, number>>
}

export async function openInbound(t: Teardown, { deps }: Pick<TestApp, 'deps'>): Promise<InboundDesk> {
  const listener = new InboundListener(deps)
  const port = await listener.listen(0, '127.0.0.1')
  const reader = new Reader()
  t.teardown(async () => {
    await listener.close()
    await reader.close()
  })
  const transport = createTransport({
    host: '127.0.0.1',
    port,
    ignoreTLS: true,
    pool: true,
    maxConnections: 4,
    lmtp: deps.config.inboundLmtp,
  } as never)
  t.teardown(() => transport.close())
  return {
    port,
    async send(raw, { from = 'kanc@roads.example', to }) {
      await transport.sendMail({
        envelope: { from, to },
        raw: typeof raw === 'string' ? raw.replace(/\r?\n/g, '\r\n') : Buffer.from(raw),
      })
    },
    read: () => receive(deps, reader, { at: deps.now(), alive: async () => true }),
  }
}

/** A letter by mail to a body, as the button writes it. */
export interface SentLetter {
  readonly contact: number
  readonly letter: number
  readonly outgoingNumber: string
  readonly body: string
  /** The letter's own address. */
  readonly replyTo: string
  readonly messageId: string
}

/** Marks the first letter of a contact as sent under a Message-ID, without a conversation. */
export async function leave({ deps, database }: TestApp, contact: number): Promise<SentLetter> {
  const [row] = await database.sql`
    update letters l set state = 'sent', sent_at = ${deps.now()}, raw = 'raw',
      message_id = '<letter-' || l.id || '@' || ${deps.config.mailDomain}::text || '>', told = 'sent'
    from contacts k where l.contact = ${contact} and k.id = l.contact and l.id = l.thread
    returning l.id, l.message_id as "messageId", k.outgoing_number as "outgoingNumber", k.body`
  await database.sql`update contacts set delivery = 'sent', sent_at = ${deps.now()} where id = ${contact}`
  const { id, messageId, outgoingNumber, body } = row!
  const replyTo = makeReplyAddress(deps.secrets, id, deps.config.mailDomain)
  return { contact, letter: id, outgoingNumber, body, replyTo, messageId }
}

let mails = 0

/** A plain mail; what the test does not speak about is filled in. */
export function mailOf(
  more: { from?: string; to?: string; subject?: string; text?: string; messageId?: string; headers?: string } = {},
): string {
  const { from = 'Kanc <kanc@roads.example>', to = 'x@daybreak.example', subject = 'Answer', text = 'Done.' } = more
  const encoded = `=?utf-8?B?${Buffer.from(subject).toString('base64')}?=`
  return `From: ${from}
To: ${to}
Subject: ${encoded}
Date: Tue, 24 Nov 2026 10:00:00 +0500
Message-ID: ${more.messageId ?? `<m${++mails}.${process.pid}@roads.example>`}
${more.headers ? `${more.headers.trim()}\n` : ''}MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: 8bit

${text}
`
}
