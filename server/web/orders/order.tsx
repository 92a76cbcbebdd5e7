import type { InstructionRow } from '../../../db/views/instructions.ts'
import { isOverdue } from '../../../shared/domain/clock.ts'
import { addDays } from '../../../shared/domain/date.ts'
import type { ExtensionAsked } from '../../../shared/domain/instruction.ts'
import { formatDate, formatNear } from '../../../shared/i18n/format.ts'
import { t } from '../../../shared/i18n/text.ts'
import { explain } from '../../because.ts'
import type { FullWorld } from '../../world.ts'
import { type Fact, FactList } from '../components/fact-list.tsx'
import { ErrorSummary, Input, NO_FAULTS, Radios, TextArea } from '../components/form.tsx'
import { Notice } from '../components/notice.tsx'
import { inLanguage } from '../here.ts'
import { StaffLayout } from '../staff/layout.tsx'
import type { StaffHere } from '../staff/pages.ts'
import { personWords } from '../staff/person.ts'
import { OrderState, reportOf } from './list.tsx'
import { type Back, DeedForm, fieldOf } from './parts.tsx'

export const ORDER_DEEDS = ['reports', 'acceptance', 'return', 'ask', 'grant', 'refusal'] as const
export type OrderDeed = (typeof ORDER_DEEDS)[number]

export interface OrderProps {
  readonly here: StaffHere
  readonly world: FullWorld
  readonly row: InstructionRow
  /** Whether the case itself is open to the reader. */
  readonly inside: boolean
  readonly back: Back | null
  readonly done: OrderDeed | null
}

/** What this person may do with it now, the likeliest first. */
function deedsOf({ here: { me, now }, row }: Pick<OrderProps, 'here' | 'row'>): OrderDeed[] {
  if (row.state === 'accepted') return []
  const executes = me.id === row.responsible || row.coExecutors.includes(me.id)
  const centre = me.roles.includes('central') || me.roles.includes('central-head')
  const overdue = row.due !== null && isOverdue(row.due.dueAt, now)
  if (executes) return overdue ? ['reports'] : ['reports', 'ask']
  if (!centre && me.id !== row.author) return []
  return [
    ...(centre && row.state === 'reported' ? (['acceptance', 'return'] as const) : []),
    'grant',
    ...(row.extension ? (['refusal'] as const) : []),
  ]
}

/** `/instructions/{id}`: the order, its reports, and what may be done now. */
export function OrderPage(props: OrderProps) {
  const { here, world, row, inside, back, done } = props
  const { lang, now } = here
  const person = (id: number) => personWords(world, lang, id)
  const name = (id: number) => world.roster.person(id)?.name ?? ''
  const near = (at: number) => formatNear(lang, row.zone, at, now)
  const day = (date: string) => formatDate(lang, date, { weekday: 'short', year: true })
  const asked = row.extension as ExtensionAsked | null
  const facts: Fact[] = [
    [t(lang, 'page.orders.state'), <OrderState lang={lang} row={row} now={now} />],
    [t(lang, 'page.orders.dueName'), day(row.dueOn)],
    [t(lang, 'page.orders.responsible'), person(row.responsible)],
    row.coExecutors.length > 0 && [t(lang, 'page.orders.coExecutors'), row.coExecutors.map(person).join('; ')],
    [t(lang, 'page.orders.author'), person(row.author)],
    [t(lang, 'page.orders.given'), near(row.createdAt)],
    [
      t(lang, 'page.orders.case'),
      <a href={inLanguage(lang, `${inside ? '/desk' : ''}/cases/${row.number}`)}>{row.number}</a>,
    ],
    row.acceptedAt !== null && [
      t(lang, 'page.orders.offControl'),
      t(lang, 'page.orders.by', {
        who: row.acceptedBy === null ? '' : name(row.acceptedBy),
        when: near(row.acceptedAt),
      }),
    ],
  ]
  const report = reportOf(row)
  const title = t(lang, 'page.orders.number', { id: String(row.id) })
  return (
    <StaffLayout here={here} title={title} at="instructions" faulty={back !== null}>
      <div class="wide section">
        <a class="back" href={inLanguage(lang, '/instructions')}>
          {t(lang, 'page.orders.title')}
        </a>
        <ErrorSummary lang={lang} faults={back?.faults ?? NO_FAULTS} />
        {done && (
          <Notice kind="met" said>
            <p>{t(lang, `page.orders.done.${done}`)}</p>
          </Notice>
        )}
        <h1>{title}</h1>
        <FactList facts={facts} />
        {report && (
          <p>
            {t(lang, `page.orders.${report.inTime ? 'reportedInTime' : 'reportedLate'}`, { when: near(report.at) })}
          </p>
        )}
        {row.due && <p class="quiet">{explain(row.due.because, lang, world.reference)}</p>}
        <section aria-labelledby="what">
          <h2 id="what">{t(lang, 'page.orders.what')}</h2>
          <p class="words">{row.text}</p>
          <p class="quiet">
            {row.publicText
              ? t(lang, 'page.orders.public', { text: row.publicText })
              : t(lang, 'page.orders.notPublic')}
          </p>
        </section>
        <section aria-labelledby="reports-so-far">
          <h2 id="reports-so-far">{t(lang, 'page.orders.reports')}</h2>
          {row.reports.length === 0 && <p class="quiet">{t(lang, 'page.orders.noReports')}</p>}
          {row.reports.map((r) => (
            <article class="card">
              <h3>{t(lang, `page.orders.${r.final ? 'final' : 'interim'}`)}</h3>
              <p class="quiet">{t(lang, 'page.orders.by', { who: name(r.by), when: near(r.at) })}</p>
              <p class="words">{r.text}</p>
              {r.returnedAt !== null && (
                <p>
                  {t(lang, 'page.orders.returned', {
                    who: name(r.returnedBy ?? 0),
                    when: near(r.returnedAt),
                    reason: r.returnReason ?? '',
                  })}
                </p>
              )}
            </article>
          ))}
        </section>
        {(asked || row.extensions.length > 0) && (
          <section aria-labelledby="terms">
            <h2 id="terms">{t(lang, 'page.orders.terms')}</h2>
            <ul>
              {row.extensions.map((e) => (
                <li>
                  {t(lang, `page.orders.${e.granted ? 'granted' : 'refused'}`, {
                    until: day(e.until),
                    who: name(e.decidedBy),
                    when: near(e.decidedAt),
                    reason: e.reason,
                  })}
                </li>
              ))}
              {asked && (
                <li>
                  {t(lang, 'page.orders.asked', {
                    until: day(asked.until),
                    who: name(asked.askedBy),
                    when: near(asked.askedAt),
                    reason: asked.reason,
                  })}
                </li>
              )}
            </ul>
          </section>
        )}
        <Deeds {...props} asked={asked} />
      </div>
    </StaffLayout>
  )
}

function Deeds({ here, row, back, asked }: OrderProps & { asked: ExtensionAsked | null }) {
  const { lang } = here
  const deeds = deedsOf({ here, row })
  if (row.state === 'accepted') return null
  if (deeds.length === 0) return <p class="quiet">{t(lang, 'page.orders.nothingToDo')}</p>
  const form = (deed: OrderDeed, children?: preact.ComponentChildren) => (
    <DeedForm
      here={here}
      deed={deed}
      action={`/instructions/${row.id}/${deed}`}
      title={t(lang, `page.orders.do.${deed}`)}
      back={back}
      open={deeds[0] === deed && !back}
    >
      {children}
    </DeedForm>
  )
  const field = (deed: OrderDeed, name: string, label: Parameters<typeof labelOf>[1]) =>
    fieldOf(lang, back, deed, name, labelOf(lang, label))
  return (
    <section class="deeds">
      {deeds.map((deed) => {
        switch (deed) {
          case 'reports': {
            const final = field(deed, 'final', 'final')
            return form(
              deed,
              <>
                <TextArea {...field(deed, 'text', 'text')} maxLength={10_000} />
                <Radios
                  {...final}
                  value={final.value || 'yes'}
                  options={[
                    { value: 'yes', text: labelOf(lang, 'finalYes') },
                    { value: 'no', text: labelOf(lang, 'finalNo') },
                  ]}
                />
              </>,
            )
          }
          case 'acceptance':
            return form(deed)
          case 'return':
            return form(deed, <TextArea {...field(deed, 'reason', 'missing')} rows={3} />)
          case 'refusal':
            return form(deed, <TextArea {...field(deed, 'reason', 'reason')} rows={3} />)
          default: {
            const until = field(deed, 'until', 'until')
            const value = until.value || (deed === 'grant' && asked ? asked.until : addDays(row.dueOn, 7))
            return form(
              deed,
              <>
                <Input {...until} value={value} type="date" autocomplete="off" />
                <TextArea {...field(deed, 'reason', 'reason')} rows={3} />
              </>,
            )
          }
        }
      })}
    </section>
  )
}

export const labelOf = (
  lang: StaffHere['lang'],
  name: 'text' | 'final' | 'finalYes' | 'finalNo' | 'missing' | 'until' | 'reason',
) => t(lang, `page.orders.field.${name}`)
