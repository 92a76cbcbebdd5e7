import type { CommitmentShown } from '../../../db/commitments.ts'
import { isOverdue } from '../../../shared/domain/clock.ts'
import { COMMITMENT_OUTCOMES, type CommitmentOutcome } from '../../../shared/domain/commitment.ts'
import { addDays } from '../../../shared/domain/date.ts'
import { localDate } from '../../../shared/domain/zone.ts'
import { t } from '../../../shared/i18n/text.ts'
import { type Faults, Hidden, Input, NO_FAULTS, TextArea } from '../components/form.tsx'
import { StaffForm } from '../staff/form.tsx'
import type { StaffHere } from '../staff/pages.ts'

/** What was typed into one of the forms, when the page comes back. */
export interface OutcomeTyped {
  readonly outcome: CommitmentOutcome
  readonly on?: string
  readonly note?: string
  readonly why?: string
  readonly dueOn?: string
}

/** The field that holds the words of an outcome, by its id. */
export const wordsField = (outcome: CommitmentOutcome) =>
  outcome === 'kept' ? 'note' : outcome === 'withdrawn' ? 'why' : `why-${outcome}`

/** Only the centre ends its own promises. */
export const mayEnd = ({ me }: StaffHere, { who }: Pick<CommitmentShown, 'who'>): boolean =>
  who !== 'centre' || me.roles.some((role) => role === 'central' || role === 'central-head')

/** Each outcome that fits: kept (late, when its day has passed), not kept and why, another day, taken back. */
export function OutcomeForms({
  here,
  commitment,
  faults = NO_FAULTS,
  typed,
  from = null,
}: {
  here: StaffHere
  commitment: CommitmentShown
  faults?: Faults
  typed?: OutcomeTyped | undefined
  /** The case at whose page the forms stand; null on the page of the promise itself. */
  from?: string | null
}) {
  const { lang, now } = here
  const { id, zone, deadline, who } = commitment
  const late = isOverdue(deadline.dueAt, now)
  const today = localDate(zone, now)
  const outcomes = COMMITMENT_OUTCOMES.filter((o) => o !== 'broken' || late || typed?.outcome === o)
  const first = typed?.outcome ?? (from === null ? outcomes[0] : undefined)
  const idOf = (field: string) => (from === null ? field : `promise-${id}-${field}`)
  const day = (name: 'on' | 'dueOn') => ({ lang, id: idOf(name), name, faults, type: 'date' }) as const
  const area = (outcome: CommitmentOutcome) => {
    const field = wordsField(outcome)
    const kept = outcome === 'kept'
    return (
      <TextArea
        lang={lang}
        id={idOf(field)}
        name={kept ? 'note' : 'why'}
        faults={faults}
        label={t(lang, kept ? 'page.commitments.note' : 'page.commitments.whyOutcome')}
        {...(outcome === 'withdrawn' ? { hint: t(lang, 'page.commitments.withdrawHint') } : {})}
        value={(typed?.outcome === outcome ? (kept ? typed.note : typed.why) : '') ?? ''}
        rows={2}
        optional={kept}
      />
    )
  }
  return (
    <div class="deeds">
      {outcomes.map((outcome) => {
        const name = outcome === 'kept' && late ? 'keptLate' : outcome
        return (
          <details class="deed" open={outcome === first ? true : undefined}>
            <summary>
              <span>{t(lang, `page.commitments.became.${name}`)}</span>
            </summary>
            <div class="deed__body">
              <StaffForm here={here} action={`/commitments/${id}/outcome`}>
                <Hidden values={{ outcome, case: from }} />
                {outcome === 'kept' && who === 'body' && (
                  <Input
                    {...day('on')}
                    label={t(lang, 'page.commitments.on')}
                    hint={t(lang, 'page.commitments.onHint')}
                    value={typed?.on || today}
                  />
                )}
                {outcome === 'moved' && (
                  <Input
                    {...day('dueOn')}
                    label={t(lang, 'page.commitments.newDay')}
                    hint={t(lang, 'page.commitments.newDayHint')}
                    value={typed?.dueOn || (late ? addDays(today, 1) : '')}
                  />
                )}
                {area(outcome)}
                <button class={`button${outcome === 'withdrawn' ? ' button--second' : ''}`} type="submit">
                  {t(lang, `page.commitments.do.${outcome}`)}
                </button>
              </StaffForm>
            </div>
          </details>
        )
      })}
    </div>
  )
}
