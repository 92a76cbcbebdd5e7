import { MOST_COUNTED } from '../../../db/views/desk.ts'
import { CENTRAL } from '../../../shared/domain/case.ts'
import { formatTime, t } from '../../../shared/i18n/format.ts'
import type { FullWorld } from '../../world.ts'
import { mayDo } from '../admin/frame.tsx'
import { Hidden } from '../components/form.tsx'
import { LiveRegion, Stale } from '../components/live.tsx'
import { Pagination } from '../components/pagination.tsx'
import { inLanguage } from '../here.ts'
import { StaffLayout } from '../staff/layout.tsx'
import type { StaffHere } from '../staff/pages.ts'
import { Help } from './help.tsx'
import { type Queue, type QueueFilters, queuePath, queuesOf, type Whose } from './queue-read.ts'
import { QueueRow } from './row.tsx'

interface QueueProps {
  readonly here: StaffHere
  readonly world: FullWorld
  readonly queue: Queue
  /** Whether this is a page behind the first. */
  readonly beyondFirst: boolean
  /** A number that was looked for and is none, or no case. */
  readonly missed?: string
}

/** `/desk`: what must I do now, and nothing else. */
export function QueuePage({ here, world, queue, beyondFirst, missed }: QueueProps) {
  const { lang } = here
  const { filters, items } = queue
  const link = (path: string) => inLanguage(lang, path)
  return (
    <StaffLayout here={here} title={t(lang, 'page.desk.title')} at="desk">
      <db-keys class="wide section desk">
        <LiveRegion topic={topicsOf(here)}>
          <div class="desk__head">
            <h1>{t(lang, 'page.desk.title')}</h1>
            <Counts here={here} queue={queue} />
            <div class="desk__tools">
              {mayDo('GET /desk/new', here.me, lang) && (
                <a class="button button--second" href={link('/desk/new')} data-key="n">
                  {t(lang, 'page.desk.new')}
                </a>
              )}
              <Help lang={lang} />
            </div>
          </div>
          <Filters here={here} filters={filters} />
          <Stale lang={lang} time={formatTime(zoneOf(world, here), here.now)} />
          <div id="queue" data-live data-next={nextIn(queue, here.now)}>
            {missed && (
              <p class="notice notice--soon" role="status">
                {t(lang, 'page.desk.noSuchNumber', { number: missed })}
              </p>
            )}
            {items.length === 0 ? (
              <Nothing here={here} queue={queue} />
            ) : (
              <ol class="queue">
                {items.map((item) => (
                  <QueueRow here={here} world={world} item={item} query={queuePath(filters).slice('/desk'.length)} />
                ))}
              </ol>
            )}
            <Pagination
              lang={lang}
              first={beyondFirst ? link(queuePath(filters)) : null}
              next={queue.next && link(queuePath(filters, queue.next))}
            />
          </div>
        </LiveRegion>
      </db-keys>
    </StaffLayout>
  )
}

/** Links, not choices: each queue has its address, and nothing happens under the hands of whoever only looks. */
function Filters({ here: { lang, me }, filters }: { here: StaffHere; filters: QueueFilters }) {
  const link = (more: Partial<QueueFilters>) => inLanguage(lang, queuePath({ ...filters, ...more }))
  const name = (whose: Whose) => (whose === 'branch' && me.branch === CENTRAL ? 'all' : whose)
  return (
    <div class="desk__filter">
      <nav class="switch" aria-label={t(lang, 'page.desk.whose')}>
        {queuesOf(me).map((whose) => (
          <a href={link({ whose })} aria-current={whose === filters.whose ? 'true' : undefined}>
            {t(lang, `page.desk.queue.${name(whose)}`)}
          </a>
        ))}
      </nav>
      <a class="tick" href={link({ overdue: !filters.overdue })} aria-current={filters.overdue ? 'true' : undefined}>
        <span aria-hidden="true">{filters.overdue ? '☑' : '☐'}</span> {t(lang, 'page.desk.overdueOnly')}
      </a>
      <form class="desk__search" method="get" action={inLanguage(lang, '/desk')} role="search">
        <Hidden values={{ whose: filters.whose, overdue: filters.overdue ? 'yes' : null }} />
        <label class="shade" for="q">
          {t(lang, 'page.desk.search')}
        </label>
        <input
          class="govuk-input"
          id="q"
          name="q"
          type="search"
          maxLength={200}
          value={filters.q}
          placeholder={t(lang, 'page.desk.search')}
        />
        <button class="button button--second" type="submit">
          {t(lang, 'page.desk.find')}
        </button>
      </form>
    </div>
  )
}

/** How much is due within three hours and today; said again when it changes. */
function Counts({ here: { lang }, queue }: Pick<QueueProps, 'here' | 'queue'>) {
  const { counts } = queue
  const shown = (n: number) => (n >= MOST_COUNTED ? `${MOST_COUNTED - 1}+` : String(n))
  return (
    <p class="counts" id="counts" role="status" data-live>
      <span class={counts.now > 0 ? 'counts__now' : undefined}>
        {t(lang, 'page.desk.now')} <b>{shown(counts.now)}</b>
      </span>
      <span>
        {t(lang, 'page.desk.today')} <b>{shown(counts.today)}</b>
      </span>
    </p>
  )
}

function Nothing({ here: { lang }, queue: { filters } }: Pick<QueueProps, 'here' | 'queue'>) {
  const filtered = filters.overdue || filters.q !== ''
  return (
    <div class={`notice${filtered ? '' : ' notice--met'}`}>
      <p>
        <strong>{t(lang, filtered ? 'page.desk.noneFound' : 'page.desk.none')}</strong>
      </p>
      <p>{t(lang, filtered ? 'page.desk.noneFoundHint' : 'page.desk.noneHint')}</p>
    </div>
  )
}

/** What the page listens to: what concerns me, and my branch with those below it; the centre hears all. */
function topicsOf({ me }: StaffHere): string {
  const centre = me.roles.some((role) => role === 'central' || role === 'central-head' || role === 'auditor')
  return centre ? 'me central' : `me branch:${me.branch}`
}

const zoneOf = ({ reference }: FullWorld, { me }: StaffHere) => reference.branch(me.branch)?.zone ?? 'Asia/Almaty'

/** Milliseconds to the next instant at which something of the queue becomes overdue. */
function nextIn({ items }: Queue, now: number): number | undefined {
  const due = items.map((c) => c.dueAt).filter((at): at is number => at !== null && at > now)
  return due.length > 0 ? Math.min(...due) - now : undefined
}
