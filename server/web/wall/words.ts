import type { ToldRow } from '../../../db/views/wall.ts'
import { PERMISSIONS, roleFor } from '../../../shared/domain/permissions.ts'
import { TOLD } from '../../../shared/domain/stream.ts'
import type { Key } from '../../../shared/i18n/catalog.ts'
import { formatTime, say } from '../../../shared/i18n/format.ts'
import type { Reference } from '../../reference.ts'
import { inLanguage } from '../here.ts'
import type { StaffHere } from '../staff/pages.ts'

/** What the stream needs to word an event in the browser as it is worded here. */
export interface StreamWords {
  /** By kind; of a missed verdict by the kind of its deadline. */
  readonly told: Readonly<Record<string, string>>
  readonly marks: Readonly<Record<string, string>>
  readonly regions: Readonly<Record<string, string>>
  readonly branches: Readonly<Record<string, string>>
  readonly categories: Readonly<Record<string, string>>
  /** Where a case is looked at; the number comes behind. */
  readonly cases: string
}

/** One line of the stream. */
export interface StreamLine {
  readonly number: string
  readonly time: string
  readonly mark: string
  readonly look: string
  readonly words: string
  readonly place: string
  readonly href: string
}

/** Mark and colour of what deserves one; the words always stand beside. */
const MARKS: Readonly<Record<string, string>> = {
  verdict: '✕ missed',
  response: '✕ missed',
  reply: '✕ missed',
  escalated: '▲ raised',
  'help-asked': '▲ raised',
  'instruction-returned': '◔ soon',
  disputed: '◔ soon',
  reopened: '◔ soon',
  reacted: '✓ met',
  resolved: '✓ met',
  confirmed: '✓ met',
  'instruction-accepted': '✓ met',
  closed: '● done',
  rejected: '● done',
}

export function streamWords(here: StaffHere, reference: Reference): StreamWords {
  const { lang } = here
  const keys = [...TOLD, 'response', 'reply']
  return {
    told: Object.fromEntries(keys.map((key) => [key, say(lang, `page.wall.told.${key}` as Key)])),
    marks: MARKS,
    regions: Object.fromEntries(reference.regions.map(({ code, name }) => [code, name[lang]])),
    branches: Object.fromEntries(
      reference.branches.filter(({ region }) => region === null).map(({ code, name }) => [code, name[lang]]),
    ),
    categories: Object.fromEntries(reference.categories.map(({ id, name }) => [id, name[lang]])),
    cases: casePath(here, ''),
  }
}

/** A line of the stream for an event of the past. */
export function streamLine(words: StreamWords, row: ToldRow, zone: string): StreamLine {
  const { state } = row
  const key = row.kind === 'verdict' ? keyOfVerdict(String(row.data.deadline), words) : row.kind
  const [mark = '', look = ''] = (words.marks[key] ?? '').split(' ')
  return {
    number: row.number,
    time: formatTime(zone, row.at),
    mark,
    look,
    words: words.told[key] ?? row.kind,
    place: [
      words.regions[String(state.region)] ?? words.branches[String(state.branch)],
      words.categories[String(state.category)],
    ]
      .filter(Boolean)
      .join(', '),
    href: words.cases + row.number,
  }
}

const keyOfVerdict = (deadline: string, words: StreamWords) => (deadline in words.told ? deadline : 'verdict')

/** The desk's page of a case for whoever may open it, else the public one. */
export function casePath({ lang, me }: StaffHere, number: string): string {
  const rule = PERMISSIONS[`GET /${lang}/desk/cases/:number`]
  return inLanguage(lang, `${rule && roleFor(rule, me) ? '/desk/cases/' : '/cases/'}${number}`)
}
