import PostalMime, { type Address, type Attachment, type Email } from 'postal-mime'
import { type InboundMail, MARKS } from '../../shared/domain/inbound.ts'
import { foldQuoted } from '../../shared/domain/quoted.ts'
import { decodeKz1048, guessCharset, hasHighBytes, isKz1048 } from './charset.ts'
import { type GivenFile, MOST_NAMED, type SortedFile, sortFiles } from './files.ts'
import { htmlToText } from './html.ts'
import { reportOf } from './report.ts'
import { filesOfTnef } from './tnef.ts'

const MOST_TEXT = 200_000
const MOST_HTML = 4_000_000
/** Mails within mails are looked into so deep. */
const DEPTH = 3
const MOST_PARTS = 5_000
const LIMITS = { maxNestingDepth: 64, maxHeadersSize: 1 << 20, maxRfc822NestingDepth: 0, forceRfc822Attachments: true }

export interface Parsed {
  readonly mail: InboundMail
  readonly files: readonly SortedFile[]
}

/** Thrown for a mail that is not read, with the reason: a key of the catalog. */
export class Unreadable extends Error {
  readonly reason: 'parts' | 'nesting' | 'no-mail'
  constructor(reason: Unreadable['reason']) {
    super(reason)
    this.reason = reason
  }
}

/** A node of the tree as postal-mime 4.0.0 has it; the exact version is pinned, and a test watches. */
interface Node {
  readonly contentType: { parsed: { value: string; params: Record<string, string> }; multipart: string | false }
  readonly contentDisposition: { parsed: { value: string } }
  content: ArrayBuffer | null
}

type Collect = (this: PostalMime, node: Node, alternative: unknown, related: boolean) => Promise<void>
const collect = (PostalMime.prototype as unknown as { collectNode: Collect }).collectNode

/** The parser with two things more: texts that name no charset are decoded by what they are, and leaves are counted. */
class Reader extends PostalMime {
  leaves = 0
  plain = false

  async collectNode(node: Node, alternative: unknown, related: boolean): Promise<void> {
    const { parsed, multipart } = node.contentType
    if (!multipart) {
      if (++this.leaves > MOST_PARTS) throw new Unreadable('parts')
      if (/^text\/(plain|html)$/.test(parsed.value) && node.content) {
        if (parsed.value === 'text/plain' && node.contentDisposition.parsed.value !== 'attachment') this.plain = true
        decide(node)
      }
    }
    await collect.call(this, node, alternative, related)
  }
}

function decide(node: Node): void {
  const { params } = node.contentType.parsed
  const bytes = new Uint8Array(node.content!)
  const said = (params.charset ?? '').trim()
  if (isKz1048(said)) {
    node.content = new TextEncoder().encode(decodeKz1048(bytes)).buffer
    params.charset = 'utf-8'
  } else if (said === '' || /^(us-)?ascii$|^(unknown|default|x-unknown|8bit|7bit)/i.test(said)) {
    params.charset = guessCharset(bytes)
  }
}

/** Reads a mail: whose, what, about which, its own words, its files. Throws Unreadable, and whatever the parser throws. */
export async function parseMail(raw: Uint8Array<ArrayBuffer>): Promise<Parsed> {
  const reader = new Reader(LIMITS)
  const email = await reader.parse(withReadableHeaders(raw))
  const { headers } = email
  if (!headers.some((h) => /^[\x21-\x39\x3b-\x7e]+$/.test(h.key))) throw new Unreadable('no-mail')
  const files = new Files()
  await files.add(email.attachments)
  const { report, returned } = reportOf(email, files.reports)
  let words = wordsOf(email, reader.plain)
  let history = false
  // A mail that only carries another one (forwarded as an attachment) says what that one says.
  if (words.trim() === '' && !report && files.messages.length === 1) {
    const inner = await innerWords(files.messages[0]!, 1)
    words = inner
    history = true
  }
  const cut = words.length > MOST_TEXT
  const folded = history
    ? { text: words.slice(0, MOST_TEXT), quoted: '' }
    : foldQuoted(clean(words.slice(0, 2 * MOST_TEXT)))
  const marks: Record<string, string> = {}
  for (const name of MARKS) {
    const value = headers.find((h) => h.key === name)?.value
    if (value !== undefined) marks[name] = clean(value).slice(0, 500)
  }
  const ids = (value: string | undefined) => messageIdsIn(value ?? '')
  const date = email.date ? Date.parse(email.date) : Number.NaN
  return {
    mail: {
      from: mailbox(email.from) ?? mailbox(email.sender) ?? null,
      to: [...list(email.to), ...list(email.cc), ...plainAddresses(headers)].slice(0, 50),
      subject: clean(email.subject ?? '')
        .replace(/\s+/g, ' ')
        .trim()
        .slice(0, 1_000),
      date: Number.isFinite(date) ? date : null,
      messageId: ids(email.messageId)[0] ?? null,
      inReplyTo: ids(email.inReplyTo).slice(0, 10),
      references: ids(email.references).slice(-50),
      text: folded.text.slice(0, MOST_TEXT),
      quoted: folded.quoted.slice(0, MOST_TEXT),
      cut,
      parts: reader.leaves,
      marks,
      report,
      returned,
    },
    files: sortFiles(files.given),
  }
}

/** The attachments of a mail: files, mails within it, and the parts of a delivery report. */
class Files {
  readonly given: GivenFile[] = []
  readonly messages: Uint8Array<ArrayBuffer>[] = []
  readonly reports: { readonly type: string; readonly text: string }[] = []

  async add(attachments: readonly Attachment[]): Promise<void> {
    for (const a of attachments) {
      const bytes = new Uint8Array(a.content as ArrayBuffer)
      const name = a.filename ?? ''
      const isReport =
        /^message\/(delivery-status|global-delivery-status|feedback-report|disposition-notification|global|rfc822-headers|global-headers)$|^text\/rfc822-headers$/.test(
          a.mimeType,
        )
      const isMessage = a.mimeType === 'message/rfc822' || a.mimeType === 'message/global'
      if (isReport || isMessage)
        this.reports.push({ type: a.mimeType, text: Buffer.from(bytes.subarray(0, 64 * 1024)).toString('utf8') })
      if (isMessage) this.messages.push(bytes)
      const tnef = a.mimeType.includes('ms-tnef') || /^winmail\.dat$/i.test(name)
      const inside = tnef ? filesOfTnef(bytes) : undefined
      if (inside) for (const file of inside) this.give({ ...file, inline: false })
      else if (tnef) this.give({ name, bytes, inline: false, refused: 'broken' })
      else if (isReport) continue
      else this.give({ name, bytes, inline: a.related === true, ...(isMessage ? { message: true } : {}) })
    }
  }

  private give(file: GivenFile): void {
    if (this.given.length < MOST_NAMED) this.given.push(file)
  }
}

async function innerWords(raw: Uint8Array<ArrayBuffer>, depth: number): Promise<string> {
  const reader = new Reader(LIMITS)
  const email = await reader.parse(withReadableHeaders(raw))
  const words = wordsOf(email, reader.plain)
  if (words.trim() !== '' || depth >= DEPTH) return clean(words).replaceAll('\f', '').trim()
  const inner = email.attachments.find((a) => a.mimeType === 'message/rfc822')
  return inner ? innerWords(new Uint8Array(inner.content as ArrayBuffer), depth + 1) : ''
}

/** The words that a person wrote: the plain part where there is one, else the HTML as text. */
function wordsOf(email: Email, plain: boolean): string {
  const html = email.html ?? ''
  if (plain && email.text?.trim()) return email.text
  return html ? htmlToText(html.slice(0, MOST_HTML), 2 * MOST_TEXT) : (email.text ?? '')
}

/** Header fields may hold raw bytes of a Cyrillic charset, against the rules; they become UTF-8 before they are parsed. */
function withReadableHeaders(raw: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const end = endOfHeaders(raw)
  const head = raw.subarray(0, end)
  if (!hasHighBytes(head)) return raw
  const charset = guessCharset(head)
  if (charset === 'utf-8') return raw
  return Buffer.concat([Buffer.from(new TextDecoder(charset).decode(head)), raw.subarray(end)])
}

function endOfHeaders(raw: Uint8Array): number {
  const most = Math.min(raw.length, 256 * 1024)
  for (let at = 0; at + 1 < most; at++) {
    if (raw[at] !== 0x0a) continue
    if (raw[at + 1] === 0x0a || (raw[at + 1] === 0x0d && raw[at + 2] === 0x0a)) return at
  }
  return most
}

/** PostgreSQL holds no NUL, and a lone surrogate is no text; other controls only hide something. */
function clean(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is taken out
  return text.toWellFormed().replace(/[\u0000-\u0008\u000b\u000e-\u001f\u007f\u202a-\u202e\u2066-\u2069]/g, '')
}

function mailbox(address: Address | undefined): { name: string; address: string } | undefined {
  const one = address?.group ? address.group[0] : address
  if (!one?.address?.includes('@')) return undefined
  return { name: clean(one.name).slice(0, 200), address: clean(one.address).toLowerCase().slice(0, 320) }
}

function list(addresses: readonly Address[] | undefined): string[] {
  return (addresses ?? []).flatMap((a) => (a.group ? a.group : [a])).flatMap((a) => mailbox(a)?.address ?? [])
}

/** Where a mailbox's server says whom the mail was for. */
function plainAddresses(headers: Email['headers']): string[] {
  const named = new Set(['delivered-to', 'x-original-to', 'envelope-to', 'x-envelope-to', 'x-delivered-to'])
  return headers
    .filter((h) => named.has(h.key))
    .flatMap((h) => h.value.match(/[^\s<>,;"]+@[^\s<>,;"]+/g) ?? [])
    .map((a) => clean(a).toLowerCase().slice(0, 320))
}

function messageIdsIn(value: string): string[] {
  return [...value.slice(0, 20_000).matchAll(/<([^<>\s]{1,300})>/g)].map((m) => clean(m[1]!))
}
