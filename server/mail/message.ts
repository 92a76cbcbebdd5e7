import MailComposer from 'nodemailer/lib/mail-composer'
import type { Lang } from '../../shared/domain/text.ts'
import { oneLine, type Sender } from './address.ts'

/** A mail in words, before it is a message. */
export interface Words {
  readonly language: Lang
  readonly subject: string
  readonly text: string
  readonly html: string
  /** For calendars to read (RFC 5545). */
  readonly calendar?: Calendar
  /** Where a mail program ends these mails with one press (RFC 2369, RFC 8058). */
  readonly unsubscribe?: string
}

export interface Calendar {
  readonly method: 'REQUEST' | 'CANCEL'
  readonly content: string
}

export interface Envelope {
  readonly from: Sender
  /** Checked by addressOf; one mail goes to one address. */
  readonly to: string
  readonly messageId: string
  /** Epoch ms. */
  readonly at: number
}

/** The message as it is sent and kept. The headers say that no person wrote it, so that no robot answers. */
export function buildMessage(words: Words, { from, to, messageId, at }: Envelope): Promise<Buffer> {
  return new MailComposer({
    from: { name: from.name, address: from.address },
    to: { name: '', address: to },
    subject: oneLine(words.subject),
    text: words.text,
    html: words.html,
    ...(words.calendar ? { icalEvent: { ...words.calendar, filename: 'invite.ics' } } : {}),
    messageId,
    date: new Date(at),
    headers: {
      'Auto-Submitted': 'auto-generated',
      'X-Auto-Response-Suppress': 'All',
      'Content-Language': words.language,
      ...(words.unsubscribe
        ? { 'List-Unsubscribe': `<${words.unsubscribe}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' }
        : {}),
    },
    disableFileAccess: true,
    disableUrlAccess: true,
  })
    .compile()
    .build()
}
