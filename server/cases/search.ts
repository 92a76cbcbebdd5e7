import { facets } from '../../shared/domain/facet.ts'
import { queryTokens, tokens } from '../../shared/domain/search.ts'
import type { Reference } from '../reference.ts'
import { hidesPlace } from './view.ts'

export interface SearchedCase {
  readonly id: number
  readonly title: string | null
  readonly text: string
  readonly address: string | null
  readonly region: string | null
  readonly district: string | null
  readonly category: string
  /** The category's, unless told. */
  readonly severity: number | null
  readonly public: boolean
  readonly reportedAt: number
  readonly lat: number | null
  readonly lon: number | null
}

/** What a case is found by: the words of its report, and its facets (shared/domain/facet.ts). Parted by spaces. */
export function searchDocument(c: SearchedCase, reference: Reference): string {
  // Nobody outside may find by its address what they are not shown it of.
  const address = hidesPlace(reference, c.category) ? '' : (c.address ?? '')
  const words = tokens(`${c.title ?? ''} ${c.text} ${address}`)
  const severity = c.severity ?? reference.category(c.category)?.severity ?? 2
  return [...words, ...facets({ ...c, severity, categories: lineage(reference, c.category) })].join(' ')
}

/** A category and those above it. */
function lineage(reference: Reference, category: string): string[] {
  const line: string[] = []
  for (let id: string | null = category; id !== null && !line.includes(id); ) {
    line.push(id)
    id = reference.category(id)?.parent ?? null
  }
  return line
}

const SHORTEST_PREFIX = 3

/**
 * The words of a query as a tsquery, all of them wanted. `begun`: the last word may go on (whoever types has not
 * finished it). Null when the query holds no word.
 */
export function wordsQuery(q: string): { exact: string; begun: string | null } | null {
  const words = queryTokens(q)
  const last = words.at(-1)
  if (last === undefined) return null
  const quoted = words.map(quote)
  const finished = last.length < SHORTEST_PREFIX || /\d$/.test(last)
  return {
    exact: quoted.join(' & '),
    begun: finished ? null : [...quoted.slice(0, -1), `${quoted.at(-1)}:*`].join(' & '),
  }
}

/** One of these facets. */
export function anyOf(facetsWanted: readonly string[]): string {
  return `(${facetsWanted.map(quote).join(' | ')})`
}

const quote = (token: string) => `'${token.replace(/['\\]/g, '$&$&')}'`
