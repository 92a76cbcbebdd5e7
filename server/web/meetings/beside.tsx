import type { MeetingRow } from '../../../db/views/meetings.ts'
import { t } from '../../../shared/i18n/text.ts'
import type { FullWorld } from '../../world.ts'
import { inLanguage } from '../here.ts'
import type { StaffHere } from '../staff/pages.ts'
import { MeetingCard } from './parts.tsx'

interface BesideProps {
  readonly here: StaffHere
  readonly world: FullWorld
  readonly number: string
  readonly meetings: readonly MeetingRow[]
  /** Whether the reader may call another one. */
  readonly calls: boolean
}

/** The meetings of a case at the desk, those not yet held first, the soonest before the later; and the way to call another. */
export function CaseMeetings({ here, world, number, meetings, calls }: BesideProps) {
  const { lang } = here
  const called = (m: MeetingRow) => m.state === 'called'
  const order = (a: MeetingRow, b: MeetingRow) =>
    Number(called(b)) - Number(called(a)) || (called(a) ? a.startsAt - b.startsAt : b.startsAt - a.startsAt)
  return (
    <section aria-labelledby="meetings-title" id="meetings" data-live>
      <h2 id="meetings-title">{t(lang, 'page.meetings.ofCase')}</h2>
      {meetings.length === 0 && <p class="quiet">{t(lang, 'page.meetings.noneOfCase')}</p>}
      <ul class="cards">
        {meetings.toSorted(order).map((meeting) => (
          <li>
            <MeetingCard here={here} world={world} meeting={meeting} level={3} />
          </li>
        ))}
      </ul>
      {calls && (
        <p>
          <a class="button button--second" href={inLanguage(lang, `/desk/cases/${number}/meetings/new`)} data-key="m">
            {t(lang, 'page.meetings.call')}
            <span class="kbd" aria-hidden="true" lang="en">
              m
            </span>
          </a>
        </p>
      )}
    </section>
  )
}
