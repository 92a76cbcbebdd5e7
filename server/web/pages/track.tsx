import { randomUUID } from 'node:crypto'
import { canMove, isOpen } from '../../../shared/domain/status.ts'
import { formatNear, t } from '../../../shared/i18n/format.ts'
import type { ReadCase } from '../case-read.ts'
import { ErrorSummary, type Faults, Hidden, Radios, TextArea } from '../components/form.tsx'
import { LiveRegion } from '../components/live.tsx'
import { Notice } from '../components/notice.tsx'
import { type Here, inLanguage } from '../here.ts'
import { Layout } from '../layout.tsx'
import { CaseBody } from './case.tsx'

const DAY = 86_400_000

interface TrackProps {
  readonly here: Here
  readonly read: ReadCase
  readonly token: string
  readonly faults: Faults
  readonly typed: { readonly text?: string; readonly why?: string; readonly solved?: string; readonly rating?: string }
  readonly done: 'added' | 'confirmed' | 'disputed' | null
}

/** The reporter's own page: what everyone sees and more, and the reporter's word. */
export function TrackPage({ here, read, token, faults, typed, done }: TrackProps) {
  const { lang } = here
  const c = read.seen.case
  const track = `/track/${token}`
  return (
    <Layout here={here} title={`${t(lang, 'page.track.title')} ${c.number}`} personal faulty={faults.size > 0}>
      <LiveRegion topic={`case:${c.number}`}>
        <div class="wide section">
          <ErrorSummary lang={lang} faults={faults} />
          {done && (
            <Notice kind="met" said>
              <p>
                <strong>{t(lang, `page.track.${done}`)}</strong>
              </p>
            </Notice>
          )}
          <p class="case__number">{c.number}</p>
          <h1>{t(lang, 'page.track.title')}</h1>
          <p class="quiet">{t(lang, 'page.track.lead')}</p>
          <AskReporter here={here} read={read} track={track} faults={faults} typed={typed} />
          <CaseBody here={here} read={read}>
            <div class="actions">
              <a class="button button--second" href={inLanguage(lang, `${track}/calendar.ics`)} download>
                {t(lang, 'page.report.doneCalendar')}
              </a>
              <a class="button button--link" href={inLanguage(lang, `/cases/${c.number}`)}>
                {t(lang, 'page.track.publicPage')}
              </a>
            </div>
          </CaseBody>
          {isOpen(c.status) && (
            <form method="post" action={`${inLanguage(lang, `${track}/updates`)}#add`} id="add" novalidate>
              <Hidden values={{ key: randomUUID(), _csrf: here.csrf }} />
              <TextArea
                lang={lang}
                id="text"
                faults={faults}
                label={t(lang, 'page.track.add')}
                hint={t(lang, 'page.track.addHint')}
                value={typed.text ?? ''}
                rows={4}
              />
              <button class="button" type="submit">
                {t(lang, 'page.track.addButton')}
              </button>
            </form>
          )}
        </div>
      </LiveRegion>
    </Layout>
  )
}

/** The question to the reporter: is it solved, or, after a rejection, do they agree. */
function AskReporter({
  here,
  read,
  track,
  faults,
  typed,
}: Pick<TrackProps, 'here' | 'read' | 'faults' | 'typed'> & { track: string }) {
  const { lang, now } = here
  const c = read.seen.case
  const { disputeDays } = read.world.policy
  const until = (read.row.facts.case.decidedAt ?? 0) + disputeDays * DAY
  const resolved = c.status === 'resolved'
  const mayDispute = canMove(c.status, 'dispute') && now < until
  if (!resolved && !mayDispute) return null
  const rejected = c.status === 'rejected'
  const deadline = read.seen.deadlines.find((d) => d.kind === 'confirmation' && d.closedAt === null)
  const when = formatNear(lang, c.zone, resolved ? (deadline?.dueAt ?? until) : until, now)
  return (
    <section class="panel narrow" aria-labelledby="ask">
      <h2 id="ask">{t(lang, rejected ? 'page.track.askRejected' : 'page.track.ask')}</h2>
      <p>{t(lang, rejected ? 'page.track.askRejectedHint' : 'page.track.askHint', { when })}</p>
      <form method="post" action={inLanguage(lang, `${track}/confirmation`)} novalidate>
        <Hidden values={{ key: randomUUID(), _csrf: here.csrf }} />
        {resolved ? (
          <>
            <Radios
              lang={lang}
              id="solved"
              faults={faults}
              label={t(lang, 'page.track.ask')}
              value={typed.solved ?? ''}
              options={[
                { value: 'yes', text: t(lang, 'page.track.yes') },
                { value: 'no', text: t(lang, 'page.track.no') },
              ]}
            />
            <Radios
              lang={lang}
              id="rating"
              inline
              optional
              label={t(lang, 'page.track.rating')}
              value={typed.rating ?? ''}
              options={(['5', '4', '3', '2', '1'] as const).map((n) => ({
                value: n,
                text: t(lang, `page.track.rate.${n}`),
              }))}
            />
          </>
        ) : (
          <Hidden values={{ solved: 'no' }} />
        )}
        <TextArea
          lang={lang}
          id="why"
          optional
          faults={faults}
          label={t(lang, 'page.track.why')}
          hint={t(lang, 'page.track.whyHint')}
          value={typed.why ?? ''}
          rows={3}
        />
        <button class="button" type="submit">
          {t(lang, resolved ? 'page.track.confirmButton' : 'page.track.disagree')}
        </button>
      </form>
    </section>
  )
}
