import { assignmentBody } from '../../../shared/contract/case.ts'
import { absenceBody, rotationBody, shiftBody } from '../../../shared/contract/roster.ts'
import { PERMISSIONS } from '../../../shared/domain/permissions.ts'
import { decideAssignment } from '../../../shared/domain/reassignment.ts'
import { instantOf, isDate, rfc3339 } from '../../../shared/domain/zone.ts'
import { problemText } from '../../../shared/i18n/problem.ts'
import { t } from '../../../shared/i18n/text.ts'
import { readBrief } from '../../brief/read.ts'
import { briefWishOf } from '../../brief/scope.ts'
import { roleOn, targetOf } from '../../caller.ts'
import { getCase } from '../../cases/sight.ts'
import { type InHand, idsFor } from '../../cases/work.ts'
import { perform } from '../../perform.ts'
import { HttpProblem } from '../../problem.ts'
import type { ReferenceBranch } from '../../reference.ts'
import { addAbsence, removeAbsence } from '../../roster/absences.ts'
import { addRotation, removeRotation } from '../../roster/rotations.ts'
import { addShift, removeShift, swapShiftTo } from '../../roster/shifts.ts'
import { compareAll, groupsOf } from '../../stats/compare.ts'
import type { Shown } from '../pages.ts'
import { counted, filled, type Returned, tried } from '../staff/entry.ts'
import { keyedForm, type StaffAsked, type StaffPages } from '../staff/pages.ts'
import { BoardPart } from './board.tsx'
import { readBoard } from './board-read.ts'
import { BriefPart } from './brief.tsx'
import { FiguresPart } from './figures.tsx'
import { BranchFrame, branchOf, mayOn, partPath } from './frame.tsx'
import { RosterPart } from './roster.tsx'
import { type Asking, membersIn } from './roster-forms.tsx'
import { FARTHEST, readRoster } from './roster-read.ts'

/** So many cases change hands by one form. */
const MOST_MOVED = 20
const MOVE = PERMISSIONS['PUT /api/v1/cases/:number/assignment']!
const KEEP = PERMISSIONS['POST /api/v1/duty']!

/** `/branch`: the board, the roster, the morning brief and the figures of one branch. */
export function branchPages(staff: StaffPages): void {
  const { deps } = staff

  staff.get('/branch', (asked) => showBoard(asked, null))
  staff.get('/branch/roster', (asked) => showRoster(asked, null))

  staff.get('/branch/brief', async (asked) => {
    const { here, world } = asked
    const branch = branchOf(asked)
    const brief = await readBrief(deps.sql, briefWishOf(branch.code, branch.zone, world.reference), here.now)
    return {
      page: (
        <BranchFrame here={here} world={world} branch={branch} part="brief">
          <BriefPart here={here} world={world} branch={branch} brief={brief} />
        </BranchFrame>
      ),
    }
  })

  staff.get('/branch/figures', async (asked) => {
    const { here, world } = asked
    const branch = branchOf(asked)
    const comparison = await compareAll(deps, world, 'branch', here.now)
    const group = groupsOf(comparison.items, here.lang).find(({ items }) => items.some((i) => i.code === branch.code))
    return {
      page: (
        <BranchFrame here={here} world={world} branch={branch} part="figures">
          <FiguresPart here={here} code={branch.code} comparison={comparison} group={group} />
        </BranchFrame>
      ),
    }
  })

  staff.post('/branch/assignment', async (asked) => {
    const { form, here } = asked
    const branch = branchOf(asked)
    const words = (fault: 'needCase' | 'needPerson' | 'needReason') => t(here.lang, `page.branch.board.${fault}`)
    const numbers = Object.keys(form).flatMap((name) => (name.startsWith('case-') ? [name.slice('case-'.length)] : []))
    const faults = new Map<string, string>()
    if (numbers.length === 0) faults.set('board', words('needCase'))
    if (numbers.length > MOST_MOVED) faults.set('board', t(here.lang, 'page.branch.board.tooMany', { n: MOST_MOVED }))
    const body = assignmentBody.safeParse({ ...counted(form, 'owner'), ...filled(form, 'reason') })
    if (!body.success || body.data.owner === undefined || !body.data.reason) {
      const fields = body.success ? [] : body.error.issues.map((issue) => String(issue.path[0]))
      if (fields.includes('owner') || !form.owner) faults.set('move-owner', words('needPerson'))
      if (fields.includes('reason')) faults.set('move-reason', words('needReason'))
    }
    if (faults.size > 0 || !body.success) return showBoard(asked, { name: 'move', form, faults })
    let moved = 0
    for (const number of numbers) {
      const why = await give(asked, number, body.data)
      if (why === null) moved++
      else faults.set(`case-${number}`, t(here.lang, 'page.branch.board.notMoved', { number, why }))
    }
    if (faults.size > 0) return showBoard(asked, { name: 'move', form, faults })
    return { to: partPath('board', branch.code, { moved: String(moved) }) }
  })

  /** Hands one case over by the API's own decision; what was refused, in words, or null. */
  async function give(
    { request, here, form }: StaffAsked,
    number: string,
    body: { owner?: number | undefined; reason: string },
  ): Promise<string | null> {
    // Each case is a deed of its own: sent twice, each is done once.
    if (/^[0-9a-f-]{36}$/.test(form.key ?? '')) request.headers['idempotency-key'] = `${form.key}-${number}`
    const returned = await tried({ here, form }, 'move', {}, () =>
      perform<InHand>(deps, request, {
        async read(world) {
          const row = await getCase(deps, number)
          const { branch, owner } = row.facts.case
          const role = roleOn(request, targetOf(world, branch, owner), MOVE)
          if (!role) throw new HttpProblem('forbidden')
          return { row, by: { kind: 'staff', staff: here.me.id, name: here.me.name, role } }
        },
        ids: ({ row }, now) => idsFor([row], now),
        decide: ({ row, by }, world, given, now) => ({
          cases: [decideAssignment(row.facts, body, by, world, given, now)],
        }),
        answer: () => ({ status: 200, body: {} }),
      }),
    ).catch((error: unknown) => {
      // What the centre holds, only the centre gives away: said beside the case, not instead of the board.
      const code = error instanceof Error && 'code' in error ? error.code : undefined
      if (code !== 'forbidden' && code !== 'not_found') throw error
      const { title, detail } = problemText(here.lang, code, {})
      return { faults: new Map([['', `${title}. ${detail}`]]) }
    })
    return returned ? [...returned.faults.values()].join(' ') : null
  }

  staff.post('/branch/duty', (asked) =>
    onRoster(asked, 'duty', ['staff', 'from', 'to'], (branch) => {
      const { zone, code } = branch
      const { form } = asked
      return addShift(deps, asked.request, {
        ...spanOf(shiftBody.parse({ branch: code, ...counted(form, 'staff'), ...moments(form, zone) })),
      })
    }),
  )
  staff.post('/branch/duty/:id/swap', (asked) =>
    onRoster(asked, `swap-${asked.params.id}`, ['staff'], () =>
      swapShiftTo(deps, asked.request, idOf(asked), Number(asked.form.staff) || 0),
    ),
  )
  staff.post('/branch/duty/:id/removal', (asked) =>
    onRoster(asked, 'ask', [], () => removeShift(deps, asked.request, idOf(asked))),
  )
  staff.post('/branch/rotations', (asked) =>
    onRoster(asked, 'rotation', ['members', 'startsOn', 'shiftDays', 'handover'], ({ code }) =>
      addRotation(
        deps,
        asked.request,
        rotationBody.parse({
          branch: code,
          members: membersIn(asked.form),
          ...filled(asked.form, 'startsOn', 'handover'),
          ...counted(asked.form, 'shiftDays'),
        }),
      ),
    ),
  )
  staff.post('/branch/rotations/:id/end', (asked) =>
    onRoster(asked, 'ask', [], () => removeRotation(deps, asked.request, idOf(asked))),
  )
  staff.post('/branch/absences', (asked) =>
    onRoster(asked, 'absence', ['staff', 'from', 'to', 'reason'], ({ zone }) => {
      const { form } = asked
      return addAbsence(
        deps,
        asked.request,
        spanOf(absenceBody.parse({ ...counted(form, 'staff'), ...moments(form, zone), ...filled(form, 'reason') })),
      )
    }),
  )
  staff.post('/branch/absences/:id/end', (asked) =>
    onRoster(asked, 'ask', [], () => removeAbsence(deps, asked.request, idOf(asked))),
  )

  /** One change of the roster: who may not is told so first, what is wrong stands at its field. */
  async function onRoster(
    asked: StaffAsked,
    name: string,
    fields: readonly ('staff' | 'from' | 'to' | 'reason' | 'members' | 'startsOn' | 'shiftDays' | 'handover')[],
    work: (branch: ReferenceBranch) => Promise<unknown>,
  ): Promise<Shown> {
    const { here } = asked
    const branch = branchOf(asked)
    keyedForm(asked)
    const words = { staff: 'person', shiftDays: 'days' } as const
    const labels = Object.fromEntries(
      fields.map((f) => [f, t(here.lang, `page.branch.roster.${f === 'staff' || f === 'shiftDays' ? words[f] : f}`)]),
    )
    // Of what has an id its function asks for the right to the branch of the thing itself.
    const returned = await tried(asked, name, labels, () => work(branch))
    if (returned) return showRoster(asked, returned)
    return { to: partPath('roster', branch.code, { done: '1' }) }
  }

  async function showBoard(asked: StaffAsked, returned: Returned | null): Promise<Shown> {
    const { here, world, form } = asked
    const branch = branchOf(asked)
    const board = await readBoard(deps, here, world, branch)
    const moved = returned ? 0 : Number(form.moved) || 0
    return {
      page: (
        <BranchFrame
          here={here}
          world={world}
          branch={branch}
          part="board"
          {...(returned ? { faults: returned.faults } : {})}
        >
          {moved > 0 && (
            <p class="notice notice--met" role="status">
              {t(here.lang, 'page.branch.board.moved', { n: moved })}
            </p>
          )}
          <BoardPart
            here={here}
            world={world}
            code={branch.code}
            board={board}
            may={mayOn(asked, MOVE, branch.code)}
            returned={returned}
          />
        </BranchFrame>
      ),
      status: returned ? 422 : 200,
    }
  }

  async function showRoster(asked: StaffAsked, returned: Returned | null): Promise<Shown> {
    const { here, world, form } = asked
    const branch = branchOf(asked)
    const week = Math.min(FARTHEST, Math.max(-FARTHEST, Math.trunc(Number(form.week) || 0)))
    const roster = await readRoster(deps, world, branch, week, here.now)
    return {
      page: (
        <BranchFrame
          here={here}
          world={world}
          branch={branch}
          part="roster"
          {...(returned ? { faults: returned.faults } : {})}
        >
          <RosterPart
            here={here}
            branch={branch}
            roster={roster}
            may={mayOn(asked, KEEP, branch.code)}
            asking={returned ? null : askingOf(form.ask)}
            returned={returned}
            done={!returned && form.done === '1'}
          />
        </BranchFrame>
      ),
      status: returned ? 422 : 200,
    }
  }
}

function askingOf(text: string | undefined): Asking | null {
  const found = /^(duty|rotation|absence):(\d{1,15})$/.exec(text ?? '')
  return found ? { what: found[1] as Asking['what'], id: Number(found[2]) } : null
}

function idOf({ params }: StaffAsked): number {
  const id = Number(params.id)
  if (!Number.isSafeInteger(id) || id <= 0) throw new HttpProblem('not_found')
  return id
}

/** `from` and `to` of a form, typed by the clocks of the branch, as the API takes them; what is no moment is left out. */
function moments(form: Readonly<Record<string, string>>, zone: string): { from?: string; to?: string } {
  const moment = (name: 'from' | 'to') => {
    const found = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d)/.exec(form[name] ?? '')
    if (!found || !isDate(found[1]!) || found[2]! > '23:59' || found[2]!.slice(3) > '59') return {}
    return { [name]: rfc3339(zone, instantOf(zone, found[1]!, found[2]!)) }
  }
  return { ...moment('from'), ...moment('to') }
}

const spanOf = <T extends { from: string; to: string }>(body: T) => ({
  ...body,
  from: Date.parse(body.from),
  to: Date.parse(body.to),
})
