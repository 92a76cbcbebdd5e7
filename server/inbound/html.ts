import { HISTORY } from '../../shared/domain/quoted.ts'

const BLOCKS = new Set(
  'address article aside blockquote body br center dd div dl dt fieldset figure footer form h1 h2 h3 h4 h5 h6 header hr li main ol p pre section table tbody tfoot thead tr ul'.split(
    ' ',
  ),
)
/** Not shown to a reader. */
const SILENT = new Set([
  'head',
  'script',
  'style',
  'title',
  'template',
  'noscript',
  'object',
  'svg',
  'iframe',
  'textarea',
  'select',
])
const NAMED: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  laquo: '«',
  raquo: '»',
  ndash: '–',
  mdash: '—',
  hellip: '…',
  bull: '•',
  copy: '©',
  reg: '®',
  trade: '™',
  numero: '№',
  lsquo: '‘',
  rsquo: '’',
  ldquo: '“',
  rdquo: '”',
  shy: '',
  zwnj: '',
  zwj: '',
  sect: '§',
  deg: '°',
  middot: '·',
  ensp: ' ',
  emsp: ' ',
  thinsp: ' ',
}

/** Elements that mail programs put around the history they quote. */
const HISTORY_MARK =
  /gmail_quote|gmail_attr|moz-cite-prefix|yahoo_quoted|divRplyFwdMsg|stopSpelling|OutlookMessageHeader|appendonsend|protonmail_quote|ms-outlook-mobile-reference-message|zmail_extra|WordSection1_quote|type\s*=\s*["']?cite|border-top:\s*solid\s*#(E1E1E1|B5C4DF)/i

/**
 * HTML as plain words: what is hidden or active is left out, blocks become lines, addresses of links stand behind their
 * words, quoted blocks get '>' and where history begins stands HISTORY. One walk over the text, whatever is in it.
 */
export function htmlToText(html: string, most: number): string {
  const out: string[] = []
  let length = 0
  let line = ''
  let quotes = 0
  let silent = ''
  let pre = 0
  let links: string[] = []
  const flush = () => {
    const words = pre > 0 ? line.trimEnd() : line.trim()
    out.push(quotes > 0 ? `${'>'.repeat(Math.min(quotes, 5))} ${words}` : words)
    length += words.length
    line = ''
  }
  const say = (raw: string) => {
    if (silent || raw === '') return
    const words = decode(raw)
    if (pre === 0) {
      const spaced = words.replace(/[\s\u00a0]+/g, ' ')
      line += line === '' || line.endsWith(' ') ? spaced.trimStart() : spaced
      return
    }
    const [first = '', ...rest] = words.split('\n')
    line += first
    for (const next of rest) {
      flush()
      line = next
    }
  }
  for (let at = 0; at < html.length && length < most; ) {
    const open = html.indexOf('<', at)
    if (open < 0) {
      say(html.slice(at))
      break
    }
    say(html.slice(at, open))
    if (html.startsWith('<!--', open)) {
      const end = html.indexOf('-->', open + 4)
      at = end < 0 ? html.length : end + 3
      continue
    }
    if (!/[a-z!/?]/i.test(html[open + 1] ?? '')) {
      say('<')
      at = open + 1
      continue
    }
    const close = endOfTag(html, open)
    const tag = html.slice(open + 1, close)
    at = close + 1
    const name = /^\/?([a-z0-9:]+)/i.exec(tag)?.[1]?.toLowerCase() ?? ''
    const ending = tag.startsWith('/')
    if (silent) {
      if (ending && name === silent) silent = ''
      continue
    }
    if (!ending && SILENT.has(name)) {
      if (!tag.endsWith('/')) silent = name
      continue
    }
    if (!ending && HISTORY_MARK.test(tag.slice(0, 2_000))) {
      flush()
      out.push(HISTORY)
    }
    if (name === 'blockquote') {
      flush()
      quotes = Math.max(0, quotes + (ending ? -1 : 1))
    } else if (name === 'pre') {
      flush()
      pre = Math.max(0, pre + (ending ? -1 : 1))
    } else if (name === 'td' || name === 'th') {
      if (!ending && line.trim() !== '') line += '\t'
    } else if (name === 'a') {
      if (!ending) links = [...links.slice(-20), addressOf(tag)]
      else {
        const to = links.pop() ?? ''
        if (to && !line.includes(to)) say(` <${to.replaceAll('&', '&amp;')}>`)
      }
    } else if (BLOCKS.has(name)) {
      if (name === 'br' || line.trim() !== '') flush()
      if (name === 'li' && !ending) line = '• '
      if ((name === 'p' || /^h\d$/.test(name)) && ending && out.at(-1) !== '') out.push(quotes > 0 ? '>' : '')
    }
  }
  flush()
  return out.join('\n').slice(0, most)
}

/** The '>' that ends a tag, not one inside quotes; a tag that never ends is over where the text is. */
function endOfTag(html: string, from: number): number {
  let quote = ''
  const limit = Math.min(html.length, from + 20_000)
  for (let at = from + 1; at < limit; at++) {
    const c = html[at]!
    if (quote) {
      if (c === quote) quote = ''
    } else if ((c === '"' || c === "'") && html[at - 1] === '=') quote = c
    else if (c === '>') return at
  }
  // An open quote swallowed what follows: the next '>' ends the tag after all.
  const plain = html.indexOf('>', from)
  return plain < 0 ? html.length : plain
}

function addressOf(tag: string): string {
  const [, quoted, single, bare] = /\bhref\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))/i.exec(tag.slice(0, 4_000)) ?? []
  const to = decode(quoted ?? single ?? bare ?? '').trim()
  return /^https?:\/\//i.test(to) ? to.slice(0, 500) : ''
}

function decode(words: string): string {
  if (!words.includes('&')) return words
  return words.replace(/&(#x[0-9a-f]{1,6}|#\d{1,7}|[a-z]{2,8});?/gi, (all, name: string) => {
    if (!name.startsWith('#')) return NAMED[name] ?? NAMED[name.toLowerCase()] ?? all
    const code = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1))
    return code > 8 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff) ? String.fromCodePoint(code) : ''
  })
}
