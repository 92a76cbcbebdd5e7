import { findOutgoingNumbers } from './outgoing.ts'

/** What was read of a mail that came in; kept beside it. Instants are epoch ms. */
export interface InboundMail {
  readonly from: { readonly name: string; readonly address: string } | null
  readonly to: readonly string[]
  readonly subject: string
  readonly date: number | null
  readonly messageId: string | null
  readonly inReplyTo: readonly string[]
  readonly references: readonly string[]
  /** Its own words, and apart from them the history it quotes. */
  readonly text: string
  readonly quoted: string
  /** Words beyond the limit were left out; the raw mail has them. */
  readonly cut: boolean
  /** Leaves of the MIME tree. */
  readonly parts: number
  /** Header fields that tell a machine's mail, lower-case names. */
  readonly marks: Readonly<Record<string, string>>
  readonly report: DeliveryReport | null
  /** Bare addresses and message ids that a bounce brings back with our letter. */
  readonly returned: { readonly messageIds: readonly string[]; readonly addresses: readonly string[] }
}

export interface DeliveryReport {
  readonly kind: 'delivery' | 'complaint' | 'receipt'
  readonly action: 'failed' | 'delayed' | 'delivered' | 'relayed' | 'expanded' | 'unknown'
  /** RFC 3463, '5.1.1'; null when it names none. */
  readonly status: string | null
}

export const MARKS = [
  'auto-submitted',
  'precedence',
  'x-autoreply',
  'x-autorespond',
  'x-autoresponder',
  'x-auto-reply',
  'x-autoreply-from',
  'x-auto-reply-from',
  'x-mail-autoreply',
  'x-yandex-autoreply',
  'x-apple-action',
  'x-ms-exchange-inbox-rules-loop',
  'x-failed-recipients',
  'x-fc-machinegenerated',
  'delivered-to',
  'list-id',
  'list-unsubscribe',
  'return-path',
  'x-loop',
] as const

export type Automatic =
  | { readonly kind: 'bounce'; readonly reason: string }
  | { readonly kind: 'auto-reply'; readonly reason: string }
  /** A machine's mail that may be the answer of a body's document system: a person looks. */
  | { readonly kind: 'notice'; readonly reason: string }

const BOUNCE_SUBJECT =
  /undeliver|delivery (status notification|failure|report|has failed)|failure notice|returned mail|mail delivery (failed|system|subsystem|error)|mail system error|non.?delivery|could not (be|send)|delivery (was )?(delayed|failed)|warning: (could not|message)|mail failure|rejected mail|недостав|не доставлен|невозможно доставить|доставка не удалась|ошибка доставки|уведомление о состоянии доставки|жеткізілмеді|жеткізу мүмкін болмады|жеткізу қатесі|^nondeliverable|^undelivered|message not delivered|unzustellbar/iu
const BOUNCE_SENDER =
  /^(mailer-daemon|postmaster|mail-daemon|maildaemon|mdaemon|double-bounce|bounces?|mailerdaemon|postmaster-.*|microsoftexchange[0-9a-f]*)$/i

const REPLY_SUBJECT =
  /^\s*(\[?auto(matic|mated)?[- ]?(reply|response|answer)|auto:|autoreply|out[- ]of[- ](the[- ])?office|ooo\b|away from (the )?(office|my mail)|on (vacation|holiday|leave)\b|vacation (reply|notice)|i am (currently )?(out|away)|автоответ|автоматический ответ|автоматическое (уведомление|сообщение) об отсутствии|нет на (рабочем )?месте|меня нет|вне офиса(?=\s*($|[.,:;!–-]|до |с ))|(я )?(нахожусь )?в отпуске|отсутствую|автожауап|автоматты (түрде )?жауап|кеңседе жоқпын|жұмыс орнымда жоқпын|орнымда жоқпын|демалыстамын|еңбек демалысындамын|іссапардамын)/iu

/**
 * Whether a machine wrote it: a bounce (RFC 3464 or plain), an automatic reply (RFC 3834 and the marks of mail programs), or
 * null for a person's. `envelopeFrom` is empty for bounces and many automatic replies; `hasPapers` – it brings a document.
 */
export function recognise(mail: InboundMail, envelopeFrom: string, hasPapers: boolean): Automatic | null {
  const { marks, report, subject } = mail
  if (report?.kind === 'complaint') return { kind: 'bounce', reason: 'complaint' }
  if (report?.kind === 'receipt') return { kind: 'auto-reply', reason: 'receipt' }
  if (report) return { kind: 'bounce', reason: report.action }
  const sender = mail.from?.address.split('@')[0] ?? ''
  const empty = envelopeFrom === '' || envelopeFrom === '<>'
  if (marks['x-failed-recipients'] || ((BOUNCE_SENDER.test(sender) || empty) && BOUNCE_SUBJECT.test(subject)))
    return { kind: 'bounce', reason: isDelay(mail) ? 'delayed' : 'failed' }
  const auto = (marks['auto-submitted'] ?? 'no').toLowerCase()
  if (/^auto-(replied|notified)/.test(auto)) return { kind: 'auto-reply', reason: 'marked' }
  if (REPLY_SUBJECT.test(subject)) return { kind: 'auto-reply', reason: 'subject' }
  if (isAutoReplyMark(marks)) return { kind: 'auto-reply', reason: 'marked' }
  const precedence = (marks.precedence ?? '').toLowerCase()
  if (/^auto[-_]?reply/.test(precedence)) return { kind: 'auto-reply', reason: 'marked' }
  const machine = !/^no\b/.test(auto) || /^(bulk|junk|list)\b/.test(precedence)
  if (!machine) return null
  // The document system of a body marks its answers as a machine's too; what brings papers is shown to a person.
  return hasPapers ? { kind: 'notice', reason: 'machine-with-papers' } : { kind: 'auto-reply', reason: 'marked' }
}

function isAutoReplyMark(marks: Readonly<Record<string, string>>): boolean {
  if (/vacation/i.test(marks['x-apple-action'] ?? '')) return true
  for (const name of MARKS) {
    if (!/auto-?(reply|respond)/.test(name)) continue
    const value = marks[name]
    if (value !== undefined && !/^(no|false|0)$/i.test(value.trim())) return true
  }
  return marks['x-ms-exchange-inbox-rules-loop'] !== undefined
}

function isDelay({ subject, text }: InboundMail): boolean {
  return /delay|warning|will (be retried|continue|keep trying)|not yet been delivered|задерж|кешік/iu.test(
    `${subject} ${text.slice(0, 2_000)}`,
  )
}

/** One of the letters that a mail may answer, as far as it is known. */
export interface Candidate {
  readonly contact: number
  readonly outgoingNumber: string
  readonly body: string
  readonly subject: string
  readonly sentAt: number
  readonly open: boolean
  /** Addresses that the body is known by: of its directory entry and of the letters sent. */
  readonly addresses: readonly string[]
  /** Named by In-Reply-To or References. */
  readonly referred: boolean
}

export type Hint = 'reference' | 'number-in-subject' | 'number-in-text' | 'address' | 'domain' | 'subject' | 'open'

export interface Guess {
  readonly contact: number
  /** 0 … 100; never certain. */
  readonly score: number
  readonly hints: readonly Hint[]
}

const WEIGHT: Readonly<Record<Hint, number>> = {
  reference: 60,
  'number-in-subject': 45,
  'number-in-text': 35,
  address: 25,
  domain: 15,
  subject: 15,
  open: 5,
}
const MOST_GUESSES = 10

/** Mail services that anybody may have an address at: their domain says nothing about the body. */
const PUBLIC_DOMAINS = new Set(
  'gmail.com mail.ru inbox.ru list.ru bk.ru internet.ru yandex.ru yandex.kz yandex.com ya.ru mail.kz bk.kz outlook.com hotmail.com live.com yahoo.com icloud.com me.com rambler.ru proton.me protonmail.com'.split(
    ' ',
  ),
)

const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1).toLowerCase()

/** Whether a mail from this address may well come from that body: its very address, or one at its own domain. */
export function isPlausible(sender: string, addresses: readonly string[]): Hint | null {
  const own = sender.toLowerCase()
  if (addresses.some((a) => a.toLowerCase() === own)) return 'address'
  const domain = domainOf(own)
  if (domain === '' || PUBLIC_DOMAINS.has(domain)) return null
  return addresses.some((a) => sameHouse(domain, domainOf(a))) ? 'domain' : null
}

/** 'kanc.akimat.example' and 'akimat.example' are one house; two names under a common suffix are not. */
function sameHouse(a: string, b: string): boolean {
  if (PUBLIC_DOMAINS.has(b)) return false
  const under = (low: string, high: string) =>
    high.split('.').length >= 2 && !isSuffix(high) && low.endsWith(`.${high}`)
  return a === b || under(a, b) || under(b, a)
}

const isSuffix = (domain: string) => /^(gov|org|com|edu|net|mil|co)\.[a-z]{2}$/.test(domain)

/** Letters that a mail may answer, the likeliest first. A guess is only ever shown: a person places by it. */
export function rankGuesses(mail: InboundMail, candidates: readonly Candidate[]): Guess[] {
  const inSubject = new Set(findOutgoingNumbers(mail.subject))
  const inText = new Set(findOutgoingNumbers(`${mail.text}\n${mail.quoted}`))
  const words = wordsOf(mail.subject)
  return candidates
    .map((c): Guess => {
      const hints: Hint[] = []
      if (c.referred) hints.push('reference')
      if (inSubject.has(c.outgoingNumber)) hints.push('number-in-subject')
      else if (inText.has(c.outgoingNumber)) hints.push('number-in-text')
      const sender = mail.from && isPlausible(mail.from.address, c.addresses)
      if (sender) hints.push(sender)
      const alike = similarity(words, wordsOf(c.subject))
      if (alike >= 0.5) hints.push('subject')
      if (hints.length > 0 && c.open) hints.push('open')
      return {
        contact: c.contact,
        score: Math.min(
          99,
          hints.reduce((sum, h) => sum + WEIGHT[h], 0),
        ),
        hints,
      }
    })
    .filter((g) => g.hints.length > 0)
    .sort((a, b) => b.score - a.score || b.contact - a.contact)
    .slice(0, MOST_GUESSES)
}

function wordsOf(subject: string): Set<string> {
  const bare = subject.replace(/^\s*((re|fwd?|aw|отв|ответ|пересл|жауап|қайт)\s*(\[\d+\])?\s*[:：]\s*)+/iu, '')
  return new Set(bare.toLowerCase().match(/[\p{L}\p{N}]{3,}/gu) ?? [])
}

/** Shared words, from 0 to 1 (Jaccard). */
function similarity(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  if (a.size === 0 || b.size === 0) return 0
  let both = 0
  for (const word of a) if (b.has(word)) both++
  return both / (a.size + b.size - both)
}
