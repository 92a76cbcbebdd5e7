import { randomUUID } from 'node:crypto'
import type { HeldFile } from '../../../db/held-files.ts'
import { findAttachment } from '../../../db/views/attachments.ts'
import { listRepliesOf } from '../../../db/views/replies.ts'
import { opinionBody } from '../../../shared/contract/contact.ts'
import { REPORTER } from '../../../shared/domain/events.ts'
import { Refusal } from '../../../shared/domain/refusal.ts'
import { decideConfirmation } from '../../../shared/domain/resolution.ts'
import { decideUpdate } from '../../../shared/domain/update.ts'
import { problemText } from '../../../shared/i18n/problem.ts'
import { t } from '../../../shared/i18n/text.ts'
import { isOpenTo } from '../../cases/attachment-view.ts'
import { attachHeld, listPhotos } from '../../cases/held.ts'
import { type DecideCase, idsFor } from '../../cases/work.ts'
import { giveOpinion } from '../../contacts/opinion-api.ts'
import { perform } from '../../perform.ts'
import { HttpProblem } from '../../problem.ts'
import { sealText } from '../../seal.ts'
import { calendarOf } from '../calendar.ts'
import type { ReadCase } from '../case-read.ts'
import { NO_FAULTS } from '../components/form.tsx'
import { typed } from '../form-body.ts'
import { inLanguage } from '../here.ts'
import type { Asked, Pages, Shown } from '../pages.ts'
import { takePhotos } from '../photos.ts'
import { readSent, WITH_FILES } from '../sent-form.ts'
import { readTracked } from './report-page.tsx'
import { TrackPage } from './track.tsx'

const KEY = /^[0-9a-f-]{36}$/
const DONE = ['added', 'confirmed', 'disputed', 'opinion'] as const

/** `/track/{token}`: the token is the reporter's right to the page and to what stands on it. */
export function trackPages(pages: Pages): void {
  const { deps } = pages

  pages.get('/track/:token', async ({ here, params, form }) => {
    const { read, replies } = await readWithReplies(params.token!, here.now)
    const done = DONE.find((word) => word === form.done) ?? null
    return {
      page: (
        <TrackPage
          here={here}
          read={read}
          token={params.token!}
          faults={NO_FAULTS}
          typed={{}}
          done={done}
          replies={replies}
        />
      ),
    }
  })

  pages.get('/track/:token/calendar.ics', async ({ here, params }) => {
    const { seen } = await readTracked(deps, params.token!, here.now)
    const { number, respondBy, reportedAt } = seen.case
    return {
      file: calendarOf({
        uid: `${number}@${new URL(here.publicUrl).hostname}`,
        stamp: reportedAt,
        at: respondBy,
        summary: t(here.lang, 'page.report.doneCalendarText', { number }),
        url: `${here.publicUrl}${inLanguage(here.lang, `/track/${params.token}`)}`,
      }),
      type: 'text/calendar; charset=utf-8',
      name: `${number}.ics`,
    }
  })

  pages.post(
    '/track/:token/updates',
    async (asked) => {
      const { here, params } = asked
      const sent = await readSent(pages, asked)
      const { row } = await readTracked(deps, params.token!, here.now)
      const text = typed(sent.form, 'text')
      const given = typed(sent.form, 'key')
      const key = KEY.test(given) ? given : randomUUID()
      const faults = new Map<string, string>()
      const long = tooLong(here.lang, text)
      if (long) faults.set('text', long)
      const fault = await takePhotos(deps, here.lang, key, sent)
      if (fault) faults.set('photos', fault)
      const photos = await listPhotos(deps, key)
      if (text === '' && photos.length === 0 && !fault) faults.set('text', t(here.lang, 'page.citizen.add.need'))
      if (faults.size > 0) return again(asked, faults, { text, key }, photos)
      try {
        await attachHeld(deps, row.facts.case.number, key)
      } catch (error) {
        if (!(error instanceof Refusal)) throw error
        const words = problemText(here.lang, error.code, error.details)
        return again(asked, new Map([['photos', `${words.title}. ${words.detail}`]]), { text, key }, photos)
      }
      if (text === '') return { to: `/track/${params.token}?done=added` }
      return act({ ...asked, form: { ...sent.form, key } }, 'text', { text }, 'added', (hand, world, ids, now) =>
        decideUpdate(hand.row.facts, { text, public: false }, REPORTER, world, ids, now, sealText(text)),
      )
    },
    WITH_FILES,
  )

  pages.get('/track/:token/photos/:id', async ({ here, params }) => {
    const { row } = await readTracked(deps, params.token!, here.now)
    const id = /^\d{1,15}$/.test(params.id!) ? Number(params.id) : 0
    const listed = row.attachments.find((f) => f.id === id && f.mime.startsWith('image/'))
    const file =
      listed && isOpenTo(listed, 'reporter', row.facts.case.public)
        ? await findAttachment(deps.sql, row.facts.case.id, id)
        : undefined
    if (!file) throw new HttpProblem('not_found')
    return { file: file.bytes, type: file.mime, name: String(id), inline: true }
  })

  pages.post('/track/:token/confirmation', async (asked) => {
    const { here, form } = asked
    const [solved, why, given] = [typed(form, 'solved'), typed(form, 'why'), Number(typed(form, 'rating'))]
    const rating = Number.isInteger(given) && given >= 1 && given <= 5 ? given : undefined
    const kept = { solved, why, rating: rating === undefined ? '' : String(rating) }
    if (solved !== 'yes' && solved !== 'no')
      return again(asked, new Map([['solved', t(here.lang, 'page.track.needChoice')]]), kept)
    const long = tooLong(here.lang, why)
    if (long) return again(asked, new Map([['why', long]]), kept)
    const input = {
      solved: solved === 'yes',
      ...(rating !== undefined && solved === 'yes' ? { rating } : {}),
      ...(why ? { text: why } : {}),
    }
    return act(asked, 'solved', kept, input.solved ? 'confirmed' : 'disputed', ({ row }, world, ids, now) =>
      decideConfirmation(row.facts, input, REPORTER, world, ids, now, why ? sealText(why) : undefined),
    )
  })

  pages.post('/track/:token/replies/:reply/opinion', async (asked) => {
    const { request, here, params, form } = asked
    const field = `opinion-${params.reply}`
    const input = opinionBody.safeParse({
      opinion: typed(form, 'opinion'),
      ...(typed(form, 'text') ? { text: typed(form, 'text') } : {}),
    })
    if (!/^\d{1,15}$/.test(params.reply!)) throw new HttpProblem('not_found')
    if (!input.success) {
      const long = input.error.issues.some((issue) => issue.path[0] === 'text')
      const fault = long
        ? problemText(here.lang, 'text_too_long', { max: 2_000 }).detail
        : t(here.lang, 'page.track.reply.needChoice')
      return again(asked, new Map([[field, fault]]), {})
    }
    const key = typed(form, 'key')
    if (KEY.test(key)) request.headers['idempotency-key'] = key
    try {
      await giveOpinion(deps, request, Number(params.reply), input.data, () =>
        readTracked(deps, params.token!, deps.now()),
      )
    } catch (error) {
      if (!(error instanceof Refusal) || error.code === 'not_found') throw error
      return again(asked, new Map([[field, problemText(here.lang, error.code, error.details).detail]]), {})
    }
    return { to: `/track/${params.token}?done=opinion#replies` }
  })

  async function again(
    { here, params }: Asked,
    faults: Map<string, string>,
    kept: object,
    photos: readonly HeldFile[] = [],
  ): Promise<Shown> {
    const page = (
      <TrackPage
        here={here}
        {...(await readWithReplies(params.token!, here.now))}
        token={params.token!}
        faults={faults}
        typed={kept}
        photos={photos}
        done={null}
      />
    )
    return { page, status: 422 }
  }

  async function readWithReplies(token: string, now: number) {
    const read = await readTracked(deps, token, now)
    return { read, replies: await listRepliesOf(deps.sql, read.row.facts.case.id) }
  }

  /** One decision of the reporter, written by one statement. What cannot be is said beside the field. */
  async function act(
    asked: Asked,
    field: string,
    kept: object,
    done: (typeof DONE)[number],
    decide: DecideCase,
  ): Promise<Shown> {
    const { request, here, params, form } = asked
    const key = typed(form, 'key')
    // A form sent twice is one deed: its hidden key is the Idempotency-Key of a form.
    if (/^[0-9a-f-]{36}$/.test(key)) request.headers['idempotency-key'] = key
    try {
      await perform<ReadCase>(deps, request, {
        read: () => readTracked(deps, params.token!, deps.now()),
        ids: ({ row }, now) => idsFor([row], now),
        decide: ({ row }, world, given, now) => ({ cases: [decide({ row, by: REPORTER }, world, given, now)] }),
        answer: () => ({ status: 303, body: {} }),
      })
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      const words = problemText(here.lang, error.code, error.details)
      return again(asked, new Map([[field, `${words.title}. ${words.detail}`]]), kept)
    }
    return { to: `/track/${params.token}?done=${done}` }
  }

  function tooLong(lang: Asked['here']['lang'], text: string): string | undefined {
    return text.length > 5_000 ? problemText(lang, 'text_too_long', { max: 5_000 }).detail : undefined
  }
}
