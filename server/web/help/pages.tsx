import { helpAnswerBody, helpBody } from '../../../shared/contract/help.ts'
import { instructionBody } from '../../../shared/contract/instruction.ts'
import {
  decideHelpAnswer,
  decideHelpInstruction,
  decideHelpTaking,
  decideHelpWithdrawal,
} from '../../../shared/domain/help.ts'
import { t } from '../../../shared/i18n/text.ts'
import { takeInHand } from '../../cases/work.ts'
import { viewHelp } from '../../help/view.ts'
import { actOnHelp, askHelp, type DecideHelp, readHelp, takeHelp } from '../../help/work.ts'
import { branchesInReach } from '../../scope.ts'
import { peopleGroups } from '../desk/choices.ts'
import { typed } from '../form-body.ts'
import { idOf } from '../orders/pages.tsx'
import { type Back, refusalFault, schemaFaults } from '../orders/parts.tsx'
import type { Shown } from '../pages.ts'
import { keyedForm, type StaffAsked, type StaffPages } from '../staff/pages.ts'
import { ASK_PARTS, AskHelpPage, HELP_DEEDS, type HelpDeed, HelpListPage, HelpPage, helpLabel } from './help.tsx'

const PAGE = 30

/** What branches ask the centre, and its answers. */
export function helpPages(staff: StaffPages): void {
  const { deps } = staff

  staff.get('/help', async ({ request, here, world, form }) => {
    const state = form.state === 'all' ? 'all' : 'waiting'
    const wish = { state, branches: branchesInReach(request, world) } as const
    const { items, nextCursor } = await readHelp(deps, world, here.now, wish, form.cursor || undefined, PAGE)
    return {
      page: <HelpListPage {...{ here, world, state, items }} next={nextCursor} beyondFirst={Boolean(form.cursor)} />,
    }
  })

  staff.get('/help/:id', (asked) => show(asked, null))

  for (const deed of HELP_DEEDS) staff.post(`/help/:id/${deed}`, (asked) => act(asked, deed))

  staff.get('/desk/cases/:number/help', async (asked) => {
    const { row } = await takeInHand(deps, asked.request, asked.world)
    return { page: <AskHelpPage here={asked.here} number={row.facts.case.number} back={null} /> }
  })

  staff.post('/desk/cases/:number/help', async (asked) => {
    const { request, here, form } = asked
    const { row } = await takeInHand(deps, request, asked.world)
    const again = (faults: Back['faults']): Shown => ({
      page: <AskHelpPage here={here} number={row.facts.case.number} back={{ deed: 'help', form, faults }} />,
      status: 422,
    })
    const parsed = helpBody.safeParse(Object.fromEntries(ASK_PARTS.map((part) => [part, typed(form, part)])))
    if (!parsed.success) {
      const labels = Object.fromEntries(ASK_PARTS.map((part) => [part, t(here.lang, `page.help.${part}`)]))
      return again(schemaFaults('help', parsed.error.issues, labels, here.lang))
    }
    keyedForm(asked)
    try {
      const { body } = await askHelp(deps, request, parsed.data)
      return { to: `/help/${body.id}?done=asked` }
    } catch (error) {
      const faults = refusalFault(error, 'help', here.lang)
      if (!faults) throw error
      return again(faults)
    }
  })

  async function act(asked: StaffAsked, deed: HelpDeed): Promise<Shown> {
    const { request, world, here } = asked
    const id = idOf(asked)
    // Who may not is told so before what they typed is looked at.
    await takeHelp(deps, request, world, id)
    const read = decisionOf(deed, asked)
    if ('faults' in read) return again(asked, deed, read.faults)
    keyedForm(asked)
    try {
      await actOnHelp(deps, request, id, read.decide)
    } catch (error) {
      const faults = refusalFault(error, deed, here.lang)
      if (!faults) throw error
      return again(asked, deed, faults)
    }
    return { to: `/help/${id}?done=${deed}` }
  }

  const again = async (asked: StaffAsked, deed: HelpDeed, faults: Back['faults']): Promise<Shown> => ({
    ...(await show(asked, { deed, form: asked.form, faults })),
    status: 422,
  })

  async function show(asked: StaffAsked, back: Back | null): Promise<Extract<Shown, { page: unknown }>> {
    const { request, here, world, form } = asked
    const { help, row } = await takeHelp(deps, request, world, idOf(asked))
    const done = back ? null : ((['asked', ...HELP_DEEDS] as const).find((deed) => deed === form.done) ?? null)
    // Whoever has the case may be the one who is to act.
    const people = peopleGroups(world, here, { ...row.facts.case, owner: 0 })
    return { page: <HelpPage {...{ here, world, people, back, done }} help={viewHelp(help, world, here.now)} /> }
  }
}

type Read = { readonly decide: DecideHelp } | { readonly faults: Back['faults'] }

/** What the form asks for, or what is wrong with it. */
function decisionOf(deed: HelpDeed, { form, here: { lang } }: StaffAsked): Read {
  if (deed === 'taking') return { decide: decideHelpTaking }
  if (deed === 'withdrawal') return { decide: decideHelpWithdrawal }
  if (deed === 'answer') {
    const parsed = helpAnswerBody.safeParse({ text: typed(form, 'text') })
    if (!parsed.success)
      return { faults: schemaFaults(deed, parsed.error.issues, { text: helpLabel(lang, 'answerText') }, lang) }
    const { text } = parsed.data
    return { decide: (facts, help, by, ...given) => decideHelpAnswer(facts, help, text, by, ...given) }
  }
  const responsible = Number(typed(form, 'responsible'))
  const publicText = typed(form, 'publicText')
  const parsed = instructionBody.safeParse({
    text: typed(form, 'text'),
    ...(responsible > 0 ? { responsible } : {}),
    dueOn: typed(form, 'dueOn'),
    ...(publicText ? { publicText } : {}),
  })
  if (!parsed.success) {
    const labels = {
      text: helpLabel(lang, 'order'),
      ...{ responsible: helpLabel(lang, 'responsible'), dueOn: helpLabel(lang, 'dueOn') },
      publicText: helpLabel(lang, 'publicText'),
    }
    return { faults: schemaFaults(deed, parsed.error.issues, labels, lang) }
  }
  const input = parsed.data
  return { decide: (facts, help, by, ...given) => decideHelpInstruction(facts, help, input, by, ...given) }
}
