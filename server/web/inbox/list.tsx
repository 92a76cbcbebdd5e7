import type { InboxRow, InboxWish } from '../../../db/views/inbox.ts'
import { CENTRAL } from '../../../shared/domain/case.ts'
import { formatInstant } from '../../../shared/i18n/format.ts'
import { t } from '../../../shared/i18n/text.ts'
import type { FullWorld } from '../../world.ts'
import { Notice } from '../components/notice.tsx'
import { Pagination } from '../components/pagination.tsx'
import { inLanguage } from '../here.ts'
import { StaffLayout } from '../staff/layout.tsx'
import type { StaffHere } from '../staff/pages.ts'
import { becauseOf, senderOf, subjectOf } from './words.ts'

export const SHOWN: readonly InboxWish['state'][] = [
  'pen',
  'placed',
  'bounce',
  'auto-reply',
  'duplicate',
  'own',
  'discarded',
]

interface ListProps {
  readonly here: StaffHere
  readonly world: FullWorld
  readonly state: InboxWish['state']
  readonly rows: readonly InboxRow[]
  readonly next: string | null
  readonly beyondFirst: boolean
  readonly done: {
    readonly what: 'placed' | 'dismissed' | 'returned'
    readonly number: string
  } | null
}

const inboxPath = (state: InboxWish['state'], cursor?: string | null) => {
  const query = new URLSearchParams({ ...(state === 'pen' ? {} : { state }), ...(cursor ? { cursor } : {}) }).toString()
  return query ? `/inbox?${query}` : '/inbox'
}

/** `/inbox`: what came in and waits for a person, or any other state. */
export function InboxPage({ here, world, state, rows, next, beyondFirst, done }: ListProps) {
  const { lang } = here
  const link = (path: string) => inLanguage(lang, path)
  return (
    <StaffLayout here={here} title={t(lang, 'page.inbox.title')} at="inbox">
      <div class="wide section">
        {done && (
          <Notice kind="met" said>
            <p>
              {done.what === 'placed'
                ? t(lang, 'page.inbox.placed', { number: done.number })
                : t(lang, `page.inbox.${done.what}`)}
            </p>
          </Notice>
        )}
        <h1>{t(lang, 'page.inbox.title')}</h1>
        <p class="lead">{t(lang, 'page.inbox.lead')}</p>
        <nav class="switch" aria-label={t(lang, 'page.inbox.whose')}>
          {SHOWN.map((s) => (
            <a href={link(inboxPath(s))} aria-current={s === state ? 'true' : undefined}>
              {t(lang, `page.inbox.state.${s}`)}
            </a>
          ))}
        </nav>
        {rows.length === 0 ? (
          <div class="notice notice--met">
            <p>
              <strong>{t(lang, 'page.inbox.none')}</strong>
            </p>
            {state === 'pen' && <p>{t(lang, 'page.inbox.noneHint')}</p>}
          </div>
        ) : (
          <ol class="mails">
            {rows.map((row) => (
              <li>
                <Card here={here} world={world} row={row} />
              </li>
            ))}
          </ol>
        )}
        <Pagination
          lang={lang}
          first={beyondFirst ? link(inboxPath(state)) : null}
          next={next && link(inboxPath(state, next))}
        />
      </div>
    </StaffLayout>
  )
}

function Card({ here: { lang }, world, row }: { here: StaffHere; world: FullWorld; row: InboxRow }) {
  const zone = world.branch(CENTRAL)?.zone ?? 'UTC'
  const [best] = row.guesses
  const because = becauseOf(lang, row.reason)
  const words = (row.parsed?.text ?? '').replace(/\s+/g, ' ').trim()
  return (
    <article class="panel mail">
      <h2 class="mail__title">
        <a href={inLanguage(lang, `/inbox/${row.id}`)}>{subjectOf(lang, row)}</a>
      </h2>
      <p class="quiet small">
        {senderOf(lang, row)} · {formatInstant(lang, zone, row.receivedAt)}
        {row.files.length > 0 && ` · ${t(lang, 'page.inbox.fileCount', { n: row.files.length })}`}
      </p>
      {words && <p>{words.length > 240 ? `${words.slice(0, 240).toWellFormed()}…` : words}</p>}
      {because && <p class="small">{because}</p>}
      {best && (
        <p class="small">
          <strong>
            {t(lang, 'page.inbox.guess', {
              number: best.outgoingNumber,
              body: world.reference.body(best.body)?.name[lang] ?? best.body,
            })}
          </strong>
        </p>
      )}
      {row.outgoingNumber && row.state !== 'held' && (
        <p class="small">{t(lang, 'page.inbox.becameReply', { number: row.outgoingNumber })}</p>
      )}
    </article>
  )
}
