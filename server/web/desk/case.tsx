import type { Key } from '../../../shared/i18n/catalog.ts'
import { formatLeft, formatNear, say, t } from '../../../shared/i18n/format.ts'
import { explain } from '../../because.ts'
import type { OpenedContacts } from '../../cases/reporter.ts'
import type { FullWorld } from '../../world.ts'
import { beginning, cardOf, dawnOfCase, placeWords } from '../case-words.ts'
import { CaseCard } from '../components/case-card.tsx'
import { Clock } from '../components/clock.tsx'
import { ErrorSummary, Hidden } from '../components/form.tsx'
import { LiveRegion } from '../components/live.tsx'
import { Notice } from '../components/notice.tsx'
import { Timeline } from '../components/timeline.tsx'
import { inLanguage } from '../here.ts'
import { StaffForm } from '../staff/form.tsx'
import { StaffLayout } from '../staff/layout.tsx'
import type { StaffHere } from '../staff/pages.ts'
import { dueWords } from '../steps.ts'
import type { DeskCase } from './case-read.ts'
import { CASE_DEEDS, LETTER_DEEDS } from './deeds.ts'
import { nextDue } from './due.ts'
import type { Opened } from './form.tsx'
import { Forms } from './forms.tsx'
import { Help } from './help.tsx'
import { historyOf } from './history.ts'
import { Letters } from './letters.tsx'
import { queuePath } from './queue-read.ts'
import { QueueRow } from './row.tsx'

export interface DeskCaseProps {
  readonly here: StaffHere
  readonly world: FullWorld
  readonly desk: DeskCase
  readonly opened: Opened | null
  /** What was just done: a deed, or 'deed-letter'. */
  readonly done: string | null
  readonly template: string
  /** The reporter's contacts, opened by this very request. */
  readonly reporter: OpenedContacts | null
}

/** `/desk/cases/{number}`: everything about one case, and everything that can be done, on one screen. */
export function DeskCasePage(props: DeskCaseProps) {
  const { here, world, desk, opened, done } = props
  const { lang } = here
  const { seen } = desk.read
  const c = seen.case
  const back = queuePath(desk.queue.filters).slice('/desk?'.length)
  const words = c.erasedAt === null ? (c.title ?? c.text) : t(lang, 'page.desk.erased')
  const parts = { here, world, desk, opened, done, back }
  return (
    <StaffLayout
      here={here}
      title={`${c.number} ${beginning(words, 60)}`}
      at="desk"
      faulty={(opened?.faults.size ?? 0) > 0}
    >
      <db-keys class="wide section">
        <LiveRegion topic={`case:${c.number}`}>
          <div class="work">
            <Beside {...parts} />
            <div class="work__case">
              <p class="work__top">
                <a class="back" href={inLanguage(lang, `/desk?${back}`)}>
                  {t(lang, 'page.desk.back')}
                </a>
                <a href={inLanguage(lang, `/cases/${c.number}`)}>{t(lang, 'page.desk.public')}</a>
                <Help lang={lang} />
              </p>
              <ErrorSummary lang={lang} faults={opened?.faults ?? new Map()} />
              {done && <Done {...parts} done={done} />}
              <p class="case__number">{c.number}</p>
              <h1 lang={c.erasedAt === null ? c.language : undefined}>{beginning(words, 90)}</h1>
              <div id="clock" data-live data-next={untilDue(props)}>
                <Clock
                  lang={lang}
                  zone={c.zone}
                  now={here.now}
                  dawn={dawnOfCase({ ...c, deadlines: seen.deadlines }, here.now)}
                  why={whyOf(props)}
                />
                <Owed here={here} desk={desk} />
              </div>
              <section aria-labelledby="about">
                <h2 id="about">{t(lang, 'page.desk.text')}</h2>
                <p class="quiet small">{t(lang, c.public ? 'page.desk.openText' : 'page.desk.closedText')}</p>
                {c.erasedAt === null && (
                  <p class="words" lang={c.language}>
                    {c.text}
                  </p>
                )}
                <Files here={here} desk={desk} />
              </section>
              <div id="facts" data-live>
                <Facts {...parts} />
              </div>
              <Reporter {...props} />
              <Letters {...parts} />
              <section class="part" aria-labelledby="history" id="steps" data-live>
                <h2 id="history">{t(lang, 'page.desk.history')}</h2>
                <Timeline here={here} zone={c.zone} steps={historyOf(desk.read.events, here, c.zone, world)} />
              </section>
            </div>
            <div class="work__deeds">
              <Forms {...parts} template={props.template} />
              <Similar {...parts} />
            </div>
          </div>
        </LiveRegion>
      </db-keys>
    </StaffLayout>
  )
}

type Parts = Pick<DeskCaseProps, 'here' | 'world' | 'desk'>

/** The queue one works through, on a wide screen. */
function Beside({ here, world, desk }: Parts) {
  const { lang } = here
  const { items, filters } = desk.queue
  return (
    <nav class="work__queue" aria-labelledby="beside">
      <h2 id="beside">{t(lang, 'page.desk.beside')}</h2>
      {items.length === 0 && <p class="quiet">{t(lang, 'page.desk.none')}</p>}
      <ol class="queue queue--small" id="queue" data-live>
        {items.map((item) => (
          <QueueRow
            here={here}
            world={world}
            item={item}
            query={queuePath(filters).slice('/desk'.length)}
            current={item.number === desk.read.seen.case.number}
            small
          />
        ))}
      </ol>
    </nav>
  )
}

function Done({ here, desk, done }: Parts & { done: string }) {
  const { lang, now } = here
  const deed = [...CASE_DEEDS, ...LETTER_DEEDS].find((name) => done === name || done.startsWith(`${name}-`))
  const next = desk.queue.items.find((c) => c.number !== desk.read.seen.case.number)
  const due = next && nextDue(next, now)
  if (!deed) return null
  return (
    <Notice kind="met" said>
      <p>
        <strong>{t(lang, `page.desk.done.${deed}`)}</strong>
      </p>
      {next && due && (
        <p>
          <a
            href={inLanguage(
              lang,
              `/desk/cases/${next.number}?${queuePath(desk.queue.filters).slice('/desk?'.length)}`,
            )}
          >
            {t(lang, 'page.desk.next', { when: dueWords(lang, next.zone, due.dueAt, now) })}
          </a>
        </p>
      )}
    </Notice>
  )
}

function untilDue({ here, desk }: DeskCaseProps): number | undefined {
  const due = desk.read.seen.deadlines.filter((d) => d.closedAt === null && d.dueAt > here.now).map((d) => d.dueAt)
  return due.length > 0 ? Math.min(...due) - here.now : undefined
}

function whyOf({ here, world, desk }: DeskCaseProps): string {
  const latest = desk.read.seen.deadlines.filter((d) => d.kind === 'response').sort((a, b) => b.id - a.id)[0]
  return latest ? explain(latest.because, here.lang, world.reference) : ''
}

/** Every open deadline with its hour and its reason. */
function Owed({ here, desk }: Pick<Parts, 'here' | 'desk'>) {
  const { lang, now } = here
  const { reference } = desk.read.world
  const { zone } = desk.read.seen.case
  const open = desk.read.seen.deadlines.filter((d) => d.closedAt === null).sort((a, b) => a.dueAt - b.dueAt)
  if (open.length === 0) return <p class="quiet">{t(lang, 'page.desk.owesNothing')}</p>
  return (
    <ul class="owed" aria-label={t(lang, 'page.desk.owes')}>
      {open.map((d) => (
        <li class={d.dueAt <= now ? 'is-missed' : undefined}>
          <b>{say(lang, `deadline.${d.kind}` as Key)}</b>: {dueWords(lang, zone, d.dueAt, now)} ·{' '}
          {formatLeft(lang, d.dueAt, now)}
          {d.kind !== 'response' && <span class="quiet"> · {explain(d.because, lang, reference)}</span>}
        </li>
      ))}
    </ul>
  )
}

function Facts({ here, world, desk }: Parts) {
  const { lang, now } = here
  const c = desk.read.seen.case
  const { reference, roster } = world
  const owner = roster.person(c.owner)
  const rows: [string, string][] = [
    [t(lang, 'page.case.status'), say(lang, `status.${c.status}` as Key)],
    [t(lang, 'page.case.topic'), reference.category(c.category)?.name[lang] ?? c.category],
    [t(lang, 'page.desk.severityName'), say(lang, `severity.${c.severity}` as Key)],
    [t(lang, 'page.case.place'), [c.address, placeWords(c, lang, world)].filter(Boolean).join(', ')],
    [t(lang, 'page.case.reportedAt'), formatNear(lang, c.zone, c.reportedAt, now)],
    [t(lang, 'page.desk.channel'), say(lang, `channel.${c.channel}` as Key)],
    [t(lang, 'page.desk.language'), t(lang, `page.desk.inLanguage.${c.language}`)],
    [
      t(lang, 'page.desk.who'),
      `${owner && !owner.roles.includes('desk') ? owner.name : t(lang, 'role.desk')}, ${reference.branch(c.branch)?.name[lang] ?? c.branch}`,
    ],
    [t(lang, 'page.case.level'), say(lang, `level.${c.level}` as Key)],
  ]
  return (
    <section aria-labelledby="facts-title">
      <h2 id="facts-title">{t(lang, 'page.desk.facts')}</h2>
      <dl class="facts">
        {rows.map(([name, value]) => (
          <div>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

function Files({ here: { lang }, desk }: Pick<Parts, 'here' | 'desk'>) {
  const { attachments = [], case: c } = desk.read.seen
  if (attachments.length === 0) return null
  const url = (id: number) => `/api/v1/cases/${c.number}/attachments/${id}`
  return (
    <ul class="photos" aria-label={t(lang, 'page.desk.files')}>
      {attachments.map((file, i) => (
        <li>
          <a href={url(file.id)}>
            {file.mime.startsWith('image/') ? (
              <img
                src={url(file.id)}
                alt={t(lang, 'page.case.photo', { n: i + 1 })}
                loading="lazy"
                width="160"
                height="120"
              />
            ) : (
              t(lang, 'page.desk.file', { name: file.name, size: Math.ceil(file.size / 1024) })
            )}
          </a>
        </li>
      ))}
    </ul>
  )
}

/** Contacts are not on the page until asked for; each reading is logged, so it is a form and not a link. */
function Reporter({ here, desk, reporter }: DeskCaseProps) {
  const { lang } = here
  const { number } = desk.read.seen.case
  if (!desk.works) return null
  const rows = reporter
    ? (['name', 'phone', 'email', 'iin'] as const).flatMap((name) =>
        reporter[name] ? [[name, reporter[name]] as const] : [],
      )
    : []
  return (
    <section aria-labelledby="reporter">
      <h2 id="reporter">{t(lang, 'page.desk.reporter.title')}</h2>
      {reporter ? (
        <>
          <p class="quiet small" role="status">
            {t(lang, 'page.desk.reporter.logged')}
          </p>
          {rows.length === 0 && (
            <p>{t(lang, reporter.erasedAt === null ? 'page.desk.reporter.none' : 'page.desk.reporter.erased')}</p>
          )}
          <dl class="facts">
            {rows.map(([name, value]) => (
              <div>
                <dt>{t(lang, `page.desk.reporter.${name}`)}</dt>
                <dd>{name === 'phone' ? <a href={`tel:${value}`}>{value}</a> : value}</dd>
              </div>
            ))}
          </dl>
        </>
      ) : (
        <StaffForm here={here} action={`/desk/cases/${number}/reporter`}>
          <Hidden values={{ back: queuePath(desk.queue.filters).slice('/desk?'.length) }} />
          <button class="button button--second" type="submit">
            {t(lang, 'page.desk.reporter.show')}
          </button>{' '}
          <span class="quiet small">{t(lang, 'page.desk.reporter.hint')}</span>
        </StaffForm>
      )}
    </section>
  )
}

function Similar({ here, world, desk }: Parts) {
  const { lang } = here
  return (
    <section aria-labelledby="similar">
      <h2 id="similar">{t(lang, 'page.desk.similar')}</h2>
      {desk.similar.length === 0 && <p class="quiet">{t(lang, 'page.desk.similarNone')}</p>}
      <ul class="cards">
        {desk.similar.map((other) => (
          <li>
            <CaseCard {...cardOf(other, here, world)} to={`/desk/cases/${other.number}`} />
          </li>
        ))}
      </ul>
    </section>
  )
}
