import { type DawnFacts, dawnOf } from '../../../shared/domain/dawn.ts'
import { OWN_NAME } from '../../../shared/i18n/languages.ts'
import { t } from '../../../shared/i18n/text.ts'
import { CaseCard } from '../components/case-card.tsx'
import { Clock } from '../components/clock.tsx'
import { Checkbox, ErrorSummary, Input, Radios, Select, TextArea } from '../components/form.tsx'
import { Notice } from '../components/notice.tsx'
import { Pagination } from '../components/pagination.tsx'
import { StateTag } from '../components/state-tag.tsx'
import { Timeline } from '../components/timeline.tsx'
import { type Here, LANGS } from '../here.ts'
import { Layout } from '../layout.tsx'
import type { Pages } from '../pages.ts'
import { StaffLayout } from '../staff/layout.tsx'
import { type StaffHere, staffHere } from '../staff/pages.ts'

const HOUR = 3_600_000
const ZONE = 'Asia/Almaty'

/** `/gallery`, in development only: every component in every state, in three languages at once; `?staff` in the frame of the staff. */
export function galleryPage(pages: Pages): void {
  pages.get('/gallery', async ({ here, form }) => {
    const staff = 'staff' in form ? staffHere(pages.deps, here) : undefined
    return { page: staff ? <StaffGallery here={staff} /> : <Gallery here={here} /> }
  })
}

function StaffGallery({ here }: { here: StaffHere }) {
  return (
    <StaffLayout here={here} title={t(here.lang, 'page.frame.name')}>
      <h1 class="shade">{t(here.lang, 'page.frame.name')}</h1>
      {LANGS.map((lang) => (
        <div lang={lang}>
          <Pieces here={{ ...here, lang }} />
        </div>
      ))}
    </StaffLayout>
  )
}

function states(now: number): readonly DawnFacts[] {
  const facts = (from: number, due: number, more: Partial<DawnFacts> = {}): DawnFacts => ({
    from: now + from * HOUR,
    due: now + due * HOUR,
    kept: null,
    raised: false,
    ended: false,
    ...more,
  })
  return [
    facts(-2, 11.3),
    facts(-12, 1.2),
    facts(-14, -0.5),
    facts(-20, -5, { raised: true }),
    facts(-30, -12, { kept: now - 15 * HOUR }),
    facts(-30, -12, { kept: now - 9 * HOUR }),
    facts(-30, -12, { ended: true }),
  ]
}

function Gallery({ here }: { here: Here }) {
  return (
    <Layout here={here} title={t(here.lang, 'page.frame.name')} personal>
      <h1 class="shade">{t(here.lang, 'page.frame.name')}</h1>
      {LANGS.map((lang) => (
        <div lang={lang}>
          <Pieces here={{ ...here, lang }} />
        </div>
      ))}
    </Layout>
  )
}

function Pieces({ here }: { here: Here }) {
  const { lang, now } = here
  const dawns = states(now).map((facts) => dawnOf(facts, now))
  const id = (name: string) => `${lang}-${name}`
  const words = (key: 'text' | 'email' | 'region') => t(lang, `page.report.need.${key}`)
  const options = (['yes', 'no'] as const).map((value) => ({ value, text: t(lang, `page.track.${value}`) }))
  const faults = new Map([
    [id('text'), words('text')],
    [id('choice'), words('region')],
  ])
  return (
    <section class="wide section" aria-label={OWN_NAME[lang]}>
      <h2>{OWN_NAME[lang]}</h2>
      <p class="row">
        {dawns.map((dawn) => (
          <StateTag lang={lang} state={dawn.state} />
        ))}
      </p>
      <div class="columns">
        <div>
          {dawns.map((dawn) => (
            <Clock lang={lang} zone={ZONE} now={now} dawn={dawn} why={t(lang, 'page.front.step2Text')} />
          ))}
        </div>
        <div>
          <p class="row">
            <button class="button" type="button">
              {t(lang, 'page.report.send')}
            </button>
            <button class="button button--second" type="button">
              {t(lang, 'page.case.support')}
            </button>
            <button class="button button--link" type="button">
              {t(lang, 'page.report.change')}
            </button>
          </p>
          {(['waiting', 'met', 'soon', 'missed'] as const).map((kind) => (
            <Notice kind={kind}>
              <p>{t(lang, 'page.front.lateText')}</p>
            </Notice>
          ))}
          <Timeline
            here={here}
            zone={ZONE}
            steps={[
              { at: now - 20 * HOUR, title: t(lang, 'event.reported'), lines: [] },
              {
                at: now - 3 * HOUR,
                title: t(lang, 'event.reacted'),
                lines: [t(lang, 'page.case.nextStep')],
                words: { text: t(lang, 'page.front.lead'), lang },
                look: 'met',
              },
              { at: now - HOUR, title: t(lang, 'event.escalated'), lines: [], look: 'raised' },
              { at: now + 4 * HOUR, title: t(lang, 'page.case.comingAnswer'), lines: [], coming: true },
            ]}
          />
        </div>
      </div>
      <ul class="cards">
        {dawns.map((dawn, i) => (
          <li>
            <CaseCard
              here={here}
              number="39-26-0004127-3"
              title={i % 2 === 0 ? { text: t(lang, 'page.front.lead'), lang } : null}
              category={t(lang, 'page.report.topic')}
              place={t(lang, 'page.report.region')}
              zone={ZONE}
              reportedAt={dawn.from}
              supporters={i * 20}
              dawn={dawn}
            />
          </li>
        ))}
      </ul>
      <Pagination lang={lang} first="#" next="#" />
      <ErrorSummary lang={lang} faults={faults} />
      <TextArea
        lang={lang}
        id={id('text')}
        label={t(lang, 'page.report.what')}
        hint={t(lang, 'page.report.whatHint')}
        faults={faults}
      />
      <Input lang={lang} id={id('email')} label={t(lang, 'page.report.email')} optional />
      <Select
        lang={lang}
        id={id('choice')}
        label={t(lang, 'page.report.region')}
        empty={t(lang, 'page.report.regionNone')}
        options={options}
        faults={faults}
      />
      <Checkbox
        lang={lang}
        id={id('tick')}
        label={t(lang, 'page.report.publish')}
        hint={t(lang, 'page.report.publishHint')}
        checked
      />
      <Radios lang={lang} id={id('radio')} label={t(lang, 'page.track.ask')} options={options} value="yes" />
    </section>
  )
}
