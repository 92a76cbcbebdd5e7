import type { Lang } from '../../shared/domain/text.ts'

export interface Feed {
  readonly lang: Lang
  readonly title: string
  /** The feed's own address, by which it is known for ever. */
  readonly self: string
  readonly page: string
  readonly entries: readonly Entry[]
  /** Epoch ms; when there is no entry. */
  readonly since: number
}

export interface Entry {
  /** An address that never changes. */
  readonly id: string
  readonly title: string
  readonly page: string
  /** Epoch ms. */
  readonly published: number
  readonly updated: number
  readonly text: string
  readonly topic?: string
  /** Of the words, where it is another than the feed's. */
  readonly lang?: string | undefined
}

/** An Atom feed (RFC 4287). */
export function atomOf({ lang, title, self, page, entries, since }: Feed): string {
  const updated = entries.reduce((last, e) => Math.max(last, e.updated), 0) || since
  return [
    '<?xml version="1.0" encoding="utf-8"?>',
    `<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="${lang}">`,
    `<id>${xml(self)}</id>`,
    `<title>${xml(title)}</title>`,
    `<updated>${at(updated)}</updated>`,
    `<link rel="self" type="application/atom+xml" href="${xml(self)}"/>`,
    `<link rel="alternate" type="text/html" hreflang="${lang}" href="${xml(page)}"/>`,
    '<author><name>Daybreak</name></author>',
    ...entries.map(entryOf),
    '</feed>',
    '',
  ].join('\n')
}

function entryOf({ id, title, page, published, updated, text, topic, lang }: Entry): string {
  const language = lang ? ` xml:lang="${xml(lang)}"` : ''
  return [
    '<entry>',
    `<id>${xml(id)}</id>`,
    `<title type="text"${language}>${xml(title)}</title>`,
    `<published>${at(published)}</published>`,
    `<updated>${at(updated)}</updated>`,
    `<link rel="alternate" type="text/html" href="${xml(page)}"/>`,
    ...(topic ? [`<category term="${xml(topic)}"/>`] : []),
    `<summary type="text"${language}>${xml(text)}</summary>`,
    '</entry>',
  ].join('\n')
}

const at = (ms: number) => new Date(ms).toISOString()

const SIGNS: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

/** What XML 1.0 cannot hold is left out: one such sign would break the whole feed. */
function xml(text: string): string {
  return (
    text
      .toWellFormed()
      // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the signs that are taken out
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
      .replace(/[&<>"]/g, (sign) => SIGNS[sign]!)
  )
}
