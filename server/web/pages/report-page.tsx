import { findTracked } from '../../../db/views/case-page.ts'
import { listCases } from '../../../db/views/cases.ts'
import { caseQuery } from '../../../shared/contract/case-list.ts'
import { CENTRAL } from '../../../shared/domain/case.ts'
import { cutOff } from '../../../shared/domain/clock.ts'
import { REPORTER } from '../../../shared/domain/events.ts'
import { ANONYMOUS } from '../../caller.ts'
import { attachHeld, findPhoto, listPhotos } from '../../cases/held.ts'
import type { Intake } from '../../cases/intake.ts'
import { askList } from '../../cases/list.ts'
import { prepareReport } from '../../cases/report.ts'
import { viewCase } from '../../cases/view.ts'
import type { Deps } from '../../deps.ts'
import { HttpProblem } from '../../problem.ts'
import type { FullWorld } from '../../world.ts'
import { type ReadCase, readCase } from '../case-read.ts'
import { NO_FAULTS } from '../components/form.tsx'
import type { Here } from '../here.ts'
import type { Pages } from '../pages.ts'
import { takePhotos } from '../photos.ts'
import { bodyOf, digestOf, faultsOf, placeOf, suggestCategories, type Typed, typedReport } from '../report-form.ts'
import { readSent, WITH_FILES } from '../sent-form.ts'
import { DonePage } from './done.tsx'
import { CheckPage, ReportPage } from './report.tsx'
import { Suggestions } from './suggestions.tsx'

const SIMILAR = 3

/** `/report`: the questions, the check, the sending, and the page after it. */
export function reportPages(pages: Pages, intake: Intake): void {
  const { deps } = pages

  pages.get('/report', async ({ here, form }) => {
    const world = await deps.world.at(here.now)
    const values = typedReport({ region: form.region ?? '', category: form.category ?? '' })
    return { page: <ReportPage here={here} world={world} values={values} photos={[]} fresh faults={NO_FAULTS} /> }
  })

  pages.post(
    '/report',
    async (asked) => {
      const { here } = asked
      const sent = await readSent(pages, asked)
      const world = await deps.world.at(here.now)
      const values = typedReport(sent.form)
      const fault = await takePhotos(deps, here.lang, values.key, sent)
      const form = { here, world, values, photos: await listPhotos(deps, values.key) }
      if (sent.form.step === 'edit') return { page: <ReportPage {...form} faults={NO_FAULTS} /> }
      const faults = new Map(faultsOf(values, world.reference, here.lang))
      if (fault) faults.set('photos', fault)
      if (faults.size > 0) return { page: <ReportPage {...form} faults={faults} />, status: 422 }
      if (sent.form.step === 'send') return { to: `/report/done/${await file(deps, intake, here, world, values)}` }
      return { page: <CheckPage {...form} {...promiseFor(values, world, here.now)} /> }
    },
    WITH_FILES,
  )

  pages.get('/report/photos/:id', async ({ params, form }) => {
    const id = /^\d{1,15}$/.test(params.id!) ? Number(params.id) : 0
    const photo = await findPhoto(deps, form.key ?? '', id)
    if (!photo) throw new HttpProblem('not_found')
    return { file: Buffer.from(photo.bytes), type: photo.mime, name: String(id), inline: true }
  })

  pages.get('/report/done/:token', async ({ here, params }) => ({
    page: <DonePage here={here} read={await readTracked(deps, params.token!, here.now)} token={params.token!} />,
  }))

  pages.post('/report/suggestions', async ({ here, form }) => {
    const world = await deps.world.at(here.now)
    const values = typedReport(form)
    if (form.what === 'region') {
      const { region } = placeOf(values, world.reference)
      return {
        page: <b data-region={region ?? ''}>{region && world.reference.region(region)?.name[here.lang]}</b>,
        part: true,
      }
    }
    const categories = values.text.length < 5 ? [] : suggestCategories(world.reference, values.text)
    const similar = categories[0] ? await listSimilar(deps, world, here.now, categories[0], values) : []
    return { page: <Suggestions here={here} world={world} categories={categories} similar={similar} />, part: true }
  })
}

/** Files the report; a form sent twice gets the token of the one case. */
async function file(deps: Deps, intake: Intake, here: Here, world: FullWorld, values: Typed): Promise<string> {
  const report = prepareReport(bodyOf(values, world.reference, here.lang), world, REPORTER, here.lang)
  const digest = digestOf(values)
  const { caseId, answer } = await intake.accept({
    report,
    // Going back, changing an answer and sending again is another report; the same answers again are the same.
    keyed: {
      key: deps.secrets.idempotencyKey('anonymous', 'POST /report', `${values.key}${digest}`),
      request: Buffer.from(digest, 'base64url').toString('base64'),
    },
    answer: (c, deadlines, at, now) => ({
      status: 201,
      body: viewCase({ case: c, deadlines }, 'reporter', at, deps.config.publicUrl, now),
    }),
  })
  await attachHeld(deps, (answer.body as { number: string }).number, values.key)
  return deps.secrets.trackingToken(caseId)
}

/** When the answer would be due if the report were sent now, by the clocks of its place. */
function promiseFor(values: Typed, world: FullWorld, now: number): { dueAt: number; zone: string } {
  const { region } = placeOf(values, world.reference)
  const zone = world.reference.branch(region ?? CENTRAL)?.zone ?? 'Asia/Almaty'
  return { dueAt: cutOff(world.policy.response, zone, now, world.calendar).dueAt, zone }
}

/** Open public problems of the same kind in the same place, newest first. */
async function listSimilar(deps: Deps, world: FullWorld, now: number, category: string, values: Typed) {
  const { region, district } = placeOf(values, world.reference)
  if (!region) return []
  const query = caseQuery.parse({
    category,
    region,
    status: 'open',
    limit: SIMILAR,
    ...(district ? { district } : {}),
  })
  const { list } = askList(query, ANONYMOUS, world, now)
  const found = await listCases(deps.sql, { ...list, shownOnly: true })
  return found.slice(0, SIMILAR)
}

/** The case of a tracking token, as its reporter sees it. Throws `not_found`. */
export async function readTracked(deps: Deps, token: string, now: number): Promise<ReadCase> {
  const number = /^[\w-]{22}$/.test(token) ? await findTracked(deps.sql, deps.secrets.hash(token)) : undefined
  if (!number) throw new HttpProblem('not_found')
  return readCase(deps, number, 'reporter', now)
}
