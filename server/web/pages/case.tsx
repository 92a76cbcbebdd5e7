import { isOpen } from '../../../shared/domain/status.ts'
import { formatTime, t } from '../../../shared/i18n/format.ts'
import { explain } from '../../because.ts'
import { isOpenTo } from '../../cases/attachment-view.ts'
import { answerShown } from '../../cases/view.ts'
import type { ReadCase } from '../case-read.ts'
import { beginning, dawnOfCase } from '../case-words.ts'
import { CaseFacts, CaseSteps } from '../components/case-facts.tsx'
import { Clock } from '../components/clock.tsx'
import { ErrorSummary, type Faults, Hidden, Input } from '../components/form.tsx'
import { LiveRegion } from '../components/live.tsx'
import { Notice } from '../components/notice.tsx'
import { Timeline } from '../components/timeline.tsx'
import { type Here, inLanguage } from '../here.ts'
import { Layout } from '../layout.tsx'
import { comingOf, stepsOf } from '../steps.ts'

interface CaseProps {
  readonly here: Here
  readonly read: ReadCase
  readonly faults: Faults
  /** The address typed, when it was faulty. */
  readonly email: string
  readonly done: 'supported' | 'followed' | null
}

/** What everyone sees of a case. */
export function CasePage({ here, read, faults, email, done }: CaseProps) {
  const { lang, now } = here
  const { seen, world } = read
  const c = seen.case
  const shown = c.public && (c.erasedAt ?? null) === null
  const topic = world.reference.category(c.category)?.name[lang] ?? c.category
  const title = shown ? (c.title ?? beginning(c.text, 80)) : topic
  const path = `/cases/${c.number}`
  return (
    <Layout here={here} title={`${c.number} ${title}`} at="cases" faulty={faults.size > 0}>
      <LiveRegion topic={`case:${c.number}`}>
        <div class="wide section">
          <ErrorSummary lang={lang} faults={faults} />
          <a class="back" href={inLanguage(lang, '/cases')}>
            {t(lang, 'page.frame.cases')}
          </a>
          {done && (
            <Notice kind="met" said>
              <p>{t(lang, done === 'followed' ? 'page.case.followed' : 'page.case.supportThanks')}</p>
            </Notice>
          )}
          <p class="case__number">{c.number}</p>
          <h1 lang={shown ? c.language : undefined}>{title}</h1>
          <CaseBody here={here} read={read}>
            <div class="panel actions" id="join">
              <p id="supporters" data-live>
                {(c.supporters ?? 0) > 0 && t(lang, 'page.case.supporters', { n: c.supporters ?? 0 })}
              </p>
              {isOpen(c.status) && (
                <>
                  <form method="post" action={inLanguage(lang, `${path}/supporters`)}>
                    <Hidden values={{ _csrf: here.csrf }} />
                    <button
                      class="button button--second"
                      type="submit"
                      disabled={done === 'supported' ? true : undefined}
                    >
                      {t(lang, done === 'supported' ? 'page.case.supported' : 'page.case.support')}
                    </button>
                  </form>
                  <details class="govuk-details" open={faults.has('email') ? true : undefined}>
                    <summary class="govuk-details__summary">
                      <span class="govuk-details__summary-text">{t(lang, 'page.case.follow')}</span>
                    </summary>
                    <form
                      class="govuk-details__text"
                      method="post"
                      action={inLanguage(lang, `${path}/followers`)}
                      novalidate
                    >
                      <Hidden values={{ _csrf: here.csrf }} />
                      <Input
                        lang={lang}
                        id="email"
                        type="email"
                        autocomplete="email"
                        inputMode="email"
                        faults={faults}
                        label={t(lang, 'page.case.followEmail')}
                        hint={t(lang, 'page.case.followHint')}
                        value={email}
                        maxLength={254}
                      />
                      <button class="button" type="submit">
                        {t(lang, 'page.case.followButton')}
                      </button>
                    </form>
                  </details>
                </>
              )}
              <db-share hidden data-copied={t(lang, 'page.frame.copied')}>
                <button class="button button--link" type="button">
                  {t(lang, 'page.frame.share')}
                </button>
              </db-share>
            </div>
          </CaseBody>
          <p class="quiet small" id="updated" data-live>
            {t(lang, 'page.frame.updated', { time: formatTime(c.zone, now) })}
          </p>
        </div>
      </LiveRegion>
    </Layout>
  )
}

interface BodyProps {
  readonly here: Here
  readonly read: ReadCase
  readonly children?: preact.ComponentChildren
}

/** Clock, words, steps and facts: the same for everyone and for the reporter, each as far as they may see. */
export function CaseBody({ here, read, children }: BodyProps) {
  const { lang, now } = here
  const { seen, world, sight } = read
  const c = seen.case
  const shown = sight !== 'outside' || c.public
  const dawn = dawnOfCase({ ...c, deadlines: seen.deadlines }, now)
  const because = seen.deadlines.filter((d) => d.kind === 'response').at(-1)?.because
  const coming = comingOf(seen, here, c.zone)
  return (
    <div class="case">
      <section class="case__clock" aria-label={t(lang, 'page.case.clock')} id="clock" data-live>
        <Clock
          lang={lang}
          zone={c.zone}
          now={now}
          dawn={dawn}
          {...(because ? { why: explain(because, lang, world.reference) } : {})}
        />
      </section>
      <div class="case__facts" id="facts" data-live>
        <CaseFacts here={here} read={read} />
      </div>
      <div class="case__story">
        {c.publicAnswer && (
          <Notice kind="waiting">
            <h2>{t(lang, 'page.case.answer')}</h2>
            <p class="words">{answerShown(c)?.text}</p>
            {c.publicAnswer.competentBody && (
              <p>
                {t(lang, 'page.case.competent', {
                  body: world.reference.body(c.publicAnswer.competentBody)?.name[lang] ?? c.publicAnswer.competentBody,
                })}
              </p>
            )}
            {c.publicAnswer.into && (
              <p>
                <a href={inLanguage(lang, `/cases/${c.publicAnswer.into}`)}>
                  {t(lang, 'page.case.mergedInto', { number: c.publicAnswer.into })}
                </a>
              </p>
            )}
          </Notice>
        )}
        <section aria-labelledby="about">
          <h2 id="about">{t(lang, 'page.case.about')}</h2>
          {shown ? (
            <p class="words" lang={c.language}>
              {c.text}
            </p>
          ) : (
            <p class="quiet">{t(lang, 'page.case.private')}</p>
          )}
          <Photos here={here} read={read} />
        </section>
        <section class="part" aria-labelledby="history" id="steps" data-live>
          <h2 id="history">{t(lang, 'page.case.history')}</h2>
          <Timeline here={here} zone={c.zone} steps={stepsOf(read.events, here, c.zone, world)} />
          {coming.length > 0 && (
            <>
              <h2>{t(lang, 'page.case.coming')}</h2>
              <Timeline here={here} zone={c.zone} steps={coming} />
            </>
          )}
        </section>
        <CaseSteps here={here} read={read} />
      </div>
      <div class="case__side">{children}</div>
    </div>
  )
}

/** Photos that everyone may see; the address is that of the API, which asks again. */
function Photos({ here, read }: BodyProps) {
  const c = read.seen.case
  const photos = (read.seen.attachments ?? []).filter(
    (file) => file.mime.startsWith('image/') && isOpenTo(file, 'outside', c.public),
  )
  if (photos.length === 0) return null
  return (
    <ul class="photos">
      {photos.map((file, i) => (
        <li>
          <a href={`/api/v1/cases/${c.number}/attachments/${file.id}`}>
            <img
              src={`/api/v1/cases/${c.number}/attachments/${file.id}`}
              alt={t(here.lang, 'page.case.photo', { n: i + 1 })}
              loading="lazy"
              width="160"
              height="120"
            />
          </a>
        </li>
      ))}
    </ul>
  )
}
