import { listContacts } from '../../../db/views/contacts.ts'
import { reasonBody } from '../../../shared/contract/case.ts'
import { nextWorkingDay } from '../../../shared/domain/calendar.ts'
import type { Case } from '../../../shared/domain/case.ts'
import { decidesForCentre } from '../../../shared/domain/instruction.ts'
import { decideMeetingCancellation, decideMeetingChange } from '../../../shared/domain/meeting.ts'
import { decideMinutes } from '../../../shared/domain/minutes.ts'
import { localDate } from '../../../shared/domain/zone.ts'
import { t } from '../../../shared/i18n/text.ts'
import { sightOf } from '../../cases/sight.ts'
import { takeInHand } from '../../cases/work.ts'
import { OF_BRANCH } from '../../instructions/list.ts'
import { meetingCalendar } from '../../meetings/calendar.ts'
import { readMeetings } from '../../meetings/list.ts'
import {
  actOnMeeting,
  callMeeting,
  decisionsOf,
  type MeetingInHand,
  readMeeting,
  takeMeeting,
  timed,
} from '../../meetings/work.ts'
import { type Faults, NO_FAULTS } from '../components/form.tsx'
import { type FormBody, typed } from '../form-body.ts'
import { idOf } from '../orders/pages.tsx'
import { type Back, refusalFault, schemaFaults } from '../orders/parts.tsx'
import type { Shown } from '../pages.ts'
import { keyedForm, type StaffAsked, type StaffPages } from '../staff/pages.ts'
import { bodyChecks } from './bodies.ts'
import { MeetingFormPage } from './form.tsx'
import { MeetingsPage } from './list.tsx'
import { MEETING_DONE, MeetingPage } from './meeting.tsx'
import { MinutesPage } from './minutes.tsx'
import { minutesFaults, readMinutes, rowsOf } from './minutes-read.ts'
import { findPeople, peopleChecks, responsibleGroups } from './people.ts'
import { type MeetingSheet, readSheet, sheetFaults, sheetOf, sheetOfMeeting } from './sheet.ts'

const PAGE = 30
const LETTERS = 50

/** Meetings about cases: the list, calling one, changing it, what it decided. */
export function meetingPages(staff: StaffPages): void {
  const { deps } = staff

  staff.get('/meetings', async ({ here, world, form }) => {
    const { me } = here
    const leads = me.roles.some((role) => OF_BRANCH.roles?.[role])
    const whose = leads && (form.whose === 'reach' || me.roles.includes('auditor')) ? 'reach' : 'mine'
    const asked = { mine: whose === 'mine', limit: PAGE, ...(form.cursor ? { cursor: form.cursor } : {}) }
    const list = await readMeetings(deps, me, world, asked)
    return { page: <MeetingsPage {...{ here, world, whose, leads, list }} beyondFirst={Boolean(form.cursor)} /> }
  })

  staff.get('/meetings/:id', (asked) => show(asked, null))

  staff.get('/meetings/:id/calendar.ics', async (asked) => {
    const { request, here, world } = asked
    const { meeting } = await readMeeting(deps, request, world, idOf(asked))
    const file = await meetingCalendar(deps, meeting, here.me, here.lang, world, here.now)
    return { file, type: 'text/calendar; charset=utf-8', name: `meeting-${meeting.id}.ics` }
  })

  staff.post('/meetings/:id/cancellation', async (asked) => {
    const { request, world, here, form } = asked
    const id = idOf(asked)
    // Who may not is told so before what they typed is looked at.
    await takeMeeting(deps, request, world, id)
    const again = async (faults: Faults): Promise<Shown> => ({
      ...(await show(asked, { deed: 'cancellation', form, faults })),
      status: 422,
    })
    const parsed = reasonBody.safeParse({ reason: typed(form, 'reason') })
    if (!parsed.success) {
      const labels = { reason: t(here.lang, 'page.meetings.field.reason') }
      return again(schemaFaults('cancellation', parsed.error.issues, labels, here.lang))
    }
    const { reason } = parsed.data
    keyedForm(asked)
    try {
      await actOnMeeting(deps, request, id, (facts, meeting, ...given) =>
        decideMeetingCancellation(facts, meeting, reason, ...given),
      )
    } catch (error) {
      const faults = refusalFault(error, 'cancellation', here.lang)
      if (!faults) throw error
      return again(faults)
    }
    return { to: `/meetings/${id}?done=cancellation` }
  })

  staff.get('/desk/cases/:number/meetings/new', async (asked) => {
    const { row } = await takeInHand(deps, asked.request, asked.world)
    return showCall(asked, row.facts.case, suggestion(asked, row.facts.case), NO_FAULTS)
  })

  staff.post('/desk/cases/:number/meetings/new', async (asked) => {
    const { request, here, form } = asked
    const { row } = await takeInHand(deps, request, asked.world)
    const { case: c } = row.facts
    const sheet = sheetOf(form)
    if (isStep(form)) return showCall(asked, c, sheet, NO_FAULTS)
    const read = readSheet(sheet, c.zone, here.lang)
    if ('faults' in read) return showCall(asked, c, sheet, read.faults)
    keyedForm(asked)
    try {
      const { body } = await callMeeting(deps, request, read.body)
      return { to: `/meetings/${body.id}?done=called` }
    } catch (error) {
      const faults = sheetFaults(error, here.lang)
      if (!faults) throw error
      return showCall(asked, c, sheet, faults)
    }
  })

  staff.get('/meetings/:id/change', async (asked) => {
    const hand = await takeMeeting(deps, asked.request, asked.world, idOf(asked))
    if (hand.meeting.state !== 'called') return { to: `/meetings/${hand.meeting.id}` }
    return showChange(asked, hand, sheetOfMeeting(hand.meeting), NO_FAULTS)
  })

  staff.post('/meetings/:id/change', async (asked) => {
    const { request, here, form } = asked
    const hand = await takeMeeting(deps, request, asked.world, idOf(asked))
    const { id, zone } = hand.meeting
    const sheet = sheetOf(form)
    if (isStep(form)) return showChange(asked, hand, sheet, NO_FAULTS)
    const read = readSheet(sheet, zone, here.lang)
    if ('faults' in read) return showChange(asked, hand, sheet, read.faults)
    const { alsoCases: _, ...body } = read.body
    keyedForm(asked)
    try {
      await actOnMeeting(deps, request, id, (facts, meeting, ...given) =>
        decideMeetingChange(facts, meeting, timed(body), ...given),
      )
      return { to: `/meetings/${id}?done=change` }
    } catch (error) {
      const faults = sheetFaults(error, here.lang)
      if (!faults) throw error
      return showChange(asked, hand, sheet, faults)
    }
  })

  staff.get('/meetings/:id/minutes', async (asked) => {
    const hand = await takeMeeting(deps, asked.request, asked.world, idOf(asked))
    const { id, state, startsAt } = hand.meeting
    // There is nothing to write down yet, or it is written.
    if (state !== 'called' || startsAt > asked.here.now) return { to: `/meetings/${id}` }
    return showMinutes(asked, hand, {}, NO_FAULTS)
  })

  staff.post('/meetings/:id/minutes', async (asked) => {
    const { request, here, form } = asked
    const hand = await takeMeeting(deps, request, asked.world, idOf(asked))
    const { id } = hand.meeting
    if (form.step === 'more') return showMinutes(asked, hand, { ...form, rows: String(rowsOf(form) + 1) }, NO_FAULTS)
    const read = readMinutes(form, hand.meeting, decidesForCentre(hand.by), here.lang)
    if ('faults' in read) return showMinutes(asked, hand, form, read.faults)
    keyedForm(asked)
    try {
      await actOnMeeting(deps, request, id, (facts, meeting, ...given) =>
        decideMinutes(facts, meeting, decisionsOf(meeting, read.body), ...given),
      )
      return { to: `/meetings/${id}?done=minutes` }
    } catch (error) {
      const faults = minutesFaults(error, read.kept, here.lang)
      if (!faults) throw error
      return showMinutes(asked, hand, form, faults)
    }
  })

  async function show(asked: StaffAsked, back: Back | null): Promise<Extract<Shown, { page: unknown }>> {
    const { request, here, world, form } = asked
    const { meeting, rows, by } = await readMeeting(deps, request, world, idOf(asked))
    const open = rows.filter((row) => sightOf(request, row, world) === 'inside')
    const inside = new Set(open.map(({ facts }) => facts.case.number))
    const done = back ? null : (MEETING_DONE.find((deed) => deed === form.done) ?? null)
    return { page: <MeetingPage {...{ here, world, meeting, inside, back, done }} may={by !== null} /> }
  }

  async function showCall(asked: StaffAsked, c: Case, sheet: MeetingSheet, faults: Faults): Promise<Shown> {
    const path = `/desk/cases/${c.number}`
    const parts = await partsOf(asked, c, c.branch, asked.here.me.id, sheet)
    return {
      page: (
        <MeetingFormPage
          {...{ ...parts, here: asked.here, sheet, faults }}
          deed="call"
          action={`${path}/meetings/new`}
          from={{ path, name: c.number }}
          draft={`meeting-${c.number}`}
          organiser={null}
        />
      ),
      status: faults.size > 0 ? 422 : 200,
    }
  }

  async function showChange(
    asked: StaffAsked,
    hand: MeetingInHand,
    sheet: MeetingSheet,
    faults: Faults,
  ): Promise<Shown> {
    const { here, world } = asked
    const { meeting, rows } = hand
    const { id, organiser, branch, title } = meeting
    const path = `/meetings/${id}`
    const parts = await partsOf(asked, rows[0]!.facts.case, branch, organiser, sheet)
    return {
      page: (
        <MeetingFormPage
          {...{ ...parts, here, sheet, faults }}
          deed="change"
          action={`${path}/change`}
          from={{ path, name: title }}
          draft={`meeting-change-${id}-${meeting.sequence}`}
          organiser={organiser === here.me.id ? null : (world.roster.person(organiser)?.name ?? '')}
        />
      ),
      status: faults.size > 0 ? 422 : 200,
    }
  }

  /** Who and what can be chosen: people of the branch and those found, bodies written to about the case first. */
  async function partsOf(asked: StaffAsked, c: Case, branch: string, organiser: number, sheet: MeetingSheet) {
    const { here, world, form } = asked
    const looked = form.step === 'find' && typed(form, 'find') !== ''
    const found = looked ? findPeople(world, typed(form, 'find')).filter(({ id }) => id !== organiser) : []
    const letters = await listContacts(deps.sql, c.id, 0, LETTERS)
    const written = [...new Set(letters.map(({ body }) => body))]
    return {
      place: world.reference.branch(branch)?.name[here.lang] ?? branch,
      people: peopleChecks({ here, world }, branch, organiser, sheet.staff, found),
      found: looked ? found.length : null,
      ...bodyChecks({ here, world }, c, written, sheet.bodies),
    }
  }

  async function showMinutes(asked: StaffAsked, hand: MeetingInHand, form: FormBody, faults: Faults): Promise<Shown> {
    const { here, world } = asked
    const { meeting, rows, by } = hand
    const branches = rows.map(({ facts }) => facts.case.branch)
    const people = responsibleGroups({ here, world }, meeting.staff, branches)
    return {
      page: <MinutesPage {...{ here, meeting, form, faults, people }} orders={decidesForCentre(by)} />,
      status: faults.size > 0 ? 422 : 200,
    }
  }
}

/** A button of the form that only changes the form. */
const isStep = (form: FormBody) => form.step === 'find' || form.step === 'body'

/** What is likely: about the matter of the case, on the next working day, at ten. */
function suggestion({ here, world }: StaffAsked, c: Case): MeetingSheet {
  return {
    words: {
      title: c.title ?? world.reference.category(c.category)?.name[c.language] ?? '',
      on: nextWorkingDay(world.calendar, localDate(c.zone, here.now)),
      from: '10:00',
      until: '11:00',
    },
    staff: [],
    bodies: [],
  }
}
