import type { ListedCase } from '../../db/views/cases.ts'
import { type Dawn, dawnOf } from '../../shared/domain/dawn.ts'
import { isOpen } from '../../shared/domain/status.ts'
import type { Lang } from '../../shared/domain/text.ts'
import type { FullWorld } from '../world.ts'
import type { CardProps } from './components/case-card.tsx'
import type { Here } from './here.ts'

const BEGINNING = 110

type Clocked = Pick<
  ListedCase,
  'reportedAt' | 'respondBy' | 'respondedAt' | 'raisedAt' | 'status' | 'closedAt' | 'deadlines'
>

/** The response clock of a case as the dawn line shows it; after a reopening it begins there. */
export function dawnOfCase(c: Clocked, now: number): Dawn {
  const response = c.deadlines.filter((d) => d.kind === 'response').at(-1)
  const opened = response?.because.params.at
  const ended = !isOpen(c.status) && c.respondedAt === null
  return dawnOf(
    {
      from: typeof opened === 'number' && opened < c.respondBy ? opened : c.reportedAt,
      due: ended ? (c.closedAt ?? c.respondBy) : c.respondBy,
      kept: c.respondedAt,
      raised: c.raisedAt !== null,
      ended,
    },
    now,
  )
}

/** The beginning of a text, cut at a word. */
export function beginning(text: string, most = BEGINNING): string {
  const line = text.replace(/\s+/g, ' ').trim()
  if (line.length <= most) return line
  const cut = line.slice(0, most)
  const space = cut.lastIndexOf(' ')
  return `${cut.slice(0, space > most / 2 ? space : most)}…`
}

/** 'Рудный қаласы, Қостанай облысы', or the branch when no place was given. */
export function placeWords(
  c: { region: string | null; district: string | null; branch: string },
  lang: Lang,
  world: FullWorld,
): string {
  const { reference } = world
  const district = c.district === null ? undefined : reference.district(c.district)?.name[lang]
  const region = c.region === null ? undefined : reference.region(c.region)?.name[lang]
  return [district, region].filter(Boolean).join(', ') || (reference.branch(c.branch)?.name[lang] ?? c.branch)
}

export function cardOf(c: ListedCase, here: Here, world: FullWorld): CardProps {
  const text = c.erasedAt === null ? (c.title ?? c.text) : null
  return {
    here,
    number: c.number,
    title: text ? { text: beginning(text), lang: c.language } : null,
    category: world.reference.category(c.category)?.name[here.lang] ?? c.category,
    place: placeWords(c, here.lang, world),
    zone: c.zone,
    reportedAt: c.reportedAt,
    supporters: c.supporters,
    dawn: dawnOfCase(c, here.now),
  }
}
