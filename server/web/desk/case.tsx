import { isOpen } from '../../../shared/domain/status.ts'
import { formatList, formatTime, t } from '../../../shared/i18n/format.ts'
import { explain } from '../../because.ts'
import type { OpenedContacts } from '../../cases/reporter.ts'
import type { FullWorld } from '../../world.ts'
import { beginning, dawnOfCase } from '../case-words.ts'
import { Clock } from '../components/clock.tsx'
import { ErrorSummary } from '../components/form.tsx'
import { LiveRegion, Stale } from '../components/live.tsx'
import { Notice } from '../components/notice.tsx'
import { Timeline } from '../components/timeline.tsx'
import { inLanguage } from '../here.ts'
import { CaseMeetings } from '../meetings/beside.tsx'
import { Where } from '../place/where.tsx'
import { StaffLayout } from '../staff/layout.tsx'
import type { StaffHere } from '../staff/pages.ts'
import { dueWords } from '../steps.ts'
import { Facts, Files, Reporter, Similar } from './case-parts.tsx'
import type { DeskCase } from './case-read.ts'
import { CASE_DEEDS, LETTER_DEEDS } from './deeds.ts'
import { nextDue } from './due.ts'
import type { Opened } from './form.tsx'
import { Forms } from './forms.tsx'
import { Help } from './help.tsx'
import { historyOf } from './history.ts'
import { Letters } from './letters.tsx'
import { Owed, Promises } from './owed.tsx'
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
        <LiveRegion topic={`case:${c.number}`} from={inLanguage(lang, `/desk/cases/${c.number}?${back}`)}>
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
              <Stale lang={lang} time={formatTime(c.zone, here.now)} />
              <p class="looking" id="looking" role="status" data-live>
                {desk.looking.length > 0 && t(lang, 'page.desk.looking', { names: formatList(lang, desk.looking) })}
              </p>
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
                <Owed {...parts} />
              </div>
              <Promises {...parts} />
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
            </div>
            <div class="work__deeds">
              <Forms {...parts} template={props.template} />
              <Similar {...parts} />
            </div>
            <div class="work__more">
              <div id="facts" data-live>
                <Facts {...parts} />
                <Where here={here} read={desk.read} />
              </div>
              <Reporter {...props} />
              <Letters {...parts} />
              <CaseMeetings
                {...{ here, world, number: c.number, meetings: desk.meetings }}
                calls={desk.works && isOpen(c.status)}
              />
              <section class="part" aria-labelledby="history" id="steps" data-live>
                <h2 id="history">{t(lang, 'page.desk.history')}</h2>
                <Timeline here={here} zone={c.zone} steps={historyOf(desk.read.events, here, c.zone, world)} />
              </section>
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
  const words = done === 'promise' ? t(lang, 'page.commitments.done') : deed && t(lang, `page.desk.done.${deed}`)
  if (!words) return null
  return (
    <Notice kind="met" said>
      <p>
        <strong>{words}</strong>
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
