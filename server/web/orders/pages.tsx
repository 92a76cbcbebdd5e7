import type { z } from 'zod'
import { countOrders } from '../../../db/views/instructions.ts'
import { reasonBody } from '../../../shared/contract/case.ts'
import { untilBody } from '../../../shared/contract/contact.ts'
import { instructionReportBody } from '../../../shared/contract/instruction.ts'
import { decideAcceptance, decideInstructionReport, decideReturn } from '../../../shared/domain/instruction.ts'
import { decideExtensionRefusal, decideInstructionExtension } from '../../../shared/domain/instruction-term.ts'
import { sightOf } from '../../cases/sight.ts'
import { OF_BRANCH, readOrders, scopeOfOrders } from '../../instructions/list.ts'
import { actOnOrder, type DecideOrder, readOrder } from '../../instructions/work.ts'
import { HttpProblem } from '../../problem.ts'
import { branchesInReach } from '../../scope.ts'
import { typed } from '../form-body.ts'
import type { Shown } from '../pages.ts'
import { keyedForm, type StaffAsked, type StaffPages } from '../staff/pages.ts'
import { type OrderFilters, OrdersPage } from './list.tsx'
import { labelOf, ORDER_DEEDS, type OrderDeed, OrderPage } from './order.tsx'
import { type Back, refusalFault, schemaFaults } from './parts.tsx'

const PAGE = 30

/** Each deed: what its form must hold, and the decision that the API's command of the same name takes. */
const DEEDS: Readonly<Record<OrderDeed, { schema: z.ZodType | null; decide: (body: never) => DecideOrder }>> = {
  reports: {
    schema: instructionReportBody,
    decide:
      (body: z.infer<typeof instructionReportBody>) =>
      (facts, row, by, ...given) =>
        decideInstructionReport(facts, row, body, by, ...given),
  },
  acceptance: { schema: null, decide: () => decideAcceptance },
  return: {
    schema: reasonBody,
    decide:
      ({ reason }: z.infer<typeof reasonBody>) =>
      (facts, row, by, ...given) =>
        decideReturn(facts, row, reason, by, ...given),
  },
  ask: { schema: untilBody, decide: extend },
  grant: { schema: untilBody, decide: extend },
  refusal: {
    schema: reasonBody,
    decide:
      ({ reason }: z.infer<typeof reasonBody>) =>
      (facts, row, by, ...given) =>
        decideExtensionRefusal(facts, row, reason, by, ...given),
  },
}

function extend(body: z.infer<typeof untilBody>): DecideOrder {
  return (facts, row, by, ...given) => decideInstructionExtension(facts, row, body, by, ...given)
}

/** What the centre orders and its control, per person and per branch. */
export function orderPages(staff: StaffPages): void {
  const { deps } = staff

  staff.get('/instructions', async ({ request, here, world, form }) => {
    const leads = here.me.roles.some((role) => OF_BRANCH.roles?.[role])
    const reach = leads ? (branchesInReach(request, world, OF_BRANCH) ?? regional(world)) : []
    const filters: OrderFilters = {
      whose: leads && (form.whose === 'reach' || here.me.roles.includes('auditor')) ? 'reach' : 'mine',
      state: form.state === 'accepted' ? 'accepted' : 'control',
      overdue: form.overdue === 'yes' && form.state !== 'accepted',
      branch: form.whose === 'reach' && reach.includes(form.branch ?? '') ? form.branch! : '',
    }
    const asked = { mine: filters.whose === 'mine', ...(filters.branch ? { branch: filters.branch } : {}) }
    const { now } = here
    const [list, counts] = await Promise.all([
      readOrders(
        deps,
        request,
        world,
        {
          ...asked,
          state: filters.state,
          overdue: filters.overdue,
          limit: PAGE,
          ...(form.cursor ? { cursor: form.cursor } : {}),
        },
        now,
      ),
      countOrders(deps.sql, scopeOfOrders(request, world, asked), now),
    ])
    return {
      page: (
        <OrdersPage
          {...{ here, world, filters, leads, counts }}
          branches={reach}
          rows={list.items}
          next={list.nextCursor}
          beyondFirst={Boolean(form.cursor)}
        />
      ),
    }
  })

  staff.get('/instructions/:id', (asked) => show(asked, null))

  for (const deed of ORDER_DEEDS) staff.post(`/instructions/:id/${deed}`, (asked) => act(asked, deed))

  async function act(asked: StaffAsked, deed: OrderDeed): Promise<Shown> {
    const { request, world, here, form } = asked
    const id = idOf(asked)
    // Who may not is told so before what they typed is looked at.
    await readOrder(deps, request, world, id)
    const { schema, decide } = DEEDS[deed]
    const parsed = schema?.safeParse(bodyOf(deed, asked))
    if (parsed && !parsed.success)
      return again(asked, deed, schemaFaults(deed, parsed.error.issues, labelsOf(here.lang, deed), here.lang))
    keyedForm(asked)
    try {
      await actOnOrder(deps, request, id, decide(parsed?.data as never))
    } catch (error) {
      const faults = refusalFault(error, deed, here.lang)
      if (!faults) throw error
      return again(asked, deed, faults)
    }
    return { to: `/instructions/${id}?done=${deed}${form.whose === 'reach' ? '&whose=reach' : ''}` }
  }

  const again = async (asked: StaffAsked, deed: OrderDeed, faults: Back['faults']): Promise<Shown> => ({
    ...(await show(asked, { deed, form: asked.form, faults })),
    status: 422,
  })

  async function show(asked: StaffAsked, back: Back | null): Promise<Extract<Shown, { page: unknown }>> {
    const { request, here, world, form } = asked
    const { instruction, row } = await readOrder(deps, request, world, idOf(asked))
    const inside = sightOf(request, row, world) === 'inside'
    const done = back ? null : (ORDER_DEEDS.find((deed) => deed === form.done) ?? null)
    return { page: <OrderPage {...{ here, world, inside, back, done }} row={instruction} /> }
  }
}

export function idOf({ params }: StaffAsked): number {
  const id = Number(params.id)
  if (!Number.isSafeInteger(id) || id <= 0) throw new HttpProblem('not_found')
  return id
}

/** The branches that a list is narrowed to: the regions and the centre; districts would be hundreds. */
function regional({ reference }: StaffAsked['world']): string[] {
  return reference.branches.filter((b) => b.level !== 'district').map((b) => b.code)
}

function bodyOf(deed: OrderDeed, { form }: StaffAsked): Record<string, unknown> {
  if (deed === 'reports') return { text: typed(form, 'text'), final: typed(form, 'final') !== 'no' }
  if (deed === 'ask' || deed === 'grant') return { until: typed(form, 'until'), reason: typed(form, 'reason') }
  return { reason: typed(form, 'reason') }
}

function labelsOf(lang: StaffAsked['here']['lang'], deed: OrderDeed): Record<string, string> {
  return {
    text: labelOf(lang, 'text'),
    until: labelOf(lang, 'until'),
    reason: labelOf(lang, deed === 'return' ? 'missing' : 'reason'),
  }
}
