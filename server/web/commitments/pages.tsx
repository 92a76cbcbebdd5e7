import { boardFileQuery, commitmentBody, outcomeBody } from '../../../shared/contract/commitment.ts'
import { COMMITMENT_OUTCOMES } from '../../../shared/domain/commitment.ts'
import { PERMISSIONS } from '../../../shared/domain/permissions.ts'
import { Refusal } from '../../../shared/domain/refusal.ts'
import { problemText } from '../../../shared/i18n/problem.ts'
import { t } from '../../../shared/i18n/text.ts'
import { roleOn, targetOf } from '../../caller.ts'
import { boardWish, readBoard } from '../../commitments/board.ts'
import { endCommitment, makeCommitment, takeCommitment } from '../../commitments/commitments.ts'
import { HttpProblem } from '../../problem.ts'
import { branchesInReach } from '../../scope.ts'
import { type Faults, NO_FAULTS } from '../components/form.tsx'
import { typed } from '../form-body.ts'
import type { Shown } from '../pages.ts'
import { keyedForm, type StaffAsked, type StaffPages } from '../staff/pages.ts'
import { BoardPage } from './board.tsx'
import { CommitmentPage } from './one.tsx'
import { type OutcomeTyped, wordsField } from './outcome.tsx'

const PAGE = 50

/** `/commitments`: the board, one commitment and its outcome; a promise found in a reply is taken from the desk. */
export function commitmentPages(staff: StaffPages): void {
  const { deps } = staff

  staff.get('/commitments', async ({ request, here, world, form }) => {
    const filters = {
      who: typed(form, 'who') || undefined,
      branch: typed(form, 'branch') || undefined,
      body: typed(form, 'body') || undefined,
      overdue: typed(form, 'overdue') ? 'true' : undefined,
    }
    const asked = boardFileQuery.safeParse(filters)
    if (!asked.success) throw new HttpProblem('not_found')
    const { lang: _, ...wish } = asked.data
    const cursor = typed(form, 'cursor') || undefined
    const { rows, nextCursor } = await readBoard(deps, boardWish(request, world, wish, here.now), cursor, PAGE)
    const branches = branchesInReach(request, world)
    return {
      page: (
        <BoardPage
          here={here}
          world={world}
          rows={rows}
          next={nextCursor}
          beyondFirst={cursor !== undefined}
          filters={filters}
          branches={branches}
        />
      ),
    }
  })

  staff.get('/commitments/:id', (asked) => show(asked, NO_FAULTS))

  staff.post('/commitments/:id/outcome', async (asked) => {
    const { request, here, params, form } = asked
    keyedForm(asked)
    const id = idOf(params.id)
    const outcome = COMMITMENT_OUTCOMES.find((one) => one === typed(form, 'outcome')) ?? 'kept'
    const field = wordsField(outcome)
    const [on, note, why, dueOn] = ['on', 'note', 'why', 'dueOn'].map((name) => typed(form, name))
    const kept: OutcomeTyped = { outcome, on: on!, note: note!, why: why!, dueOn: dueOn! }
    const words = outcome === 'kept' ? note : why
    const input = outcomeBody.safeParse({
      outcome,
      ...(words ? { note: words } : {}),
      ...(outcome === 'kept' && on ? { on } : {}),
      ...(outcome === 'moved' && dueOn ? { dueOn } : {}),
    })
    if (!input.success) {
      const faults = new Map<string, string>()
      for (const { path } of input.error.issues) {
        const day = path[0] === 'on' || path[0] === 'dueOn'
        faults.set(day ? String(path[0]) : field, t(here.lang, `page.commitments.${day ? 'needDate' : 'needReason'}`))
      }
      return show(asked, faults, kept)
    }
    let after: { readonly id: number; readonly case: string }
    try {
      after = (await endCommitment(deps, request, id, input.data)).body as typeof after
    } catch (error) {
      if (!(error instanceof Refusal) || error.code === 'not_found' || error.code === 'forbidden') throw error
      const at = error.path[0] === 'on' || error.path[0] === 'dueOn' ? error.path[0] : field
      return show(asked, new Map([[at, problemText(here.lang, error.code, error.details).detail]]), kept)
    }
    // Whoever came from the case goes back to it.
    if (typed(form, 'case') === after.case) return { to: `/desk/cases/${after.case}?done=promise` }
    return { to: `/commitments/${after.id}?done=1` }
  })

  staff.post('/desk/cases/:number/commitments', async (asked) => {
    const { request, form } = asked
    keyedForm(asked)
    const input = commitmentBody.safeParse({
      who: 'body',
      reply: Number(typed(form, 'reply')),
      text: typed(form, 'text'),
      dueOn: typed(form, 'dueOn'),
    })
    // The form is ours and has nothing to type into.
    if (!input.success) throw new HttpProblem('validation_failed')
    const { body } = await makeCommitment(deps, request, input.data)
    return { to: `/commitments/${(body as { id: number }).id}?done=1` }
  })

  async function show(asked: StaffAsked, faults: Faults, typed?: OutcomeTyped): Promise<Shown> {
    const { request, here, world, params, form } = asked
    const { commitment, row } = await takeCommitment(deps, request, idOf(params.id), world)
    const { branch, owner } = row.facts.case
    const rule = PERMISSIONS['POST /api/v1/commitments/:id/outcome']
    const works = roleOn(request, targetOf(world, branch, owner), rule) !== null
    const page = (
      <CommitmentPage
        here={here}
        world={world}
        commitment={commitment}
        works={works}
        faults={faults}
        typed={typed}
        done={form.done === '1' && faults.size === 0}
      />
    )
    return { page, ...(faults.size > 0 ? { status: 422 } : {}) }
  }
}

/** Throws `not_found` for what is no id. */
function idOf(text: string | undefined): number {
  if (!/^\d{1,15}$/.test(text ?? '')) throw new HttpProblem('not_found')
  return Number(text)
}
