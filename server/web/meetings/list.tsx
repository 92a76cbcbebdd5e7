import { CENTRAL } from '../../../shared/domain/case.ts'
import { t } from '../../../shared/i18n/text.ts'
import type { MeetingList } from '../../meetings/list.ts'
import type { FullWorld } from '../../world.ts'
import { Pagination } from '../components/pagination.tsx'
import { inLanguage } from '../here.ts'
import { StaffLayout } from '../staff/layout.tsx'
import type { StaffHere } from '../staff/pages.ts'
import { MeetingCard } from './parts.tsx'

export type Whose = 'mine' | 'reach'

function meetingsPath(whose: Whose, cursor?: string): string {
  const query = new URLSearchParams({
    ...(whose === 'reach' ? { whose } : {}),
    ...(cursor ? { cursor } : {}),
  }).toString()
  return query ? `/meetings?${query}` : '/meetings'
}

interface ListProps {
  readonly here: StaffHere
  readonly world: FullWorld
  readonly whose: Whose
  /** Whether there is more to see than one's own. */
  readonly leads: boolean
  readonly list: MeetingList
  readonly beyondFirst: boolean
}

/** `/meetings`: what is called, the soonest first and minutes that are owed before all, then what is over. */
export function MeetingsPage({ here, world, whose, leads, list, beyondFirst }: ListProps) {
  const { lang } = here
  const { called, past, nextCursor } = list
  const reach = here.me.branch === CENTRAL ? 'all' : 'reach'
  const title = t(lang, 'page.meetings.title')
  return (
    <StaffLayout here={here} title={title} at="meetings">
      <div class="wide section meetings">
        <h1>{title}</h1>
        {leads && (
          <div class="desk__filter">
            <nav class="switch" aria-label={t(lang, 'page.meetings.whose')}>
              {(['mine', 'reach'] as const).map((name) => (
                <a href={inLanguage(lang, meetingsPath(name))} aria-current={name === whose ? 'true' : undefined}>
                  {t(lang, `page.meetings.${name === 'mine' ? 'mine' : reach}`)}
                </a>
              ))}
            </nav>
          </div>
        )}
        {called.length + past.length === 0 && (
          <p class="quiet">
            {t(lang, 'page.meetings.none')} {t(lang, 'page.meetings.noneHint')}
          </p>
        )}
        {([['called', called] as const, ['past', past] as const] as const).map(
          ([name, rows]) =>
            rows.length > 0 && (
              <section aria-labelledby={name}>
                <h2 id={name}>{t(lang, `page.meetings.${name}`)}</h2>
                <ul class="cards">
                  {rows.map((meeting) => (
                    <li>
                      <MeetingCard here={here} world={world} meeting={meeting} level={3} />
                    </li>
                  ))}
                </ul>
              </section>
            ),
        )}
        <Pagination
          lang={lang}
          first={beyondFirst ? inLanguage(lang, meetingsPath(whose)) : null}
          next={nextCursor && inLanguage(lang, meetingsPath(whose, nextCursor))}
        />
      </div>
    </StaffLayout>
  )
}
