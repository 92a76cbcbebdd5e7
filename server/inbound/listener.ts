import type { AddressInfo } from 'node:net'
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server'
import { safeError } from '../../db/errors.ts'
import type { Deps } from '../deps.ts'
import { keepMail, LARGEST_MAIL, MailTooLarge } from './keep.ts'

const MOST_CLIENTS = 50
const MOST_RECIPIENTS = 20
const IDLE_MS = 60_000
/** A stop waits so long for mails under way. */
const PATIENCE_MS = 3_000

/** The sender went away in the middle of the mail. */
class HungUp extends Error {}

/** The bytes of a mail, all of them or none: half a mail is no mail. The stream stays whole when nobody wants the rest. */
async function* wholeOf(stream: SMTPServerDataStream): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of stream.iterator({ destroyOnReturn: false })) yield chunk as Uint8Array
  } catch {
    throw new HungUp()
  }
  if (!stream.readableEnded) throw new HungUp()
}

/** PostgreSQL holds no NUL, and a lone surrogate is no text. */
const clean = (address: string) => address.replaceAll('\u0000', '').toWellFormed().slice(0, 1_000)

/** An answer to the sending server: RFC 5321 code and words. */
function refusal(responseCode: number, message: string): Error {
  return Object.assign(new Error(message), { responseCode })
}

/**
 * Takes mail by SMTP or LMTP, for addresses of MAIL_DOMAIN only. 250 is said after the mail is committed and not before;
 * while the database is out of reach the sender is asked to come again.
 */
export class InboundListener {
  private readonly deps: Deps
  private readonly server: SMTPServer
  private readonly underWay = new Set<Promise<void>>()

  constructor(deps: Deps) {
    this.deps = deps
    const { mailDomain, inboundLmtp } = deps.config
    this.server = new SMTPServer({
      lmtp: inboundLmtp,
      name: mailDomain,
      banner: 'Daybreak',
      size: LARGEST_MAIL,
      maxClients: MOST_CLIENTS,
      socketTimeout: IDLE_MS,
      closeTimeout: PATIENCE_MS,
      // The certificate that comes with the package is everybody's; what stands in front of this port brings a real one.
      disabledCommands: ['AUTH', 'STARTTLS'],
      authOptional: true,
      disableReverseLookup: true,
      logger: false,
      onRcptTo: (address, session, done) => done(this.refusedRecipient(address.address, session)),
      onData: (stream, session, done) => {
        const work = this.take(stream, session)
          .then(
            () => done(null),
            (error) => {
              stream.resume()
              done(this.refused(error))
            },
          )
          .finally(() => this.underWay.delete(work))
        this.underWay.add(work)
      },
    })
    // A sender that hangs up is no fault of ours, and must not end the process.
    this.server.on('error', (error) => deps.log.debug({ code: safeError(error).code }, 'inbound connection'))
  }

  /** Begins to listen; returns the port. Throws when it is taken. */
  listen(port: number, host: string): Promise<number> {
    return new Promise((resolve, reject) => {
      const { server } = this.server
      server.once('error', reject)
      this.server.listen(port, host, () => {
        server.removeListener('error', reject)
        resolve((server.address() as AddressInfo).port)
      })
    })
  }

  /** Takes no more; what is under way may end. */
  async close(): Promise<void> {
    await new Promise<void>((resolve) => this.server.close(() => resolve()))
    await Promise.allSettled(this.underWay)
  }

  private refusedRecipient(address: string, session: SMTPServerSession): Error | null {
    const domain = address.slice(address.lastIndexOf('@') + 1).toLowerCase()
    if (domain !== this.deps.config.mailDomain.toLowerCase()) return refusal(550, '5.7.1 Relaying denied')
    if (session.envelope.rcptTo.length >= MOST_RECIPIENTS) return refusal(452, '4.5.3 Too many recipients')
    return null
  }

  private async take(stream: SMTPServerDataStream, session: SMTPServerSession): Promise<void> {
    const { mailFrom, rcptTo } = session.envelope
    await keepMail(this.deps, wholeOf(stream), {
      via: this.deps.config.inboundLmtp ? 'lmtp' : 'smtp',
      from: mailFrom ? clean(mailFrom.address) : '',
      to: rcptTo.map((r) => clean(r.address)),
      receivedAt: this.deps.now(),
    })
  }

  private refused(error: unknown): Error {
    if (error instanceof MailTooLarge) return refusal(552, '5.3.4 Message too big for system')
    if (error instanceof HungUp) return refusal(451, '4.4.2 Connection dropped')
    const { code } = safeError(error)
    this.deps.log.error({ code }, 'a mail could not be kept')
    return refusal(451, '4.3.0 Try again later')
  }
}
