import type { BodyDeed } from '../../../db/views/answers.ts'
import type { FormKind } from '../../../shared/domain/answer-form.ts'
import { isDate } from '../../../shared/domain/date.ts'
import { formatDate, formatInstant, t } from '../../../shared/i18n/format.ts'
import type { OpenLetter } from '../../contacts/answer.ts'
import { FactList } from '../components/fact-list.tsx'
import { type Here, inLanguage } from '../here.ts'
import { Layout } from '../layout.tsx'

/** What of a receipt is the kind the body chose. */
function kindOf(deed: BodyDeed): FormKind {
  if (deed.kind === 'extended') return 'extension'
  if (deed.kind === 'redirected') return 'redirect'
  return (deed.form?.kind as FormKind | undefined) ?? 'answer'
}

/** Proof for the body that its answer has come: number, instant and what was sent, to print or to write down. */
export function ReceiptPage({
  here,
  letter: { contact },
  deed,
  token,
  toName,
}: {
  here: Here
  letter: OpenLetter
  deed: BodyDeed
  token: string
  toName: string | null
}) {
  const { lang } = here
  const kind = kindOf(deed)
  const { until, note } = deed.data
  const text = deed.text ?? (typeof note === 'string' ? note : null)
  const next =
    kind === 'extension'
      ? t(lang, 'page.reply.receiptNext.extension', {
          date: typeof until === 'string' && isDate(until) ? formatDate(lang, until, { year: true }) : '',
        })
      : kind === 'redirect' && deed.kind === 'replied'
        ? t(lang, 'page.reply.receiptNext.redirectRead')
        : t(lang, `page.reply.receiptNext.${kind}`)
  return (
    <Layout here={here} title={t(lang, 'page.reply.receiptTitle')} personal>
      <div class="wide section">
        <div class="notice notice--met" role="status">
          <h1>{t(lang, 'page.reply.receiptTitle')}</h1>
          <p>{t(lang, 'page.reply.receiptNumber')}</p>
          <p class="done__number done__number--long">{`${contact.outgoingNumber}/${deed.id}`}</p>
          <p>{t(lang, 'page.reply.receiptKeep')}</p>
        </div>
        <p class="lead">{next}</p>
        <FactList
          facts={[
            [
              t(lang, 'page.reply.receiptAt'),
              formatInstant(lang, contact.zone, deed.at, { weekday: 'short', year: true }),
            ],
            [
              t(lang, 'page.reply.letter'),
              `${contact.outgoingNumber}, ${formatDate(lang, contact.sentOn, { year: true })}: ${contact.subject}`,
            ],
            [t(lang, 'page.reply.kind'), [t(lang, `page.reply.kinds.${kind}`), toName].filter(Boolean).join(': ')],
          ]}
        />
        {text && (
          <section aria-labelledby="sent">
            <h2 id="sent">{t(lang, 'page.reply.sent')}</h2>
            <p class="words">{text}</p>
          </section>
        )}
        <div class="actions">
          <db-print hidden>
            <button class="button button--second" type="button">
              {t(lang, 'page.frame.print')}
            </button>
          </db-print>
          <a class="button button--link" href={inLanguage(lang, `/reply/${token}`)}>
            {t(lang, 'page.reply.back')}
          </a>
        </div>
      </div>
    </Layout>
  )
}

/** A link that opens nothing (any more), with what to do instead. */
export function ShutPage({ here, title, text }: { here: Here; title: string; text: string }) {
  return (
    <Layout here={here} title={title} personal>
      <div class="wide section">
        <h1>{title}</h1>
        <p class="lead">{text}</p>
      </div>
    </Layout>
  )
}
