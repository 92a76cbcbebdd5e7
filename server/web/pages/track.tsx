import { randomUUID } from 'node:crypto'
import type { HeldFile } from '../../../db/held-files.ts'
import type { ReporterReply } from '../../../db/views/replies.ts'
import { canMove, isOpen } from '../../../shared/domain/status.ts'
import { localDate } from '../../../shared/domain/zone.ts'
import { formatDate, formatNear, t } from '../../../shared/i18n/format.ts'
import type { ReadCase } from '../case-read.ts'
import { ErrorSummary, type Faults, Hidden, Radios, TextArea } from '../components/form.tsx'
import { LiveRegion } from '../components/live.tsx'
import { Notice } from '../components/notice.tsx'
import { HeldPhotos, PhotoField } from '../components/photos.tsx'
import { type Here, inLanguage } from '../here.ts'
import { Layout } from '../layout.tsx'
import { CaseBody } from './case.tsx'

const DAY = 86_400_000

interface TrackProps {
  readonly here: Here
  readonly read: ReadCase
  readonly token: string
  readonly faults: Faults
  /** Photos that came with the form, when something else was wrong with it. */
  readonly photos?: readonly HeldFile[]
  readonly typed: {
    readonly key?: string
    readonly text?: string
    readonly why?: string
    readonly solved?: string
    readonly rating?: string
  }
  readonly done: 'added' | 'confirmed' | 'disputed' | 'opinion' | null
  /** Replies of bodies that somebody has read, newest first. */
  readonly replies: readonly ReporterReply[]
}

/** The reporter's own page: what everyone sees and more, and the reporter's word. */
export function TrackPage({ here, read, token, faults, typed, done, replies, photos }: TrackProps) {
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
          <Replies here={here} read={read} track={track} faults={faults} replies={replies} />
          <CaseBody here={here} read={read} photoPath={inLanguage(lang, `${track}/photos`)}>
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
            <form
              method="post"
              action={`${inLanguage(lang, `${track}/updates`)}#add`}
              encType="multipart/form-data"
              id="add"
              novalidate
            >
              <Hidden values={{ key: typed.key ?? randomUUID(), _csrf: here.csrf }} />
              <TextArea
                lang={lang}
                id="text"
                faults={faults}
                label={t(lang, 'page.track.add')}
                hint={t(lang, 'page.track.addHint')}
                value={typed.text ?? ''}
                rows={4}
              />
              <PhotoField lang={lang} faults={faults} />
              {typed.key && <HeldPhotos here={here} photos={photos ?? []} draft={typed.key} drop />}
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

const OPINIONS = ['answered', 'partly', 'not'] as const

/** What the bodies have replied, and the question whether it answers; the opinion stands beside the grade of the staff. */
function Replies({
  here,
  read,
  track,
  faults,
  replies,
}: Pick<TrackProps, 'here' | 'read' | 'faults' | 'replies'> & { track: string }) {
  const { lang } = here
  const { zone, status } = read.seen.case
  if (replies.length === 0) return null
  return (
    <section class="panel narrow" aria-labelledby="replies">
      <h2 id="replies">{t(lang, 'page.track.reply.title')}</h2>
      <p class="quiet">{t(lang, 'page.track.reply.hint')}</p>
      {replies.map((reply) => {
        const id = `opinion-${reply.id}`
        const body = read.world.reference.body(reply.body)?.name[lang] ?? reply.body
        const date = formatDate(lang, localDate(zone, reply.receivedAt), { year: true })
        const given = OPINIONS.find((o) => o === reply.opinion)
        return (
          <article>
            <h3>{t(lang, 'page.track.reply.from', { body, date })}</h3>
            <p class="card__facts">
              <span>{t(lang, `grade.${reply.grade}`)}</span>
              {given && (
                <span>{t(lang, 'page.track.reply.yours', { opinion: t(lang, `page.track.reply.${given}`) })}</span>
              )}
            </p>
            {reply.text && <p class="words">{reply.text}</p>}
            {isOpen(status) && (
              <form
                method="post"
                action={`${inLanguage(lang, `${track}/replies/${reply.id}/opinion`)}#${id}`}
                novalidate
              >
                <Hidden values={{ key: randomUUID(), _csrf: here.csrf }} />
                <Radios
                  lang={lang}
                  id={id}
                  name="opinion"
                  faults={faults}
                  label={t(lang, 'page.track.reply.ask')}
                  value={given ?? ''}
                  options={OPINIONS.map((value) => ({ value, text: t(lang, `page.track.reply.${value}`) }))}
                />
                <TextArea
                  lang={lang}
                  id={`${id}-text`}
                  name="text"
                  optional
                  label={t(lang, 'page.track.why')}
                  rows={2}
                />
                <button class="button button--second" type="submit">
                  {t(lang, 'page.track.reply.send')}
                </button>
              </form>
            )}
          </article>
        )
      })}
    </section>
  )
}
