/** A mail's own words apart from the history it quotes. */
export interface Folded {
  readonly text: string
  readonly quoted: string
}

/** Where HTML says that everything after is history (server/inbound/html.ts). */
export const HISTORY = '\f'

const MOST_HEADER_LINES = 12

/** '-----Original Message-----', 'Пересылаемое сообщение', '-------- Бастапқы хабарлама --------' */
const BANNER =
  /^[\s>*]*[-_=]{2,}\s*(original message|original appointment|forwarded message|исходное сообщение|исходное письмо|пересылаемое сообщение|переадресованное сообщение|бастапқы хабарлама|бастапқы хат|түпнұсқа хабарлама|қайта жіберілген хабарлама|қайта жіберілген хат|перенаправленное сообщение|mensaje original|message d'origine|ursprüngliche nachricht|oorspronkelijk bericht|ursprungligt meddelande)\s*[-_=]*[\s*]*$/iu
const BEGIN_FORWARDED =
  /^\s*(begin forwarded message|начало переадресованного сообщения|қайта жіберілген хат басталды):?\s*$/iu

const FROM = /^[\s*>]*(from|от|отправитель|кімнен|жіберуші|von|de|da|van|från|fra)\s*\*?\s*:\s*\*?\s*\S/iu
const OTHER_HEADER =
  /^[\s*>]*(sent|date|to|cc|subject|reply-to|отправлено|дата|дата отправки|кому|копия|тема|жіберілді|жіберілген күні|күні|кімге|көшірме|көшірмесі|тақырып|тақырыбы|gesendet|datum|an|betreff|envoyé|à|objet|enviado|para|asunto|skickat|till|ämne)\s*\*?\s*:/iu

const WROTE =
  /(wrote|writes|написала?|написал\(а\)|написал\(-а\)|пишет|писала?|сообщила?|жазды|жазған|жазған екен|schrieb|escribió|a écrit|ha scritto|escreveu|schreef|skrev|napisał|napsal|volgende geschreven)\s*(:|-{2,})?\s*$/iu
const ADDRESS = /[^\s<>()"']+@[^\s<>()"']+/u
/** A clock or a date: an introduction has one in its first line. */
const DATE = /\b\d{1,2}:\d\d\b|\b\d{1,2}[./-]\d{1,2}[./-]\d{2,4}\b|\b(19|20)\d\d\b/u

const isQuote = (line: string) => /^\s{0,3}>/.test(line)
const isRule = (line: string) => /^\s*[_—–]{10,}\s*$/.test(line)
const isBlank = (line: string) => line.trim() === ''

/**
 * The words of a mail and, apart from them, the history it quotes, in the forms of Outlook, Gmail, mail.ru, Yandex, Thunderbird,
 * Apple and others, in Kazakh, Russian and English. Answers between quoted lines stay. A mail of nothing but history (a
 * forwarded one) keeps it as its words.
 */
export function foldQuoted(whole: string): Folded {
  const lines = whole.replaceAll('\r\n', '\n').replaceAll('\r', '\n').split('\n')
  const own: string[] = []
  const quoted: string[] = []
  for (let at = 0; at < lines.length; ) {
    const line = lines[at]!
    if (line.includes(HISTORY) || BANNER.test(line) || BEGIN_FORWARDED.test(line) || isHeaderBlock(lines, at)) {
      const [before = ''] = line.includes(HISTORY) ? line.split(HISTORY) : []
      own.push(before)
      quoted.push(...lines.slice(at))
      break
    }
    if (isQuote(line)) {
      quoted.push(line)
      at++
      continue
    }
    const intro = introLength(lines, at)
    if (intro > 0) {
      quoted.push(...lines.slice(at, at + intro))
      at += intro
      // Without marks on the lines that follow, all of them are history.
      const next = lines.slice(at, at + 3).find((l) => !isBlank(l))
      if (next === undefined || isQuote(next)) continue
      quoted.push(...lines.slice(at))
      break
    }
    own.push(line)
    at++
  }
  const text = trimmed(own)
  if (text === '') return { text: trimmed(lines), quoted: '' }
  return { text, quoted: trimmed(quoted) }
}

/**
 * 'On …, X <x@y> wrote:' and its kin, which mail programs break over up to three lines; how many lines it takes, or 0. The
 * line of somebody's own words just above is none of it: the latest beginning counts.
 */
function introLength(lines: readonly string[], at: number): number {
  const length = introFrom(lines, at)
  for (let later = at + 1; later < at + length; later++) if (introFrom(lines, later) > 0) return 0
  return length
}

function introFrom(lines: readonly string[], at: number): number {
  if (!DATE.test(lines[at]!)) return 0
  let joined = ''
  for (let n = 1; n <= 3; n++) {
    const line = lines[at + n - 1]
    if (line === undefined || isBlank(line) || (isQuote(line) && !/^>\s*:\s*$/.test(line))) return 0
    joined = `${joined} ${line.trim()}`.trim()
    if (joined.length > 400) return 0
    if (WROTE.test(joined) && /(:|--)$/.test(joined)) return n
    if (joined.endsWith(':') && ADDRESS.test(joined) && /\d:\d\d/.test(joined)) return n
  }
  return 0
}

/** 'From: … Sent: … To: … Subject: …' as Outlook writes it above history. */
function isHeaderBlock(lines: readonly string[], at: number): boolean {
  let first = at
  if (isRule(lines[at]!)) {
    first++
    while (first < lines.length && isBlank(lines[first]!) && first - at < 3) first++
  }
  if (first >= lines.length || !FROM.test(lines[first]!)) return false
  let others = 0
  for (let n = first + 1; n < Math.min(lines.length, first + MOST_HEADER_LINES); n++) {
    if (OTHER_HEADER.test(lines[n]!)) others++
    if (others >= 2) return true
  }
  return false
}

/** Without empty lines around and with at most two between; ends of lines clean. */
function trimmed(lines: readonly string[]): string {
  return lines
    .map((line) => line.replaceAll(HISTORY, '').trimEnd())
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .replace(/^\n+/, '')
    .trimEnd()
}
