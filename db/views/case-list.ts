/** Whose words are shown: nobody's but the public ones, also those of some branches and of one's own cases, or all. */
export type Scope =
  | { readonly of: 'public' }
  | { readonly of: 'some'; readonly branches: readonly string[]; readonly owner: number }
  | { readonly of: 'all' }

/** `newest`: as they came in; `reported`: by the instant of the report; `due`: what is due next first, only what owes something. */
export type CaseOrder = 'newest' | 'reported' | 'due'

export interface CaseList {
  readonly scope: Scope
  readonly order: CaseOrder
  /** The values of the last item seen: (id), (reportedAt, id) or (dueAt, id). */
  readonly after: readonly number[] | null
  readonly limit: number
  readonly now: number
  readonly region?: string | undefined
  readonly district?: string | undefined
  readonly categories?: readonly string[] | undefined
  readonly statuses?: readonly string[] | undefined
  readonly stage?: number | undefined
  readonly levels?: readonly string[] | undefined
  readonly severities?: readonly number[] | undefined
  readonly branches?: readonly string[] | undefined
  readonly owner?: number | undefined
  readonly overdue?: boolean | undefined
  readonly dueBefore?: number | undefined
  readonly from?: number | undefined
  readonly to?: number | undefined
  readonly box?: { west: number; south: number; east: number; north: number } | undefined
  readonly near?: { lat: number; lon: number; metres: number } | undefined
  /** Words and facets as a tsquery; with it the newest are read from the search index. */
  readonly search?: string | undefined
  /** The words of `search` without its facets, which the columns are tested for, too. */
  readonly words?: string | undefined
  /** Only cases whose words the reader may see: a search must not find what it may not show. */
  readonly shownOnly?: boolean | undefined
}
