import type { Key } from '../../../shared/i18n/catalog.ts'
import { formatDate, formatNear, t } from '../../../shared/i18n/format.ts'
import { say } from '../../../shared/i18n/text.ts'
import { addressShown } from '../../cases/view.ts'
import type { ReadCase } from '../case-read.ts'
import { placeWords } from '../case-words.ts'
import type { Here } from '../here.ts'
import { type Fact, FactList } from './fact-list.tsx'

/** What the case is, where, since when, and who answers. */
export function CaseFacts({ here, read }: { here: Here; read: ReadCase }) {
  const { lang } = here
  const { world, seen, sight } = read
  const c = seen.case
  const owner = world.roster.person(c.owner)
  const facts: Fact[] = [
    [t(lang, 'page.case.status'), say(lang, `status.${c.status}` as Key)],
    [t(lang, 'page.case.topic'), world.reference.category(c.category)?.name[lang] ?? c.category],
    [
      t(lang, 'page.case.place'),
      [addressShown(c, sight, world.reference), placeWords(c, lang, world)].filter(Boolean).join(', '),
    ],
    [t(lang, 'page.case.reportedAt'), formatNear(lang, c.zone, c.reportedAt, here.now)],
    [
      t(lang, 'page.case.who'),
      [owner && !owner.roles.includes('desk') ? owner.name : null, world.reference.branch(c.branch)?.name[lang]]
        .filter(Boolean)
        .join(', '),
    ],
    [t(lang, 'page.case.level'), say(lang, `level.${c.level}` as Key)],
  ]
  return <FactList facts={facts} />
}

/** Letters to bodies and instructions, with their dates and terms. */
export function CaseSteps({ here, read }: { here: Here; read: ReadCase }) {
  const { lang } = here
  const { contacts, instructions, meetings } = read.steps
  const date = (value: string) => formatDate(lang, value, { weekday: 'short' })
  return (
    <>
      {contacts.length > 0 && (
        <section aria-labelledby="bodies">
          <h2 id="bodies">{t(lang, 'page.case.bodies')}</h2>
          <ul class="cards">
            {contacts.map((k) => (
              <li>
                <div class="card">
                  <h3>{read.world.reference.body(k.body)?.name[lang] ?? k.body}</h3>
                  <p class="card__facts">
                    <span>{say(lang, `contactState.${k.state}` as Key)}</span>
                    <span>{t(lang, 'page.case.bodyNumber', { number: k.outgoingNumber })}</span>
                    {k.sentOn && <span>{t(lang, 'page.case.bodySent', { date: date(k.sentOn) })}</span>}
                    {k.answeredOn && <span>{t(lang, 'page.case.bodyAnswered', { date: date(k.answeredOn) })}</span>}
                    {!k.answeredOn && k.replyDueOn && (
                      <span>{t(lang, 'page.case.bodyDue', { date: date(k.replyDueOn) })}</span>
                    )}
                  </p>
                </div>
              </li>
            ))}
          </ul>
        </section>
      )}
      {meetings.length > 0 && (
        <section class="section" aria-labelledby="meetings">
          <h2 id="meetings">{t(lang, 'page.case.meetings')}</h2>
          <ul class="cards">
            {meetings.map((m) => (
              <li>
                <div class="card">
                  <h3>{date(m.on)}</h3>
                  <p class="card__facts">
                    <span>{say(lang, `meetingState.${m.state}` as Key)}</span>
                    {m.bodies.map((body) => (
                      <span>{read.world.reference.body(body)?.name[lang] ?? body}</span>
                    ))}
                  </p>
                </div>
              </li>
            ))}
          </ul>
        </section>
      )}
      {instructions.length > 0 && (
        <section class="section" aria-labelledby="instructions">
          <h2 id="instructions">{t(lang, 'page.case.instructions')}</h2>
          <ul class="cards">
            {instructions.map((i) => (
              <li>
                <div class="card">
                  <p>{i.publicText ?? t(lang, 'page.case.instructionGiven')}</p>
                  <p class="card__facts">
                    <span>{say(lang, `instructionState.${i.state}` as Key)}</span>
                    <span>{t(lang, 'page.case.instructionDue', { date: date(i.dueOn) })}</span>
                    {i.returnedOn && i.state !== 'accepted' && (
                      <span>{t(lang, 'page.case.instructionReturned', { date: date(i.returnedOn) })}</span>
                    )}
                    {i.acceptedOn && <span>{t(lang, 'page.case.instructionDone', { date: date(i.acceptedOn) })}</span>}
                  </p>
                </div>
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  )
}
