import { t } from '../../../shared/i18n/text.ts'
import { explain } from '../../because.ts'
import type { ReadCase } from '../case-read.ts'
import { dawnOfCase } from '../case-words.ts'
import { Clock } from '../components/clock.tsx'
import { type Here, inLanguage } from '../here.ts'
import { Layout } from '../layout.tsx'

/** Right after the report: the number, the promised hour and why, who answers, and the reporter's own link. */
export function DonePage({ here, read, token }: { here: Here; read: ReadCase; token: string }) {
  const { lang, now } = here
  const { seen, world } = read
  const c = seen.case
  const because = seen.deadlines.filter((d) => d.kind === 'response').at(-1)?.because
  const track = inLanguage(lang, `/track/${token}`)
  const branch = world.reference.branch(c.branch)?.name[lang] ?? c.branch
  return (
    <Layout here={here} title={t(lang, 'page.report.doneTitle')} at="report" personal>
      <db-draft name="report" clear />
      <div class="wide section columns">
        <div>
          <div class="notice notice--met" role="status">
            <h1>{t(lang, 'page.report.doneTitle')}</h1>
            <p>{t(lang, 'page.report.doneNumber')}</p>
            <p class="done__number">{c.number}</p>
            <p>{t(lang, 'page.report.doneWrite')}</p>
          </div>
          <p class="lead">{t(lang, 'page.report.doneWho', { branch })}</p>
          <Clock
            lang={lang}
            zone={c.zone}
            now={now}
            dawn={dawnOfCase({ ...c, deadlines: seen.deadlines }, now)}
            {...(because ? { why: explain(because, lang, world.reference) } : {})}
          />
        </div>
        <div>
          <h2>{t(lang, 'page.report.doneLink')}</h2>
          <p>{t(lang, 'page.report.doneLinkHint')}</p>
          <p class="link-box">{`${here.publicUrl}${track}`}</p>
          <div class="actions">
            <a class="button" href={track}>
              {t(lang, 'page.report.doneOpen')}
            </a>
            <a class="button button--second" href={`${track}/calendar.ics`} download>
              {t(lang, 'page.report.doneCalendar')}
            </a>
            <db-print hidden>
              <button class="button button--second" type="button">
                {t(lang, 'page.frame.print')}
              </button>
            </db-print>
            <a class="button button--link" href={inLanguage(lang, '/report')}>
              {t(lang, 'page.report.doneAgain')}
            </a>
          </div>
        </div>
      </div>
    </Layout>
  )
}
