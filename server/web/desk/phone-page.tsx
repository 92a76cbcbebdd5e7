import { findListedCase, type ListedCase } from '../../../db/views/cases.ts'
import type { Actor } from '../../../shared/domain/events.ts'
import { parseCaseNumber } from '../../../shared/domain/number.ts'
import { isLang, type Lang } from '../../../shared/domain/text.ts'
import type { Intake } from '../../cases/intake.ts'
import { prepareReport } from '../../cases/report.ts'
import { scopeOf } from '../../cases/scope.ts'
import { viewCase } from '../../cases/view.ts'
import { keyedBy } from '../../perform.ts'
import { type Faults, NO_FAULTS } from '../components/form.tsx'
import { typed } from '../form-body.ts'
import type { Shown } from '../pages.ts'
import { bodyOf, faultsOf, typedReport } from '../report-form.ts'
import { keyedForm, type StaffAsked, type StaffPages } from '../staff/pages.ts'
import { type Call, PhonePage } from './phone.tsx'

/** `/desk/new`: a citizen on the phone is filed for, and hears the number before they hang up. */
export function phonePages(staff: StaffPages, intake: Intake): void {
  const { deps } = staff

  staff.get('/desk/new', async (asked) => {
    const { here, world, form } = asked
    const number = form.filed === undefined ? undefined : parseCaseNumber(form.filed)?.number
    const filed = number ? await findListedCase(deps.sql, scopeOf(here.me, world), number) : undefined
    return show(asked, callOf(asked), NO_FAULTS, filed)
  })

  staff.post('/desk/new', async (asked) => {
    const { request, here, world } = asked
    const call = callOf(asked)
    const faults = faultsOf(call.values, world.reference, here.lang)
    if (faults.size > 0) return { ...show(asked, call, faults), status: 422 }
    const { me } = here
    const by: Actor = { kind: 'staff', staff: me.id, name: me.name, role: me.roles[0]! }
    const severity = Number(call.severity)
    const body = {
      ...bodyOf(call.values, world.reference, call.language),
      channel: 'phone',
      ...(severity >= 1 && severity <= 4 ? { severity } : {}),
    }
    keyedForm(asked)
    const { answer } = await intake.accept({
      report: prepareReport(body, world, by, call.language),
      keyed: keyedBy(deps, request),
      answer: (c, deadlines, at, now) => ({
        status: 201,
        body: viewCase({ case: c, deadlines }, 'inside', at, deps.config.publicUrl, now),
      }),
    })
    return { to: `/desk/new?filed=${(answer.body as { number: string }).number}` }
  })

  function show(
    { here, world }: StaffAsked,
    call: Call,
    faults: Faults,
    filed?: ListedCase,
  ): Extract<Shown, { page: unknown }> {
    return { page: <PhonePage here={here} world={world} call={call} faults={faults} filed={filed ?? null} /> }
  }
}

function callOf({ form, here }: StaffAsked): Call {
  const language = typed(form, 'language')
  const severity = typed(form, 'severity')
  return {
    values: typedReport(form),
    language: (isLang(language) ? language : here.lang) as Lang,
    severity: /^[1-4]$/.test(severity) ? severity : '',
  }
}
