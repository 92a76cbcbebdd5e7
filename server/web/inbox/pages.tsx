import { listByOutgoingNumber } from '../../../db/views/candidates.ts'
import { type InboxRow, type InboxWish, listInbox } from '../../../db/views/inbox.ts'
import { dismissalBody, mailParams } from '../../../shared/contract/inbox.ts'
import { parseOutgoingNumber } from '../../../shared/domain/outgoing.ts'
import { PERMISSIONS, roleFor } from '../../../shared/domain/permissions.ts'
import { Refusal } from '../../../shared/domain/refusal.ts'
import type { Lang } from '../../../shared/domain/text.ts'
import { problemText } from '../../../shared/i18n/problem.ts'
import { t } from '../../../shared/i18n/text.ts'
import { readCursor, writeCursor } from '../../cursor.ts'
import { dismiss, getMail, inboxReach, placeByHand, takeBack } from '../../inbox/work.ts'
import { HttpProblem } from '../../problem.ts'
import { type Faults, NO_FAULTS } from '../components/form.tsx'
import { typed } from '../form-body.ts'
import type { Shown } from '../pages.ts'
import { keyedForm, type StaffAsked, type StaffPages } from '../staff/pages.ts'
import { InboxPage, SHOWN } from './list.tsx'
import { MailPage } from './mail.tsx'

const PAGE = 30
const DONE = ['placed', 'dismissed', 'returned'] as const

/** What came in by mail: the holding pen and everything else, and what a person decides of it. */
export function inboxPages(staff: StaffPages): void {
  const { deps } = staff

  staff.get('/inbox', async ({ request, here, world, form }) => {
    const state = SHOWN.find((s) => s === form.state) ?? ('pen' satisfies InboxWish['state'])
    const below = form.cursor ? readCursor('i', 1, form.cursor)[0]! : Number.MAX_SAFE_INTEGER
    const rows = await listInbox(deps.sql, { state, below, limit: PAGE + 1, branches: inboxReach(request, world) })
    const shown = rows.slice(0, PAGE)
    const last = shown.at(-1)
    const what = DONE.find((w) => w === form.done)
    const number = parseOutgoingNumber(form.number ?? '')?.number ?? ''
    return {
      page: (
        <InboxPage
          here={here}
          world={world}
          state={state}
          rows={shown}
          next={last && rows.length > PAGE ? writeCursor('i', last.id) : null}
          beyondFirst={Boolean(form.cursor)}
          done={what ? { what, number } : null}
        />
      ),
    }
  })

  staff.get('/inbox/:id', async (asked) => show(asked, await mailOf(asked), NO_FAULTS))

  staff.post('/inbox/:id/placement', async (asked) => {
    const { request, form, here } = asked
    const { lang } = here
    const written = typed(form, 'number')
    const contact = written ? await contactByNumber(written) : Number(typed(form, 'contact')) || undefined
    if (contact === undefined) {
      const [field, key] = written ? ['number', 'noSuchNumber'] : ['contact', 'needLetter']
      return show(asked, await mailOf(asked), new Map([[field!, t(lang, `page.inbox.${key as 'needLetter'}`)]]), 422)
    }
    const id = idOf(asked)
    keyedForm(asked)
    try {
      const { body } = await placeByHand(deps, request, id, contact)
      const { contact: placed } = body as { contact: { outgoingNumber: string } }
      return {
        to: `/inbox?${new URLSearchParams({ done: 'placed', number: placed.outgoingNumber })}`,
      }
    } catch (error) {
      return refused(asked, error, written ? 'number' : 'contact')
    }
  })

  staff.post('/inbox/:id/dismissal', (asked) => withReason(asked, dismiss, 'dismissed'))
  staff.post('/inbox/:id/return', (asked) => withReason(asked, takeBack, 'returned'))

  async function withReason(
    asked: StaffAsked,
    decide: typeof dismiss | typeof takeBack,
    done: (typeof DONE)[number],
  ): Promise<Shown> {
    const { request, form, here } = asked
    const row = await mailOf(asked)
    const parsed = dismissalBody.safeParse({ reason: typed(form, 'reason') })
    if (!parsed.success) return show(asked, row, new Map([['reason', t(here.lang, 'page.inbox.needReason')]]), 422)
    keyedForm(asked)
    try {
      await decide(deps, request, row.id, parsed.data.reason)
    } catch (error) {
      return refused(asked, error, 'reason')
    }
    return { to: `/inbox?done=${done}` }
  }

  function idOf({ params }: StaffAsked): number {
    const id = mailParams.safeParse(params)
    if (!id.success) throw new HttpProblem('not_found')
    return id.data.id
  }

  function mailOf(asked: StaffAsked): Promise<InboxRow> {
    return getMail(deps, asked.request, asked.world, idOf(asked))
  }

  async function contactByNumber(written: string): Promise<number | undefined> {
    const number = parseOutgoingNumber(written)?.number
    const [row] = number ? await listByOutgoingNumber(deps.sql, [number]) : []
    return row?.contact
  }

  /** The page again with what is wrong; what somebody else has decided meanwhile is shown as it is now. */
  async function refused(asked: StaffAsked, error: unknown, field: string): Promise<Shown> {
    if (!(error instanceof Refusal || error instanceof HttpProblem) || error.code === 'forbidden') throw error
    const { lang } = asked.here
    const words = error.code === 'conflict' ? t(lang, 'page.inbox.taken') : wordsOf(lang, error)
    return show(asked, await mailOf(asked), new Map([[field, words]]), 422)
  }
}

function wordsOf(lang: Lang, { code, details }: Refusal | HttpProblem): string {
  const { title, detail } = problemText(lang, code, details as Record<string, string | number>)
  return `${title}. ${detail}`
}

function show({ here, world, form }: StaffAsked, row: InboxRow, faults: Faults, status = 200): Shown {
  const may = (route: string) => roleFor({ roles: PERMISSIONS[route]?.roles ?? {} }, here.me) !== null
  return {
    status,
    page: (
      <MailPage
        here={here}
        world={world}
        row={row}
        faults={faults}
        typed={{ contact: typed(form, 'contact'), number: typed(form, 'number'), reason: typed(form, 'reason') }}
        may={{
          place: may('POST /api/v1/inbox/:id/placement'),
          dismiss: may('POST /api/v1/inbox/:id/dismissal'),
          takeBack: may('DELETE /api/v1/inbox/:id/placement'),
        }}
      />
    ),
  }
}
