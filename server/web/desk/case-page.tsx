import { parseCaseNumber } from '../../../shared/domain/number.ts'
import { Refusal } from '../../../shared/domain/refusal.ts'
import type { ProblemCode } from '../../../shared/i18n/catalog.ts'
import { problemText } from '../../../shared/i18n/problem.ts'
import type { OpenedContacts } from '../../cases/reporter.ts'
import { openContacts } from '../../cases/reporter.ts'
import { takeInHand } from '../../cases/work.ts'
import { previewContact } from '../../letters/preview.ts'
import { HttpProblem } from '../../problem.ts'
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
      return act(asked, deed, deed === 'grade' ? Number(asked.form.reply) || id : id)
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
    const looks = form.step === 'check' || form.step === 'preview'
    if (!looks) keyedForm(asked)
    try {
      if (looks && CHECKED.has(deed)) return await check(asked, number, deed as CaseDeed, read.body)
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

  async function check(asked: StaffAsked, number: string, deed: CaseDeed, body: unknown): Promise<Shown> {
    const { world, form, request } = asked
    const desk = await readDeskCase(deps, asked, number)
    const here = atCase(asked, desk)
    const preview = deed === 'contacts' ? await previewContact(deps, request, body as BodyOf<'contacts'>) : null
    return { page: <CheckDeed here={here} world={world} desk={desk} deed={deed} form={form} preview={preview} /> }
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
    return {
      page: (
        <DeskCasePage
          here={here}
          world={world}
          desk={desk}
          opened={opened}
          done={done}
          template={opened ? '' : (form.template ?? '')}
          reporter={more.reporter ?? null}
        />
      ),
    }
  }
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
  const known = error instanceof Refusal || (error instanceof HttpProblem && ON_PAGE.has(error.code))
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
