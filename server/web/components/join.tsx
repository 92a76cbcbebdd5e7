import { ABUSE_REASONS } from '../../../shared/contract/abuse.ts'
import { isOpen } from '../../../shared/domain/status.ts'
import { t } from '../../../shared/i18n/text.ts'
import type { ReadCase } from '../case-read.ts'
import { type Here, inLanguage } from '../here.ts'
import { type Faults, Hidden, Input, Radios, TextArea } from './form.tsx'

/** What was typed into the forms beside a case, when something was wrong with it. */
export interface JoinTyped {
  readonly email?: string
  readonly reason?: string
  readonly about?: string
}

interface JoinProps {
  readonly here: Here
  readonly read: ReadCase
  readonly faults: Faults
  readonly typed: JoinTyped
  readonly supported: boolean
}

/** What anyone can do with a case: join it, follow it, pass it on, say that something on it is wrong. */
export function Join({ here, read, faults, typed, supported }: JoinProps) {
  const { lang } = here
  const c = read.seen.case
  const path = `/cases/${c.number}`
  return (
    <div class="panel actions" id="join">
      <p id="supporters" data-live>
        {(c.supporters ?? 0) > 0 && t(lang, 'page.case.supporters', { n: c.supporters ?? 0 })}
      </p>
      {isOpen(c.status) && (
        <>
          <form method="post" action={inLanguage(lang, `${path}/supporters`)}>
            <Hidden values={{ _csrf: here.csrf }} />
            <button class="button button--second" type="submit" disabled={supported ? true : undefined}>
              {t(lang, supported ? 'page.case.supported' : 'page.case.support')}
            </button>
          </form>
          <Fold title={t(lang, 'page.case.follow')} open={faults.has('email')}>
            <form method="post" action={inLanguage(lang, `${path}/followers`)} novalidate>
              <Hidden values={{ _csrf: here.csrf }} />
              <Input
                lang={lang}
                id="email"
                type="email"
                autocomplete="email"
                inputMode="email"
                faults={faults}
                label={t(lang, 'page.case.followEmail')}
                hint={t(lang, 'page.case.followHint')}
                value={typed.email ?? ''}
                maxLength={254}
              />
              <button class="button" type="submit">
                {t(lang, 'page.case.followButton')}
              </button>
            </form>
          </Fold>
        </>
      )}
      <db-share data-copied={t(lang, 'page.frame.copied')}>
        <button class="button button--link" type="button" hidden>
          {t(lang, 'page.frame.share')}
        </button>
        <Fold title={t(lang, 'page.citizen.share.link')}>
          <p class="link-box">{`${here.publicUrl}${inLanguage(lang, path)}`}</p>
        </Fold>
      </db-share>
      <p>
        <a href={inLanguage(lang, `/feed.atom?case=${c.number}`)}>{t(lang, 'page.citizen.feed.link')}</a>
      </p>
      <Fold title={t(lang, 'page.citizen.abuse.open')} open={faults.has('reason') || faults.has('about')}>
        <form method="post" action={inLanguage(lang, `${path}/abuse-reports`)} novalidate>
          <Hidden values={{ _csrf: here.csrf }} />
          <Radios
            lang={lang}
            id="reason"
            faults={faults}
            label={t(lang, 'page.citizen.abuse.reason')}
            hint={t(lang, 'page.citizen.abuse.lead')}
            value={typed.reason ?? ''}
            options={ABUSE_REASONS.map((value) => ({ value, text: t(lang, `page.citizen.abuse.reasons.${value}`) }))}
          />
          <TextArea
            lang={lang}
            id="about"
            optional
            faults={faults}
            label={t(lang, 'page.citizen.abuse.text')}
            value={typed.about ?? ''}
            rows={3}
          />
          <button class="button button--second" type="submit">
            {t(lang, 'page.citizen.abuse.send')}
          </button>
        </form>
      </Fold>
    </div>
  )
}

function Fold({ title, open, children }: { title: string; open?: boolean; children: preact.ComponentChildren }) {
  return (
    <details class="govuk-details" open={open ? true : undefined}>
      <summary class="govuk-details__summary">
        <span class="govuk-details__summary-text">{title}</span>
      </summary>
      <div class="govuk-details__text">{children}</div>
    </details>
  )
}
