import type { Key } from '../../../shared/i18n/catalog.ts'
import { formatNear, say, t } from '../../../shared/i18n/format.ts'
import type { OpenedContacts } from '../../cases/reporter.ts'
import type { FullWorld } from '../../world.ts'
import { cardOf, placeWords } from '../case-words.ts'
import { CaseCard } from '../components/case-card.tsx'
import { type Fact, FactList } from '../components/fact-list.tsx'
import { Hidden } from '../components/form.tsx'
import { StaffForm } from '../staff/form.tsx'
import type { StaffHere } from '../staff/pages.ts'
import type { DeskCase } from './case-read.ts'
import { queuePath } from './queue-read.ts'

interface Parts {
  readonly here: StaffHere
  readonly world: FullWorld
  readonly desk: DeskCase
}

export function Facts({ here, world, desk }: Parts) {
  const { lang, now } = here
  const c = desk.read.seen.case
  const { reference, roster } = world
  const owner = roster.person(c.owner)
  const facts: Fact[] = [
    [t(lang, 'page.case.status'), say(lang, `status.${c.status}` as Key)],
    [t(lang, 'page.case.topic'), reference.category(c.category)?.name[lang] ?? c.category],
    [t(lang, 'page.desk.severityName'), say(lang, `severity.${c.severity}` as Key)],
    [t(lang, 'page.case.place'), [c.address, placeWords(c, lang, world)].filter(Boolean).join(', ')],
    [t(lang, 'page.case.reportedAt'), formatNear(lang, c.zone, c.reportedAt, now)],
    [t(lang, 'page.desk.channel'), say(lang, `channel.${c.channel}` as Key)],
    [t(lang, 'page.desk.language'), t(lang, `page.desk.inLanguage.${c.language}`)],
    [
      t(lang, 'page.desk.who'),
      `${owner && !owner.roles.includes('desk') ? owner.name : t(lang, 'role.desk')}, ${reference.branch(c.branch)?.name[lang] ?? c.branch}`,
    ],
    [t(lang, 'page.case.level'), say(lang, `level.${c.level}` as Key)],
  ]
  return (
    <section aria-labelledby="facts-title">
      <h2 id="facts-title">{t(lang, 'page.desk.facts')}</h2>
      <FactList facts={facts} />
    </section>
  )
}

export function Files({ here: { lang }, desk }: Pick<Parts, 'here' | 'desk'>) {
  const { attachments = [], case: c } = desk.read.seen
  if (attachments.length === 0) return null
  const url = (id: number) => `/api/v1/cases/${c.number}/attachments/${id}`
  return (
    <ul class="photos" aria-label={t(lang, 'page.desk.files')}>
      {attachments.map((file, i) => (
        <li>
          <a href={url(file.id)}>
            {file.mime.startsWith('image/') ? (
              <img
                src={url(file.id)}
                alt={t(lang, 'page.case.photo', { n: i + 1 })}
                loading="lazy"
                width="160"
                height="120"
              />
            ) : (
              t(lang, 'page.desk.file', { name: file.name, size: Math.ceil(file.size / 1024) })
            )}
          </a>
        </li>
      ))}
    </ul>
  )
}

const CONTACTS = ['name', 'phone', 'email', 'iin'] as const

/** Contacts are not on the page until asked for; each reading is logged, so it is a form and not a link. */
export function Reporter({ here, desk, reporter }: Parts & { reporter: OpenedContacts | null }) {
  const { lang } = here
  const { number } = desk.read.seen.case
  if (!desk.works) return null
  const given = CONTACTS.filter((name) => reporter?.[name])
  return (
    <section aria-labelledby="reporter">
      <h2 id="reporter">{t(lang, 'page.desk.reporter.title')}</h2>
      {reporter ? (
        <>
          <p class="quiet small" role="status">
            {t(lang, 'page.desk.reporter.logged')}
          </p>
          {given.length === 0 && (
            <p>{t(lang, reporter.erasedAt === null ? 'page.desk.reporter.none' : 'page.desk.reporter.erased')}</p>
          )}
          <FactList
            facts={given.map((name) => [
              t(lang, `page.desk.reporter.${name}`),
              name === 'phone' ? <a href={`tel:${reporter.phone}`}>{reporter.phone}</a> : reporter[name],
            ])}
          />
        </>
      ) : (
        <StaffForm here={here} action={`/desk/cases/${number}/reporter`}>
          <Hidden values={{ back: queuePath(desk.queue.filters).slice('/desk?'.length) }} />
          <button class="button button--second" type="submit">
            {t(lang, 'page.desk.reporter.show')}
          </button>{' '}
          <span class="quiet small">{t(lang, 'page.desk.reporter.hint')}</span>
        </StaffForm>
      )}
    </section>
  )
}

export function Similar({ here, world, desk }: Parts) {
  const { lang } = here
  return (
    <section aria-labelledby="similar">
      <h2 id="similar">{t(lang, 'page.desk.similar')}</h2>
      {desk.similar.length === 0 && <p class="quiet">{t(lang, 'page.desk.similarNone')}</p>}
      <ul class="cards">
        {desk.similar.map((other) => (
          <li>
            <CaseCard {...cardOf(other, here, world)} to={`/desk/cases/${other.number}`} />
          </li>
        ))}
      </ul>
    </section>
  )
}
