import type { CaseChange, CaseFacts } from './change.ts'
import { begin } from './escalation.ts'
import type { Actor } from './events.ts'
import { Refusal } from './refusal.ts'
import type { Ids, World } from './world.ts'

/** Why something was taken out of public view; said in public, so it is a word of ours and never free text. */
export const MODERATION_REASONS = ['personal-data', 'insult', 'false', 'advert', 'law', 'another'] as const
export type ModerationReason = (typeof MODERATION_REASONS)[number]

/** What a moderator does; each deed has one that takes it back. */
export const MODERATION_DEEDS = [
  'mask',
  'unmask',
  'hide',
  'show',
  'hide-point',
  'show-point',
  'remove',
  'restore',
  'keep',
] as const
export type ModerationDeed = (typeof MODERATION_DEEDS)[number]

export interface ModerationInput {
  readonly do: ModerationDeed
  readonly reason: ModerationReason
  /** For colleagues. */
  readonly note?: string | undefined
  /** With `mask`: what must not be read, as it stands in the text. */
  readonly words?: readonly string[] | undefined
  /** With `hide` and `show`. */
  readonly file?: number | undefined
  /** Those that were looked at; what has come in since waits on. All, unless told. */
  readonly complaints?: readonly number[] | undefined
}

/** The report's own words, with everything that may be masked in them. */
export interface ReportWords {
  readonly title: string | null
  readonly text: string
  readonly address: string | null
}

/** What stands with a moderated case (cases.moderation). */
export interface Moderation {
  /** Masked wherever they stand in what the public reads of this case. */
  readonly words: readonly string[]
  /** The report as it was written; gone when the case is erased. */
  readonly original?: ReportWords
  /** The point on the map was taken out of public view by itself, its address was not. */
  readonly point?: 'hidden'
  readonly removed: { readonly reason: ModerationReason; readonly at: number; readonly wasPublic: boolean } | null
}

/** What db/apply writes of it besides the case's change. */
export interface ModerationPatch extends ReportWords {
  readonly public: boolean
  readonly moderation: Moderation | null
  readonly file: { readonly id: number; readonly hiddenAt: number | null } | null
  /** What becomes of the complaints that wait about this case. */
  readonly settle: {
    readonly outcome: 'removed' | 'kept'
    readonly by: number
    readonly at: number
    /** Ids; null: all of them. */
    readonly which: readonly number[] | null
  } | null
}

export interface ModeratedFacts {
  readonly facts: CaseFacts
  readonly moderation: Moderation | null
  readonly erased: boolean
  readonly files: readonly { readonly id: number; readonly hidden: boolean }[]
  /** Complaints that wait, of those that were looked at. */
  readonly complaints: number
}

const MASK = '█████'

/**
 * Whether outsiders are shown no point: a moderator has hidden it, or masked something in the address it stands for. None
 * rather than a rounded one: in a village of the steppe a kilometre is one house, and region and district say enough.
 * `address` is the one that stands in public. db/views/point.ts says the same in SQL.
 */
export function isPointHidden(moderation: Moderation | null, address: string | null): boolean {
  if (moderation === null) return false
  return moderation.point === 'hidden' || (moderation.original !== undefined && moderation.original.address !== address)
}

/** A text without these words: whatever the case of their letters and the spaces between them. */
export function masked<T extends string | null>(text: T, words: readonly string[] | null | undefined): T {
  if (text === null || !words || words.length === 0) return text
  // The longest first: a name inside a longer one must not leave the rest of it readable.
  const found = [...words].sort((a, b) => b.length - a.length).map(patternOf)
  return text.replace(new RegExp(found.join('|'), 'giu'), MASK) as T
}

const patternOf = (words: string) =>
  words
    .trim()
    .split(/\s+/)
    .map((word) => word.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'))
    .join('\\s+')

/**
 * Takes something of a case out of public view, or puts it back: words (`mask`), a file (`hide`), the point on the map
 * (`hide-point`), or everything but the clock (`remove`, a tombstone). What happened and why is a public event; the case itself goes on as it was. `keep`
 * settles complaints without touching anything. Throws Refusal `nothing_to_change`, `not_found` (no such file).
 */
export function decideModeration(
  { facts, moderation, erased, files, complaints }: ModeratedFacts,
  input: ModerationInput,
  by: Actor,
  world: World,
  ids: Ids,
  at: number,
): { readonly change: CaseChange; readonly patch: ModerationPatch } {
  const draft = begin(facts, world, ids, at)
  const { title, text, address } = facts.case
  const original = moderation?.original ?? { title, text, address }
  const words = moderation?.words ?? []
  const removed = moderation?.removed ?? null
  let point = moderation?.point
  let next: Moderation = { words, original, removed }
  let file: ModerationPatch['file'] = null
  let isPublic = facts.case.public
  switch (input.do) {
    case 'mask': {
      const all = [...new Set([...words, ...(input.words ?? []).map((w) => w.trim())])].filter(Boolean)
      if (all.length === words.length) throw new Refusal('nothing_to_change', {}, ['words'])
      next = { ...next, words: all }
      break
    }
    case 'unmask':
      if (words.length === 0) throw new Refusal('nothing_to_change')
      next = { ...next, words: [] }
      break
    case 'hide':
    case 'show': {
      const found = files.find(({ id }) => id === input.file)
      if (!found) throw new Refusal('not_found', {}, ['file'])
      if (found.hidden === (input.do === 'hide')) throw new Refusal('nothing_to_change')
      file = { id: found.id, hiddenAt: input.do === 'hide' ? at : null }
      break
    }
    case 'hide-point':
    case 'show-point': {
      const hides = input.do === 'hide-point'
      if (facts.case.lat === null || hides === (point === 'hidden')) throw new Refusal('nothing_to_change')
      point = hides ? 'hidden' : undefined
      break
    }
    case 'remove':
      if (removed) throw new Refusal('nothing_to_change')
      next = { ...next, removed: { reason: input.reason, at, wasPublic: facts.case.public } }
      isPublic = false
      break
    case 'restore':
      if (!removed) throw new Refusal('nothing_to_change')
      next = { ...next, removed: null }
      isPublic = removed.wasPublic
      break
    default:
      if (complaints === 0) throw new Refusal('nothing_to_change')
  }
  // Whoever reads the case is told what is missing and why; that complaints came to nothing is for colleagues.
  draft.event('moderated', by, input.do !== 'keep', {
    what: input.do,
    reason: input.reason,
    ...(input.note ? { note: input.note } : {}),
  })
  const lifts = ['show', 'show-point', 'unmask', 'restore'].includes(input.do)
  const nothingLeft = next.words.length === 0 && next.removed === null && point === undefined
  const shown = erased ? { title, text, address } : original
  return {
    change: draft.change(),
    patch: {
      title: masked(shown.title, next.words),
      text: masked(shown.text, next.words),
      address: masked(shown.address, next.words),
      public: isPublic,
      moderation: nothingLeft
        ? null
        : {
            words: next.words,
            removed: next.removed,
            ...(erased || next.words.length === 0 ? {} : { original }),
            ...(point ? { point } : {}),
          },
      file,
      settle:
        complaints > 0 && !lifts && by.staff !== undefined
          ? { outcome: input.do === 'keep' ? 'kept' : 'removed', by: by.staff, at, which: input.complaints ?? null }
          : null,
    },
  }
}
