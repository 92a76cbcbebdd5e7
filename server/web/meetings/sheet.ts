import type { z } from 'zod'
import type { MeetingRow } from '../../../db/views/meetings.ts'
import { meetingBody } from '../../../shared/contract/meeting.ts'
import { isDate } from '../../../shared/domain/date.ts'
import { Refusal } from '../../../shared/domain/refusal.ts'
import type { Lang } from '../../../shared/domain/text.ts'
import { instantOf, localDate } from '../../../shared/domain/zone.ts'
import { formatTime, t } from '../../../shared/i18n/format.ts'
import { problemText } from '../../../shared/i18n/problem.ts'
import { HttpProblem } from '../../problem.ts'
import type { Faults } from '../components/form.tsx'
import { type FormBody, typed } from '../form-body.ts'
import { refusalFault, schemaFaults } from '../orders/parts.tsx'

/** The fields in the order of the page. */
const FIELDS = [
  ...['title', 'on', 'from', 'until', 'untilOn', 'place', 'agenda', 'staff', 'find'],
  ...['bodies', 'body', 'also', 'form'],
]
/** Where a field of the API's body stands in the form under another name. */
const NAMES: Readonly<Record<string, string>> = { startsAt: 'on', endsAt: 'until', alsoCases: 'also' }
const LABELLED = ['title', 'on', 'from', 'until', 'untilOn', 'place', 'agenda', 'staff', 'bodies', 'also'] as const
const WEEK = 7 * 86_400_000

/** What stands in the form of a meeting, as text, and who is ticked. */
export interface MeetingSheet {
  readonly words: FormBody
  readonly staff: readonly number[]
  readonly bodies: readonly string[]
}

export const sheetId = (field: string) => `meeting-${field}`

/** The form as it was sent; a body chosen in the list is ticked from then on. */
export function sheetOf(form: FormBody): MeetingSheet {
  const names = Object.keys(form)
  const staff = names.flatMap((name) => Number(/^staff-(\d{1,15})$/.exec(name)?.[1] ?? Number.NaN)).filter(Boolean)
  const bodies = names.flatMap((name) => /^body-(.{1,100})$/.exec(name)?.[1] ?? [])
  const other = typed(form, 'body')
  return { words: { ...form, body: '' }, staff, bodies: [...new Set([...bodies, ...(other ? [other] : [])])] }
}

/** A meeting as its form shows it. */
export function sheetOfMeeting(meeting: MeetingRow): MeetingSheet {
  const { title, agenda, place, startsAt, endsAt, zone } = meeting
  const [on, untilOn] = [localDate(zone, startsAt), localDate(zone, endsAt)]
  return {
    words: {
      ...{ title, agenda, place, on, from: formatTime(zone, startsAt), until: formatTime(zone, endsAt) },
      ...(untilOn === on ? {} : { untilOn }),
    },
    staff: meeting.staff.filter((id) => id !== meeting.organiser),
    bodies: meeting.bodies,
  }
}

type Read = { readonly body: z.output<typeof meetingBody> } | { readonly faults: Faults }

/** The checked body of the API's command, or what is wrong with it by the id of the field. Hours are those of the zone. */
export function readSheet({ words, staff, bodies }: MeetingSheet, zone: string, lang: Lang): Read {
  const value = (name: string) => typed(words, name)
  const label = (field: (typeof LABELLED)[number]) => t(lang, `page.meetings.field.${field}`)
  const faults = new Map<string, string>()
  const on = isDay(value('on')) ? value('on') : undefined
  const untilOn = value('untilOn') === '' ? on : isDay(value('untilOn')) ? value('untilOn') : undefined
  for (const [field, known] of [
    ['on', on !== undefined],
    ['from', isTime(value('from'))],
    ['until', isTime(value('until'))],
    ['untilOn', untilOn !== undefined || on === undefined],
  ] as const)
    if (!known) {
      const how = value(field) === '' ? 'fill' : 'wrong'
      faults.set(sheetId(field), t(lang, `page.desk.need.${how}`, { field: label(field) }))
    }
  let [startsAt, endsAt] = [0, 3_600_000]
  if (faults.size === 0) {
    startsAt = instantOf(zone, on!, value('from'))
    endsAt = instantOf(zone, untilOn!, value('until'))
    if (endsAt <= startsAt) faults.set(sheetId('until'), t(lang, 'page.meetings.need.later'))
    else if (endsAt - startsAt > WEEK) faults.set(sheetId('untilOn'), t(lang, 'page.meetings.need.long'))
  }
  const also = value('also')
    .split(/[\s,;]+/)
    .filter(Boolean)
  const parsed = meetingBody.safeParse({
    ...{ title: value('title'), place: value('place'), agenda: value('agenda') },
    // What is wrong with the hours is said above.
    startsAt: new Date(faults.size > 0 ? Date.UTC(2026, 0, 1) : startsAt).toISOString(),
    endsAt: new Date(faults.size > 0 ? Date.UTC(2026, 0, 2) : endsAt).toISOString(),
    ...{ staff, bodies },
    ...(also.length > 0 ? { alsoCases: also } : {}),
  })
  if (parsed.success && faults.size === 0) return { body: parsed.data }
  const labels = Object.fromEntries(LABELLED.map((field) => [field, label(field)]))
  const more = parsed.success ? [] : parsed.error.issues.map((i) => ({ ...i, path: [named(i.path[0])] }))
  return { faults: inOrder([...faults, ...schemaFaults('meeting', more, labels, lang)]) }
}

/** What was refused, beside its field; undefined for what is no fault of the form. */
export function sheetFaults(error: unknown, lang: Lang): Faults | undefined {
  const about = error instanceof Refusal || error instanceof HttpProblem ? error : undefined
  // A further case that is not there, or not theirs, is a fault of what was typed.
  if (about?.path[0] === 'alsoCases') {
    const { title, detail } = problemText(lang, about.code, about.details)
    return new Map([[sheetId('also'), `${title}. ${detail}`]])
  }
  const faults = refusalFault(error, 'meeting', lang)
  return faults && new Map([...faults].map(([id, words]) => [sheetId(named(id.slice('meeting-'.length))), words]))
}

const named = (field: PropertyKey | undefined) => NAMES[String(field)] ?? String(field ?? 'form')

const inOrder = (faults: readonly (readonly [string, string])[]): Faults =>
  new Map([...faults].sort(([a], [b]) => placeOf(a) - placeOf(b)))

const placeOf = (id: string) => FIELDS.findIndex((field) => sheetId(field) === id)

const isDay = (text: string) => /^20/.test(text) && isDate(text)
const isTime = (text: string) => /^([01]\d|2[0-3]):[0-5]\d$/.test(text)
