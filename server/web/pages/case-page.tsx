import { z } from 'zod'
import { parseCaseNumber } from '../../../shared/domain/number.ts'
import { Refusal } from '../../../shared/domain/refusal.ts'
import { problemText } from '../../../shared/i18n/problem.ts'
import { t } from '../../../shared/i18n/text.ts'
import { support } from '../../cases/supporters-api.ts'
import { HttpProblem } from '../../problem.ts'
import { readCase } from '../case-read.ts'
import { type Faults, NO_FAULTS } from '../components/form.tsx'
import { typed } from '../form-body.ts'
import type { Asked, Pages, Shown } from '../pages.ts'
import { CasePage } from './case.tsx'

const DONE = ['supported', 'followed'] as const
const address = z.email().max(254)

/** `/cases/{number}`: as everyone sees it, whoever asks; joining and following are forms on it. */
export function casePages(pages: Pages): void {
  const { deps } = pages

  pages.get('/cases/:number', async (asked) => {
    const number = numberOf(asked)
    if (number !== asked.params.number) return { to: `/cases/${number}` }
    return show(asked, NO_FAULTS, '')
  })

  pages.post('/cases/:number/supporters', (asked) => join(asked, undefined))

  pages.post('/cases/:number/followers', (asked) => {
    const email = typed(asked.form, 'email')
    if (address.safeParse(email).success) return join(asked, email)
    return show(asked, new Map([['email', t(asked.here.lang, 'page.report.need.email')]]), email)
  })

  async function join(asked: Asked, email: string | undefined): Promise<Shown> {
    const number = numberOf(asked)
    try {
      await support(deps, asked.request, number, { email, language: asked.here.lang })
    } catch (error) {
      if (!(error instanceof Refusal) || error.code === 'not_found') throw error
      const words = problemText(asked.here.lang, error.code, error.details)
      return show(asked, new Map([['join', `${words.title}. ${words.detail}`]]), email ?? '')
    }
    return { to: `/cases/${number}?done=${email === undefined ? 'supported' : 'followed'}` }
  }

  async function show(asked: Asked, faults: Faults, email: string): Promise<Shown> {
    const { here, form } = asked
    const read = await readCase(deps, numberOf(asked), 'outside', here.now)
    const done = DONE.find((word) => word === form.done) ?? null
    return {
      page: <CasePage here={here} read={read} faults={faults} email={email} done={done} />,
      status: faults.size > 0 ? 422 : 200,
    }
  }
}

function numberOf({ params }: Asked): string {
  const parsed = parseCaseNumber(params.number!)
  if (!parsed) throw new HttpProblem('not_found')
  return parsed.number
}
