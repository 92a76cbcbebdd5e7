import { z } from 'zod'
import { ABUSE_REASONS } from '../../../shared/contract/abuse.ts'
import { parseCaseNumber } from '../../../shared/domain/number.ts'
import { Refusal } from '../../../shared/domain/refusal.ts'
import { problemText } from '../../../shared/i18n/problem.ts'
import { t } from '../../../shared/i18n/text.ts'
import { ABUSE_LIMIT, reportAbuse } from '../../cases/abuse-api.ts'
import { FOLLOW_LIMIT, follow } from '../../cases/follow.ts'
import { support } from '../../cases/supporters-api.ts'
import { addressOf } from '../../mail/address.ts'
import { HttpProblem } from '../../problem.ts'
import { readCase } from '../case-read.ts'
import { type Faults, NO_FAULTS } from '../components/form.tsx'
import type { JoinTyped } from '../components/join.tsx'
import { typed } from '../form-body.ts'
import type { Asked, Pages, Shown } from '../pages.ts'
import { CasePage, DONE, type Done } from './case.tsx'

const address = z.email().max(254)

/** `/cases/{number}`: as everyone sees it, whoever asks; joining and following are forms on it. */
export function casePages(pages: Pages): void {
  const { deps } = pages

  pages.get('/cases/:number', async (asked) => {
    const number = numberOf(asked)
    if (number !== asked.params.number) return { to: `/cases/${number}` }
    return show(asked, NO_FAULTS, {})
  })

  pages.post('/cases/:number/supporters', (asked) =>
    doing(asked, 'join', {}, 'supported', (number) =>
      support(deps, asked.request, number, { language: asked.here.lang }),
    ),
  )

  pages.post(
    '/cases/:number/followers',
    async (asked) => {
      const { lang } = asked.here
      const email = typed(asked.form, 'email')
      if (!address.safeParse(email).success || !addressOf(email))
        return show(asked, new Map([['email', t(lang, 'page.report.need.email')]]), { email })
      return doing(asked, 'email', { email }, 'followed', (number) => follow(deps, number, email, lang))
    },
    { rateLimit: FOLLOW_LIMIT },
  )

  pages.post(
    '/cases/:number/abuse-reports',
    async (asked) => {
      const { lang } = asked.here
      const [reason, about] = [typed(asked.form, 'reason'), typed(asked.form, 'about')]
      const faults = new Map<string, string>()
      const known = ABUSE_REASONS.find((one) => one === reason)
      if (!known) faults.set('reason', t(lang, 'page.citizen.abuse.need'))
      if (about.length > 1_000) faults.set('about', t(lang, 'page.citizen.abuse.tooLong'))
      if (!known || faults.size > 0) return show(asked, faults, { reason, about })
      const complaint = { reason: known, language: lang, ...(about ? { text: about } : {}) }
      return doing(asked, 'reason', { reason, about }, 'complained', (number) =>
        reportAbuse(deps, asked.request, number, complaint),
      )
    },
    { rateLimit: ABUSE_LIMIT },
  )

  /** One deed of a reader; what cannot be is said on the page. */
  async function doing(
    asked: Asked,
    field: string,
    kept: JoinTyped,
    done: Done,
    act: (number: string) => Promise<unknown>,
  ): Promise<Shown> {
    const number = numberOf(asked)
    try {
      await act(number)
    } catch (error) {
      if (!(error instanceof Refusal) || error.code === 'not_found') throw error
      const words = problemText(asked.here.lang, error.code, error.details)
      return show(asked, new Map([[field, `${words.title}. ${words.detail}`]]), kept)
    }
    return { to: `/cases/${number}?done=${done}` }
  }

  async function show(asked: Asked, faults: Faults, kept: JoinTyped): Promise<Shown> {
    const { here, form } = asked
    const read = await readCase(deps, numberOf(asked), 'outside', here.now)
    const done = DONE.find((word) => word === form.done) ?? null
    return {
      page: <CasePage here={here} read={read} faults={faults} typed={kept} done={done} />,
      status: faults.size > 0 ? 422 : 200,
    }
  }
}

function numberOf({ params }: Asked): string {
  const parsed = parseCaseNumber(params.number!)
  if (!parsed) throw new HttpProblem('not_found')
  return parsed.number
}
