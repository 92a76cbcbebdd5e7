import type { MeetingRow } from '../../../db/views/meetings.ts'
import { say, t } from '../../../shared/i18n/text.ts'
import type { FullWorld } from '../../world.ts'
import { beginning } from '../case-words.ts'
import { inLanguage } from '../here.ts'
import { Tag } from '../orders/parts.tsx'
import type { StaffHere } from '../staff/pages.ts'
import { spanOf, standingOf } from './words.ts'

interface MeetingProps {
  readonly here: StaffHere
  readonly world: FullWorld
  readonly meeting: MeetingRow
}

const LOOKS = {
  called: ['waiting', '○'],
  owed: ['soon', '◔'],
  late: ['missed', '✕'],
  held: ['met', '✓'],
  cancelled: ['done', '●'],
} as const

/** Where it stands: minutes that are owed are said before anything else. */
export function MeetingState({ here: { lang, now }, world, meeting }: MeetingProps) {
  const standing = standingOf(meeting, world, now)
  const [look, mark] = LOOKS[standing]
  const owed = standing === 'owed' || standing === 'late'
  return (
    <Tag look={look} mark={mark}>
      {owed ? t(lang, `page.meetings.${standing}`) : say(lang, `meetingState.${standing}`)}
    </Tag>
  )
}

/** One meeting in a list; the heading level is the list's. */
export function MeetingCard(props: MeetingProps & { level: 2 | 3 }) {
  const { here, world, meeting, level } = props
  const { lang, now } = here
  const Heading = level === 2 ? 'h2' : 'h3'
  return (
    <div class="card">
      <Heading class="card__title">
        <a href={inLanguage(lang, `/meetings/${meeting.id}`)}>{beginning(meeting.title)}</a>
      </Heading>
      <p class="card__facts">
        <MeetingState here={here} world={world} meeting={meeting} />
        <span>{spanOf(lang, meeting, now)}</span>
        <span>{beginning(meeting.place, 60)}</span>
        <span class="number">{meeting.cases.map((c) => c.number).join(', ')}</span>
      </p>
    </div>
  )
}

export interface Check {
  readonly name: string
  readonly text: string
  readonly hint?: string
  readonly checked: boolean
}

/** Many things to tick under one question. The group bears the id that a fault leads to. */
export function Checks({
  id,
  legend,
  hint,
  fault,
  errorPrefix,
  checks,
}: {
  id: string
  legend: string
  hint: string
  fault: string | undefined
  errorPrefix: string
  checks: readonly Check[]
}) {
  return (
    <div class={`govuk-form-group ticks${fault ? ' govuk-form-group--error' : ''}`}>
      <fieldset
        class="govuk-fieldset"
        id={id}
        tabIndex={-1}
        aria-describedby={[`${id}-hint`, fault ? `${id}-error` : ''].filter(Boolean).join(' ')}
      >
        <legend class="govuk-label">{legend}</legend>
        <div class="govuk-hint" id={`${id}-hint`}>
          {hint}
        </div>
        {fault && (
          <p class="govuk-error-message" id={`${id}-error`}>
            <span class="shade">{errorPrefix}: </span>
            {fault}
          </p>
        )}
        <div class="ticks__list">
          {checks.map((one) => (
            <label class="tick">
              <input type="checkbox" name={one.name} value="yes" checked={one.checked ? true : undefined} />
              <span>
                {one.text}
                {one.hint && <span class="quiet small">, {one.hint}</span>}
              </span>
            </label>
          ))}
        </div>
      </fieldset>
    </div>
  )
}
