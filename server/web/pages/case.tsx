import { formatTime, t } from '../../../shared/i18n/format.ts'
import { explain } from '../../because.ts'
import { isOpenTo } from '../../cases/attachment-view.ts'
import { answerShown } from '../../cases/view.ts'
import type { ReadCase } from '../case-read.ts'
import { beginning, dawnOfCase } from '../case-words.ts'
import { CaseFacts, CaseSteps } from '../components/case-facts.tsx'
import { Clock } from '../components/clock.tsx'
import { ErrorSummary, type Faults } from '../components/form.tsx'
import { Join, type JoinTyped } from '../components/join.tsx'
import { LiveRegion } from '../components/live.tsx'
import { Notice } from '../components/notice.tsx'
import { Timeline } from '../components/timeline.tsx'
import { type Here, inLanguage } from '../here.ts'
import { Layout } from '../layout.tsx'
import { Where } from '../place/where.tsx'
import { comingOf, stepsOf } from '../steps.ts'

const THANKS = {
  supported: 'page.case.supportThanks',
  followed: 'page.citizen.follow.asked',
  complained: 'page.citizen.abuse.thanks',
} as const

/** What the reader has just done. */
export type Done = keyof typeof THANKS
export const DONE = Object.keys(THANKS) as readonly Done[]

interface CaseProps {
  readonly here: Here
  readonly read: ReadCase
  readonly faults: Faults
  readonly typed: JoinTyped
  readonly done: Done | null
}

/** What everyone sees of a case. */
export function CasePage({ here, read, faults, typed, done }: CaseProps) {
  const { lang, now } = here
  const { seen, world } = read
  const c = seen.case
  const shown = c.public && (c.erasedAt ?? null) === null
  const topic = world.reference.category(c.category)?.name[lang] ?? c.category
  const title = shown ? (c.title ?? beginning(c.text, 80)) : topic
  return (
    <Layout
      here={here}
      title={`${c.number} ${title}`}
      at="cases"
      feed={`/feed.atom?case=${c.number}`}
      faulty={faults.size > 0}
    >
      <LiveRegion topic={`case:${c.number}`}>
        <div class="wide section">
          <ErrorSummary lang={lang} faults={faults} />
          <a class="back" href={inLanguage(lang, '/cases')}>
            {t(lang, 'page.frame.cases')}
          </a>
          {done && (
            <Notice kind="met" said>
              <p>{t(lang, THANKS[done])}</p>
            </Notice>
          )}
          <p class="case__number">{c.number}</p>
          <h1 lang={shown ? c.language : undefined}>{title}</h1>
          <CaseBody here={here} read={read}>
            <Join here={here} read={read} faults={faults} typed={typed} supported={done === 'supported'} />
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
  /** Where the reporter's photos are opened; everyone else's path is that of the API, which asks again. */
  readonly photoPath?: string | undefined
  readonly children?: preact.ComponentChildren
}

/** Clock, words, steps and facts: the same for everyone and for the reporter, each as far as they may see. */
export function CaseBody({ here, read, photoPath, children }: BodyProps) {
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
        <Where here={here} read={read} />
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
          <Photos here={here} read={read} photoPath={photoPath} />
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
          <p class="quiet no-print">
            <a href={`/api/v1/cases/${c.number}/proof`} download>
              {t(lang, 'page.stats.ledger.proof')}
            </a>
          </p>
        </section>
        <CaseSteps here={here} read={read} />
      </div>
      <div class="case__side">{children}</div>
    </div>
  )
}

/** The photos that this reader may see. */
function Photos({ here, read, photoPath }: BodyProps) {
  const { seen, sight } = read
  const c = seen.case
  const at = photoPath ?? `/api/v1/cases/${c.number}/attachments`
  const photos = (seen.attachments ?? []).filter(
    (file) =>
      file.mime.startsWith('image/') && isOpenTo(file, photoPath && sight === 'reporter' ? sight : 'outside', c.public),
  )
  if (photos.length === 0) return null
  return (
    <ul class="photos">
      {photos.map((file, i) => (
        <li>
          <a href={`${at}/${file.id}`}>
            <img
              src={`${at}/${file.id}`}
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
