import type { ListedCase } from '../../../db/views/cases.ts'
import type { Key } from '../../../shared/i18n/catalog.ts'
import { formatLeft, say, t } from '../../../shared/i18n/format.ts'
import type { FullWorld } from '../../world.ts'
import { beginning, placeWords } from '../case-words.ts'
import { DawnLine } from '../components/dawn-line.tsx'
import { StateTag } from '../components/state-tag.tsx'
import { inLanguage } from '../here.ts'
import type { StaffHere } from '../staff/pages.ts'
import { dueWords } from '../steps.ts'
import { nextDue } from './due.ts'

interface RowProps {
  readonly here: StaffHere
  readonly world: FullWorld
  readonly item: ListedCase
  /** The query (with '?') that keeps the queue while one works through it. */
  readonly query: string
  readonly current?: boolean
  /** Beside a case there is little room. */
  readonly small?: boolean
}

/** A case in the queue: what is owed by when, then what it is. The link is its name; the keys move from link to link. */
export function QueueRow({ here, world, item: c, query, current, small }: RowProps) {
  const { lang, now, me } = here
  const { reference, roster } = world
  const next = nextDue(c, now)
  const words = c.erasedAt === null ? (c.title ?? c.text) : null
  const category = reference.category(c.category)?.name[lang] ?? c.category
  const owner = roster.person(c.owner)
  return (
    <li class={`queue__row${current ? ' is-current' : ''}`}>
      {next && (
        <div class="queue__due">
          <p>
            <strong>{dueWords(lang, c.zone, next.dueAt, now)}</strong>
            {next.dawn.state !== 'waiting' && <StateTag lang={lang} state={next.dawn.state} />}
          </p>
          <p class="queue__left">
            {say(lang, `deadline.${next.kind}` as Key)} · {formatLeft(lang, next.dueAt, now)}
          </p>
          {!small && <DawnLine dawn={next.dawn} small />}
        </div>
      )}
      <div class="queue__case">
        <h2>
          <a
            id={`row-${c.number}`}
            data-row
            href={inLanguage(lang, `/desk/cases/${c.number}${query}`)}
            aria-current={current ? 'page' : undefined}
          >
            {words ? <span lang={c.language}>{beginning(words, small ? 60 : 110)}</span> : category}
          </a>
        </h2>
        <p class="card__facts">
          <span class="number">{c.number}</span>
          {words && <span>{category}</span>}
          {!small && <span>{placeWords(c, lang, world)}</span>}
          {c.severity >= 3 && (
            <span class={`severity severity--${c.severity}`}>
              {t(lang, 'page.desk.severity', { level: say(lang, `severity.${c.severity}` as Key) })}
            </span>
          )}
          {c.level === 'central' && <span>▲ {t(lang, 'level.central')}</span>}
          {!small && <span>{say(lang, `status.${c.status}` as Key)}</span>}
          {!small && c.owner !== me.id && <span>{owner?.name ?? t(lang, 'role.desk')}</span>}
        </p>
      </div>
    </li>
  )
}
