import type { HTMLAttributes } from 'preact'
import type { ListedCase } from '../../../db/views/cases.ts'
import { t } from '../../../shared/i18n/text.ts'
import type { FullWorld } from '../../world.ts'
import { beginning } from '../case-words.ts'
import { Input, Select } from '../components/form.tsx'
import { LiveRegion } from '../components/live.tsx'
import { nextDue } from '../desk/due.ts'
import { inLanguage } from '../here.ts'
import { Entry, type Returned } from '../staff/entry.ts'
import { StaffForm } from '../staff/form.tsx'
import type { StaffHere } from '../staff/pages.ts'
import { dueWords } from '../steps.ts'
import { type Board, type BoardRow, COLUMNS, type Column, MOST_CARDS } from './board-read.ts'
import { aboutBranch } from './frame.tsx'

declare module 'preact' {
  namespace JSX {
    interface IntrinsicElements {
      'db-board': HTMLAttributes<HTMLElement>
    }
  }
}

interface BoardProps {
  readonly here: StaffHere
  readonly world: FullWorld
  readonly code: string
  readonly board: Board
  /** Whether cases may be given away here. */
  readonly may: boolean
  readonly returned: Returned | null
}

/** Who has what and by when: a row a person, a column a stretch of time; ticked cases are given to somebody else. */
export function BoardPart({ here, world, code, board, may, returned }: BoardProps) {
  const { lang } = here
  const heads = COLUMNS.map((column) => t(lang, `page.branch.board.${column}`))
  const empty = board.rows.every((row) => COLUMNS.every((column) => row.cells[column].length === 0))
  /* biome-ignore-start lint/a11y/noRedundantRoles: browsers forget that a table is one when its rows stand as blocks */
  const table = (
    <table class="board" role="table" id="board" data-live aria-label={t(lang, 'page.branch.part.board')}>
      <thead role="rowgroup">
        <tr role="row">
          {[t(lang, 'page.branch.board.person'), ...heads].map((head) => (
            <th role="columnheader" scope="col">
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup">
        {board.rows.map((row) => (
          <tr role="row" data-owner={row.person ? row.owner : undefined}>
            <th role="rowheader" scope="row">
              <Who here={here} row={row} />
            </th>
            {COLUMNS.map((column, n) => (
              <td role="cell" data-label={heads[n]} class={`board__cell board__cell--${column}`}>
                <Cards
                  here={here}
                  world={world}
                  items={row.cells[column]}
                  column={column}
                  may={may}
                  returned={returned}
                />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
  /* biome-ignore-end lint/a11y/noRedundantRoles: see above */
  return (
    <LiveRegion topic={`me branch:${code}`}>
      <p class="quiet">{t(lang, 'page.branch.board.lead')}</p>
      {empty && <p class="notice notice--met">{t(lang, 'page.branch.board.none')}</p>}
      {board.more && <p class="notice">{t(lang, 'page.branch.board.more', { n: MOST_CARDS })}</p>}
      {may ? (
        <db-board>
          <StaffForm here={here} action={aboutBranch('/branch/assignment', code)} id="move-form" class="board__form">
            {table}
            <Move here={here} world={world} board={board} returned={returned} />
          </StaffForm>
        </db-board>
      ) : (
        table
      )}
    </LiveRegion>
  )
}

function Who({ here: { lang }, row }: { here: StaffHere; row: BoardRow }) {
  return (
    <>
      <span class="board__name">{row.person?.name ?? t(lang, 'page.branch.board.nobody')}</span>
      <span class="board__load">{t(lang, 'page.branch.board.load', { n: row.load })}</span>
      {row.onDuty && <span class="tag is-met">● {t(lang, 'page.branch.board.onDuty')}</span>}
      {row.person && row.away && <span class="tag is-soon">○ {t(lang, 'page.branch.board.away')}</span>}
    </>
  )
}

interface CardsProps extends Pick<BoardProps, 'here' | 'world' | 'may' | 'returned'> {
  readonly items: readonly ListedCase[]
  readonly column: Column
}

function Cards({ here, world, items, column, may, returned }: CardsProps) {
  if (items.length === 0) return <span class="quiet">–</span>
  return (
    <ul class="board__cards">
      {items.map((c) => (
        <Card here={here} world={world} item={c} column={column} may={may} returned={returned} />
      ))}
    </ul>
  )
}

function Card({ here, world, item: c, column, may, returned }: Omit<CardsProps, 'items'> & { item: ListedCase }) {
  const { lang, now } = here
  const next = nextDue(c, now)
  const words = c.erasedAt === null ? (c.title ?? c.text) : null
  const name = `case-${c.number}`
  return (
    <li class={`card-move is-${column}`} data-card={c.number}>
      {may && (
        <label class="card-move__tick">
          <input
            type="checkbox"
            id={name}
            name={name}
            value="yes"
            checked={returned?.form[name] === 'yes' ? true : undefined}
          />
          <span class="shade">{t(lang, 'page.branch.board.pick', { number: c.number })}</span>
        </label>
      )}
      <div>
        <p class="card-move__due">{next ? dueWords(lang, c.zone, next.dueAt, now) : t(lang, `status.${c.status}`)}</p>
        <p>
          <a id={`open-${c.number}`} href={inLanguage(lang, `/desk/cases/${c.number}`)} draggable={false}>
            {words ? (
              <span lang={c.language}>{beginning(words, 60)}</span>
            ) : (
              world.reference.category(c.category)?.name[lang]
            )}
          </a>
        </p>
        <p class="card-move__number">
          {c.number}
          {c.severity >= 3 && <span class={`severity--${c.severity}`}> · {t(lang, `severity.${c.severity}`)}</span>}
        </p>
      </div>
    </li>
  )
}

function Move({ here, world, board, returned }: Pick<BoardProps, 'here' | 'world' | 'board' | 'returned'>) {
  const { lang, now } = here
  const entry = new Entry(here, 'move', returned)
  const people = board.rows
    .flatMap(({ person, load }) => (person && world.roster.isPresent(person.id, now) ? [{ person, load }] : []))
    .sort((a, b) => a.load - b.load)
  return (
    <fieldset class="board__move">
      <legend>{t(lang, 'page.branch.board.moveTitle')}</legend>
      <Select
        {...entry.field('owner', t(lang, 'page.branch.board.to'))}
        empty={t(lang, 'page.branch.board.choose')}
        options={people.map(({ person, load }) => ({
          value: String(person.id),
          text: t(lang, 'page.branch.board.toLoad', { name: person.name, n: load }),
        }))}
      />
      <Input
        {...entry.field('reason', t(lang, 'page.branch.board.reason'))}
        maxLength={500}
        autocomplete="off"
        list="reasons"
      />
      <datalist id="reasons">
        {(['duty', 'away', 'load', 'skill'] as const).map((one) => (
          <option value={t(lang, `page.branch.board.reasons.${one}`)} />
        ))}
      </datalist>
      <button class="button" type="submit">
        {t(lang, 'page.branch.board.move')}
      </button>
      <p class="quiet small only-drag">{t(lang, 'page.branch.board.dragHint')}</p>
    </fieldset>
  )
}
