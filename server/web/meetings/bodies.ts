import type { Case } from '../../../shared/domain/case.ts'
import { t } from '../../../shared/i18n/text.ts'
import type { FullWorld } from '../../world.ts'
import type { Option } from '../components/form.tsx'
import { bodyOptions } from '../desk/choices.ts'
import type { StaffHere } from '../staff/pages.ts'
import type { Check } from './parts.tsx'

/** So many competent bodies are offered by name; the rest stand in the list. */
const OFFERED = 4

/** Bodies to tick: those written to about the case, then competent ones and whoever is ticked; the others in a list. */
export function bodyChecks(
  { here, world }: { here: StaffHere; world: FullWorld },
  c: Case,
  written: readonly string[],
  ticked: readonly string[],
): { bodies: Check[]; otherBodies: Option[] } {
  const { lang } = here
  const { reference } = world
  const competent = reference.competentBodies(c.category, c.region, c.district).slice(0, OFFERED)
  const codes = [...new Set([...written, ...competent.map(({ body }) => body.id), ...ticked])]
  const bodies = codes.flatMap((code) => {
    const body = reference.body(code)
    if (!body) return []
    const hint = [
      written.includes(code) ? t(lang, 'page.meetings.field.written') : '',
      body.email ? '' : t(lang, 'page.meetings.byHand'),
    ]
    return {
      name: `body-${code}`,
      text: body.name[lang],
      hint: hint.filter(Boolean).join(', '),
      checked: ticked.includes(code),
    }
  })
  return { bodies, otherBodies: bodyOptions(world, lang, c).filter(({ value }) => !codes.includes(value)) }
}
