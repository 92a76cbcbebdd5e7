import type { LetterPurpose } from '../../../shared/domain/mailing.ts'
import { parseCaseNumber } from '../../../shared/domain/number.ts'
import { Refusal } from '../../../shared/domain/refusal.ts'
import type { ProblemCode } from '../../../shared/i18n/catalog.ts'
import { problemText } from '../../../shared/i18n/problem.ts'
import type { OpenedContacts } from '../../cases/reporter.ts'
import { openContacts } from '../../cases/reporter.ts'
import { takeInHand } from '../../cases/work.ts'
import { proposeNext } from '../../letters/next-instance.ts'
import { pdfOf } from '../../letters/pdf.ts'
import { type Preview, previewContact, previewFollowUp } from '../../letters/preview.ts'
import { HttpProblem } from '../../problem.ts'
import { NO_FAULTS } from '../components/form.tsx'
import type { Shown } from '../pages.ts'
import { keyedForm, type StaffAsked, type StaffHere, type StaffPages } from '../staff/pages.ts'
import { ACTS } from './act.ts'
import { DeskCasePage } from './case.tsx'
import { backOf, type DeskCase, readDeskCase } from './case-read.ts'
import { CheckDeed } from './check.tsx'
import {
  type BodyOf,
  CASE_DEEDS,
  type CaseDeed,
  CHECKED,
  type DeedName,
  LETTER_DEEDS,
  type LetterDeed,
  readBody,
} from './deeds.ts'
import { faultsOf, fieldId, fieldOf } from './faults.ts'
import type { Opened } from './form.tsx'

/** Refusals that a person at the desk can do something about, on the form; what else is refused is a page of its own. */
const ON_PAGE: ReadonlySet<ProblemCode> = new Set(['conflict', 'idempotency_key_reused', 'idempotency_key_invalid'])

/** `/desk/cases/{number}` and everything that is done there. */
export function deskCasePages(staff: StaffPages): void {
  const { deps } = staff

  staff.get('/desk/cases/:number', async (asked) => {
    const number = numberOf(asked)
    if (number !== asked.params.number) return { to: `/desk/cases/${number}` }
    return show(asked, null)
  })

  staff.post('/desk/cases/:number/reporter', async (asked) => {
    asked.reply.header('cache-control', 'no-store')
    const hand = await takeInHand(deps, asked.request, asked.world)
    return show(asked, null, { reporter: await openContacts(deps, hand, asked.here.now) })
  })

  for (const deed of CASE_DEEDS) {
    staff.post(`/desk/cases/:number/${deed}`, (asked) => act(asked, deed))
  }
  for (const deed of LETTER_DEEDS) {
    staff.post(`/desk/cases/:number/contacts/:id/${deed}`, (asked) => {
      const id = Number(asked.params.id)
      if (!Number.isSafeInteger(id) || id <= 0) throw new HttpProblem('not_found')
      // A reply is graded, and a letter that followed settled, in a form of its own.
      const about = deed === 'grade' ? asked.form.reply : deed === 'delivery' ? asked.form.letter : undefined
      return act(asked, deed, Number(about) || id)
    })
  }

  async function act(asked: StaffAsked, deed: CaseDeed | LetterDeed, letter?: number): Promise<Shown> {
    const { here, form, world, request } = asked
    // Who may not is told so before what they typed is looked at; a letter's cases are looked at where it is read.
    const { row } = await takeInHand(deps, request, world)
    const { number, zone } = row.facts.case
    const read = readBody(deed, form, zone)
    if ('issues' in read)
      return again(asked, { deed, letter, form, faults: faultsOf(deed, read.issues, here.lang, letter) })
    if (form.step === 'edit') return show(asked, { deed, letter, form, faults: new Map() })
    const looks = CHECKED.has(deed) && (form.step === 'check' || form.step === 'preview' || form.step === 'pdf')
    if (!looks) keyedForm(asked)
    try {
      if (looks) return await check(asked, number, deed, read.body, letter)
      await run(asked, deed, read.body)
    } catch (error) {
      const fault = faultOf(error, asked, deed, letter)
      if (!fault) throw error
      return again(asked, { deed, letter, form, faults: new Map([fault]) })
    }
    const done = letter === undefined ? deed : `${deed}-${letter}`
    const query = new URLSearchParams({ ...pick(backOf(form)), done })
    return { to: `/desk/cases/${number}?${query}` }
  }

  async function check(
    asked: StaffAsked,
    number: string,
    deed: CaseDeed | LetterDeed,
    body: unknown,
    letter: number | undefined,
  ): Promise<Shown> {
    const { world, form } = asked
    const preview = await previewOf(asked, deed, body, letter)
    if (form.step === 'pdf' && preview) {
      const file = await pdfOf(preview.sheet, asked.here.now)
      return { file, type: 'application/pdf', name: 'letter.pdf', inline: true }
    }
    const desk = await readDeskCase(deps, asked, number)
    const here = atCase(asked, desk)
    const action = `/desk/cases/${number}/${letter === undefined ? deed : `contacts/${letter}/${deed}`}`
    return { page: <CheckDeed {...{ here, world, desk, deed, action, form, preview }} /> }
  }

  /** The letter as it would leave; null for what is no letter. */
  async function previewOf(
    { request }: StaffAsked,
    deed: DeedName,
    body: unknown,
    letter: number | undefined,
  ): Promise<Preview | null> {
    if (deed === 'contacts') return previewContact(deps, request, body as BodyOf<'contacts'>)
    if (deed !== 'letters') return null
    const { purpose, text } = body as BodyOf<'letters'>
    return previewFollowUp(deps, request, letter!, { purpose: purpose as LetterPurpose, text })
  }

  const run = <D extends CaseDeed | LetterDeed>(asked: StaffAsked, deed: D, body: BodyOf<D>) =>
    ACTS[deed](deps, asked, body as never)

  const again = async (asked: StaffAsked, opened: Opened): Promise<Shown> => ({
    ...(await show(asked, opened)),
    status: 422,
  })

  async function show(
    asked: StaffAsked,
    opened: Opened | null,
    more: { reporter?: OpenedContacts } = {},
  ): Promise<Extract<Shown, { page: unknown }>> {
    const { world, form } = asked
    const desk = await readDeskCase(deps, asked, numberOf(asked))
    const here = atCase(asked, desk)
    const done = opened ? null : (form.done ?? null)
    const shown = opened ?? (asked.request.method === 'GET' ? openedBy(asked, desk) : null)
    return {
      page: (
        <DeskCasePage
          here={here}
          world={world}
          desk={desk}
          opened={shown}
          done={done}
          template={shown ? '' : (form.template ?? '')}
          reporter={more.reporter ?? null}
        />
      ),
    }
  }
}

/** The form that the address asks to open: `do=deed` or `do=deed-letter`, or a letter to the next instance, ready to send. */
function openedBy({ form, world, here }: StaffAsked, desk: DeskCase): Opened | null {
  const about = desk.letters.find(({ id }) => String(id) === form.about)
  if (about) {
    const { category } = desk.read.row.facts.case
    const next = proposeNext(about, category, world, here.now).items.find(({ instance }) => instance === form.instance)
    if (!next) return null
    const { body, channel, subject, text, language } = next.letter
    const typed = { body, other: body, channel, subject, text, language, about: String(about.id) }
    return { deed: 'contacts', form: typed, faults: NO_FAULTS }
  }
  const [deed, letter] = (form.do ?? '').split('-')
  const known = [...CASE_DEEDS, ...LETTER_DEEDS].find((name) => name === deed)
  if (!known) return null
  return { deed: known, ...(letter ? { letter: Number(letter) } : {}), form: {}, faults: NO_FAULTS }
}

/** An answer to a form has the form's address; its languages are those of the case's page. */
function atCase({ here, request }: StaffAsked, desk: DeskCase): StaffHere {
  if (request.method === 'GET') return here
  const query = new URLSearchParams(pick({ ...desk.queue.filters, overdue: desk.queue.filters.overdue ? 'yes' : '' }))
  return { ...here, path: `/desk/cases/${desk.read.seen.case.number}?${query}` }
}

/** What was refused, beside the field it is about; undefined for what is not about the form. */
function faultOf(
  error: unknown,
  { here }: StaffAsked,
  deed: DeedName,
  letter: number | undefined,
): [id: string, words: string] | undefined {
  const known =
    error instanceof Refusal || (error instanceof HttpProblem && (ON_PAGE.has(error.code) || error.path.length > 0))
  if (!known) return undefined
  const { code, details, path } = error
  const words = problemText(here.lang, code, details)
  const name = path[0] === undefined ? 'form' : fieldOf(String(path[0]))
  return [fieldId(deed, name, letter), `${words.title}. ${words.detail}`]
}

/** The filters of a queue, and nothing else of an address. */
function pick({ whose, overdue, q }: Record<string, string>): Record<string, string> {
  return { ...(whose ? { whose } : {}), ...(overdue ? { overdue } : {}), ...(q ? { q } : {}) }
}

function numberOf({ params }: StaffAsked): string {
  const parsed = parseCaseNumber(params.number!)
  if (!parsed) throw new HttpProblem('not_found')
  return parsed.number
}
