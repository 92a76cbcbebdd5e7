import type { ContactRow } from '../../../db/views/contacts.ts'
import { formatDate, t } from '../../../shared/i18n/format.ts'
import { openPromises } from '../../contacts/view.ts'
import type { FullWorld } from '../../world.ts'
import { Hidden } from '../components/form.tsx'
import { StaffForm } from '../staff/form.tsx'
import type { StaffHere } from '../staff/pages.ts'

interface BesideProps {
  readonly here: StaffHere
  readonly world: FullWorld
  /** The case from which it is looked at. */
  readonly number: string
  readonly letter: ContactRow
  readonly reply: ContactRow['replies'][number]
  readonly works: boolean
}

/** What stands beside a reply: what the reporters think of it, and the dates it names, each followed by one press. */
export function BesideReply({ here, world, number, letter, reply, works }: BesideProps) {
  const { lang } = here
  const promises = works ? openPromises(reply, letter.zone, world.calendar) : []
  return (
    <>
      {reply.opinions.length > 0 && (
        <div>
          <h4>{t(lang, 'page.grade.opinions')}</h4>
          <ul>
            {reply.opinions.map((o) => (
              <li>
                <span class="number">{letter.cases.find((c) => c.id === o.caseId)?.number}</span>:{' '}
                {t(lang, `page.grade.opinion.${o.opinion as 'answered' | 'partly' | 'not'}`)}
                {o.text && <q class="words"> {o.text}</q>}
              </li>
            ))}
          </ul>
        </div>
      )}
      {promises.length > 0 && (
        <div class="panel">
          <h4>{t(lang, 'page.grade.promises')}</h4>
          <p class="quiet">{t(lang, 'page.grade.promisesHint')}</p>
          <ul class="cards">
            {promises.map(({ sentence, dueOn }) => (
              <li>
                <p class="words">{sentence}</p>
                <StaffForm here={here} action={`/desk/cases/${number}/commitments`}>
                  <Hidden values={{ reply: String(reply.id), text: sentence, dueOn }} />
                  <button class="button button--second" type="submit">
                    {t(lang, 'page.grade.follow', { date: formatDate(lang, dueOn, { year: true }) })}
                  </button>
                </StaffForm>
              </li>
            ))}
          </ul>
        </div>
      )}
    </>
  )
}
