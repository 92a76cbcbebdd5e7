import type { ComponentChildren } from 'preact'
import type { BriefList, BriefRow } from '../../../db/brief.ts'
import { localDate } from '../../../shared/domain/zone.ts'
import { formatDate, formatNear, t } from '../../../shared/i18n/format.ts'
import type { Brief } from '../../brief/read.ts'
import type { ReferenceBranch } from '../../reference.ts'
import type { FullWorld } from '../../world.ts'
import { placeWords } from '../case-words.ts'
import { StackTable } from '../components/stack-table.tsx'
import { inLanguage } from '../here.ts'
import type { StaffHere } from '../staff/pages.ts'
import { dueWords } from '../steps.ts'

interface BriefProps {
  readonly here: StaffHere
  readonly world: FullWorld
  readonly branch: ReferenceBranch
  readonly brief: Brief
}

const LISTS = ['overdue', 'dueToday', 'fresh', 'replies', 'confirmations'] as const

/** The morning brief as a page; printed, it is a sheet for the meeting. */
export function BriefPart(props: BriefProps) {
  const { here, branch, brief, world } = props
  const { lang, now } = here
  const lists: [name: (typeof LISTS)[number] | 'raised' | 'faults', list: BriefList][] = [
    ...LISTS.map((name) => [name, brief[name]] as [(typeof LISTS)[number], BriefList]),
    ...(brief.centre
      ? ([
          ['raised', brief.centre.raised],
          ['faults', brief.centre.faults],
        ] as ['raised' | 'faults', BriefList][])
      : []),
  ]
  const worst = brief.centre?.branches ?? []
  const quiet = lists.every(([, list]) => list.total === 0) && brief.gaps.length === 0
  return (
    <>
      <div class="row">
        <p class="lead">
          {t(lang, 'page.branch.brief.lead', {
            date: formatDate(lang, localDate(branch.zone, now), { weekday: 'long', year: true }),
          })}
        </p>
        <db-print hidden>
          <button class="button button--second no-print" type="button">
            {t(lang, 'page.branch.brief.print')}
          </button>
        </db-print>
      </div>
      {quiet && <p class="notice notice--met">✓ {t(lang, 'page.branch.brief.nothing')}</p>}
      <Section id="brief-gaps" title={t(lang, 'page.branch.brief.gaps')} count={brief.gaps.length}>
        {brief.gaps.length > 0 && (
          <ul class="plain">
            {brief.gaps.map((gap) => (
              <li>
                ✕ {world.reference.branch(gap.branch)?.name[lang]}:{' '}
                {t(lang, 'page.branch.roster.gap', {
                  from: formatNear(lang, branch.zone, gap.from, now),
                  to: formatNear(lang, branch.zone, gap.to, now),
                })}
              </li>
            ))}
          </ul>
        )}
      </Section>
      {lists.map(([name, list]) => (
        <Section id={`brief-${name}`} title={t(lang, `page.branch.brief.${name}`)} count={list.total}>
          {list.rows.length > 0 && <Lines {...props} id={`brief-${name}`} list={list} />}
        </Section>
      ))}
      {worst.length > 0 && (
        <Section id="brief-branches" title={t(lang, 'page.branch.brief.branches')} count={worst.length}>
          <ul class="plain">
            {worst.map((b) => (
              <li>
                {world.reference.branch(b.branch)?.name[lang] ?? b.branch}: <b>{b.overdue}</b>
              </li>
            ))}
          </ul>
        </Section>
      )}
    </>
  )
}

function Section({
  id,
  title,
  count,
  children,
}: {
  id: string
  title: string
  count: number
  children: ComponentChildren
}) {
  return (
    <section class={`brief${count === 0 ? ' is-empty' : ''}`} aria-labelledby={id}>
      <h2 id={id}>
        {title}: <span class="number">{count}</span>
      </h2>
      {children}
    </section>
  )
}

function Lines({ here, world, id, list }: BriefProps & { id: string; list: BriefList }) {
  const { lang, now } = here
  const { reference } = world
  const what = (row: BriefRow) => {
    const body = row.body && reference.body(row.body)?.name[lang]
    return [reference.category(row.category)?.name[lang] ?? row.category, body, row.outgoing]
      .filter(Boolean)
      .join(' · ')
  }
  const more = list.total - list.rows.length
  return (
    <>
      <StackTable
        labelledBy={id}
        heads={(['number', 'place', 'owner', 'due'] as const).map((head) => t(lang, `page.branch.brief.${head}`))}
        rows={list.rows.map((row) => [
          <span>
            <a href={inLanguage(lang, `/desk/cases/${row.number}`)}>{row.number}</a>{' '}
            <span class={row.severity >= 3 ? `severity--${row.severity}` : undefined}>{what(row)}</span>
          </span>,
          placeWords(row, lang, world),
          row.owner,
          row.dueAt === null ? '–' : dueWords(lang, row.zone, row.dueAt, now),
        ])}
      />
      {more > 0 && <p class="quiet">{t(lang, 'page.branch.brief.more', { n: more })}</p>}
    </>
  )
}
