import type { MeetingRow } from '../../../db/views/meetings.ts'
import { formatDue, formatNear } from '../../../shared/i18n/format.ts'
import { t } from '../../../shared/i18n/text.ts'
import type { FullWorld } from '../../world.ts'
import { type Fact, FactList } from '../components/fact-list.tsx'
import { ErrorSummary, NO_FAULTS, TextArea } from '../components/form.tsx'
import { Notice } from '../components/notice.tsx'
import { inLanguage } from '../here.ts'
import { type Back, DeedForm, fieldOf } from '../orders/parts.tsx'
import { StaffLayout } from '../staff/layout.tsx'
import type { StaffHere } from '../staff/pages.ts'
import { personWords } from '../staff/person.ts'
import { MeetingState } from './parts.tsx'
import { owedBy, spanOf } from './words.ts'

export const MEETING_DONE = ['called', 'change', 'cancellation', 'minutes'] as const

export interface MeetingProps {
  readonly here: StaffHere
  readonly world: FullWorld
  readonly meeting: MeetingRow
  /** Whether the reader may change it. */
  readonly may: boolean
  /** Numbers of those cases that are open to the reader from inside. */
  readonly inside: ReadonlySet<string>
  readonly back: Back | null
  readonly done: (typeof MEETING_DONE)[number] | null
}

/** `/meetings/{id}`: when, where, who, what was decided, and what may be done now. */
export function MeetingPage(props: MeetingProps) {
  const { here, meeting, may, inside, back, done } = props
  const { lang, now } = here
  return (
    <StaffLayout here={here} title={meeting.title} at="meetings" faulty={back !== null}>
      <div class="wide section">
        <a class="back" href={inLanguage(lang, '/meetings')}>
          {t(lang, 'page.meetings.title')}
        </a>
        <ErrorSummary lang={lang} faults={back?.faults ?? NO_FAULTS} />
        {done && (
          <Notice kind="met" said>
            <p>{t(lang, `page.meetings.done.${done}`)}</p>
          </Notice>
        )}
        {done === 'called' && meeting.cases.map((c) => <db-draft name={`meeting-${c.number}`} clear />)}
        <h1 class="words">{meeting.title}</h1>
        {may && meeting.state === 'called' && meeting.startsAt <= now && (
          <p>
            <a class="button" href={inLanguage(lang, `/meetings/${meeting.id}/minutes`)}>
              {t(lang, 'page.meetings.do.minutes')}
            </a>
          </p>
        )}
        <div class="meeting">
          <div class="meeting__what">
            <Facts {...props} />
            <p>
              <a href={inLanguage(lang, `/meetings/${meeting.id}/calendar.ics`)} download>
                {t(lang, 'page.meetings.calendar')}
              </a>
            </p>
            <section aria-labelledby="agenda">
              <h2 id="agenda">{t(lang, 'page.meetings.agenda')}</h2>
              <p class="words">{meeting.agenda}</p>
            </section>
            {meeting.decisions.length > 0 && (
              <section aria-labelledby="decisions">
                <h2 id="decisions">{t(lang, 'page.meetings.decisions')}</h2>
                <ol class="decided">
                  {meeting.decisions.map((d) => (
                    <li>
                      <p class="words">{d.text}</p>
                      <p class="quiet">
                        {d.instruction === null ? (
                          t(lang, 'page.meetings.noOrder', { reason: d.noAction ?? '' })
                        ) : (
                          <a href={inLanguage(lang, `/instructions/${d.instruction}`)}>
                            {t(lang, 'page.meetings.ordered', { id: String(d.instruction) })}
                          </a>
                        )}
                        {meeting.cases.length > 1 && (
                          <>
                            {' · '}
                            <CaseLink
                              here={here}
                              number={meeting.cases.find((c) => c.id === d.caseId)?.number ?? ''}
                              inside={inside}
                            />
                          </>
                        )}
                      </p>
                    </li>
                  ))}
                </ol>
              </section>
            )}
          </div>
          <Deeds {...props} />
        </div>
      </div>
    </StaffLayout>
  )
}

function CaseLink({
  here: { lang },
  number,
  inside,
}: {
  here: StaffHere
  number: string
  inside: ReadonlySet<string>
}) {
  return (
    <a class="number" href={inLanguage(lang, `${inside.has(number) ? '/desk' : ''}/cases/${number}`)}>
      {number}
    </a>
  )
}

function Facts({ here, world, meeting, inside }: MeetingProps) {
  const { lang, now } = here
  const { roster, reference } = world
  const person = (id: number) => personWords(world, lang, id)
  const list = (items: readonly preact.ComponentChildren[]) => (
    <ul class="plain-list">
      {items.map((item) => (
        <li>{item}</li>
      ))}
    </ul>
  )
  const near = (at: number) => formatNear(lang, meeting.zone, at, now)
  const by = (id: number, at: number) =>
    t(lang, 'page.orders.by', { who: roster.person(id)?.name ?? '', when: near(at) })
  const bodies = meeting.bodies.map((code) => {
    const body = reference.body(code)
    return (
      <>
        {body?.name[lang] ?? code}
        <span class="quiet">, {t(lang, `page.meetings.${body?.email ? 'mailed' : 'byHand'}`)}</span>
      </>
    )
  })
  // Calling it off is a change of the invitation, too, and is told by itself.
  const changes = meeting.sequence - (meeting.state === 'cancelled' ? 1 : 0)
  const facts: Fact[] = [
    [t(lang, 'page.meetings.state'), <MeetingState here={here} world={world} meeting={meeting} />],
    [t(lang, 'page.meetings.when'), <b>{spanOf(lang, meeting, now)}</b>],
    [t(lang, 'page.meetings.where'), <span class="words">{meeting.place}</span>],
    meeting.state === 'called' && [
      t(lang, 'page.meetings.owedBy'),
      formatDue(lang, meeting.zone, owedBy(meeting, world)),
    ],
    meeting.cancelledAt !== null && [t(lang, 'page.meetings.because'), meeting.cancelReason ?? ''],
    meeting.heldAt !== null && [t(lang, 'page.meetings.written'), by(meeting.minutesBy ?? 0, meeting.heldAt)],
    [t(lang, 'page.meetings.organiser'), person(meeting.organiser)],
    [t(lang, 'page.meetings.staff'), list(meeting.staff.map(person))],
    [t(lang, 'page.meetings.bodies'), bodies.length > 0 ? list(bodies) : t(lang, 'page.meetings.noBodies')],
    [
      t(lang, 'page.meetings.cases'),
      list(meeting.cases.map(({ number }) => <CaseLink here={here} number={number} inside={inside} />)),
    ],
    [
      t(lang, 'page.meetings.invitation'),
      changes > 0 ? t(lang, 'page.meetings.changed', { n: changes }) : t(lang, 'page.meetings.unchanged'),
    ],
  ]
  return <FactList facts={facts} />
}

function Deeds({ here, meeting, may, back }: MeetingProps) {
  const { lang, now } = here
  if (meeting.state !== 'called') return null
  if (!may) return <p class="quiet">{t(lang, 'page.meetings.nothingToDo')}</p>
  const path = `/meetings/${meeting.id}`
  return (
    <section class="deeds meeting__deeds">
      <p>
        <a
          class={`button${meeting.startsAt <= now ? ' button--second' : ''}`}
          href={inLanguage(lang, `${path}/change`)}
        >
          {t(lang, 'page.meetings.change')}
        </a>
      </p>
      <DeedForm
        here={here}
        deed="cancellation"
        action={`${path}/cancellation`}
        title={t(lang, 'page.meetings.do.cancellation')}
        back={back}
      >
        <TextArea
          {...fieldOf(lang, back, 'cancellation', 'reason', t(lang, 'page.meetings.field.reason'))}
          hint={t(lang, 'page.meetings.field.reasonHint')}
          rows={3}
        />
      </DeedForm>
    </section>
  )
}
