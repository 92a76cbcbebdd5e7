import { findBodyDeed } from '../../../db/views/answers.ts'
import { FORM_KINDS, type FormKind } from '../../../shared/domain/answer-form.ts'
import { isDate } from '../../../shared/domain/date.ts'
import { Refusal } from '../../../shared/domain/refusal.ts'
import { localDate } from '../../../shared/domain/zone.ts'
import { formatDate } from '../../../shared/i18n/format.ts'
import { problemText } from '../../../shared/i18n/problem.ts'
import { t } from '../../../shared/i18n/text.ts'
import { readUpload, type Uploaded } from '../../cases/upload.ts'
import { findOpenLetter, type OpenLetter, type SentForm, takeAnswer } from '../../contacts/answer.ts'
import { checkCsrf } from '../../plugins/authentication.ts'
import { HttpProblem } from '../../problem.ts'
import { NO_FAULTS } from '../components/form.tsx'
import { typed as fieldOf } from '../form-body.ts'
import type { Asked, Pages, Shown } from '../pages.ts'
import { ReceiptPage, ShutPage } from './receipt.tsx'
import { ReplyPage, type ReplyTyped } from './reply.tsx'

const LONGEST = 50_000
/** Forms one address may send in ten minutes. */
const RATE = { max: 30, timeWindow: 600_000 }
const FIELDS = ['kind', 'text', 'until', 'to', 'name', 'passedOn', 'incomingNumber', 'registeredOn'] as const
/** Where a fault of a decision is shown. */
const FIELD_OF: Readonly<Record<string, string>> = {
  until: 'until',
  body: 'to',
  receivedOn: 'passedOn',
  registeredOn: 'registeredOn',
}

/** `/reply/{token}`: the link in a letter is the body's right to answer it; reading changes nothing. */
export function replyPages(pages: Pages): void {
  const { deps } = pages

  pages.get('/reply/:token', async (asked) => {
    const { here, params } = asked
    const letter = await open(asked)
    if ('page' in letter) return letter
    const world = await deps.world.at(here.now)
    return {
      page: <ReplyPage here={here} letter={letter} world={world} token={params.token!} faults={NO_FAULTS} typed={{}} />,
    }
  })

  pages.get('/reply/:token/receipt/:deed', async (asked) => {
    const { here, params } = asked
    const letter = await open(asked)
    if ('page' in letter) return letter
    const id = /^\d{1,15}$/.test(params.deed!) ? Number(params.deed) : 0
    const deed = await findBodyDeed(deps.sql, letter.contact.id, id)
    if (!deed) throw new HttpProblem('not_found')
    const world = await deps.world.at(here.now)
    const to = deed.kind === 'redirected' ? deed.data.to : deed.form?.to
    const toName =
      typeof to === 'string' ? (world.reference.body(to)?.name[here.lang] ?? to) : (deed.form?.name ?? null)
    return { page: <ReceiptPage here={here} letter={letter} deed={deed} token={params.token!} toName={toName} /> }
  })

  pages.post(
    '/reply/:token',
    async (asked) => {
      const { request, here, params } = asked
      const letter = await open(asked)
      if ('page' in letter) return letter
      const sent = await read(asked)
      const typed: ReplyTyped = Object.fromEntries(FIELDS.map((name) => [name, fieldOf(sent.fields, name)]))
      const faults = faultsOf(typed, letter, here.lang)
      if (sent.fault) faults.set('files', problemText(here.lang, sent.fault.code, sent.fault.details).detail)
      if (faults.size > 0) return again(asked, letter, faults, typed, sent.files.length > 0)
      try {
        const receipt = await takeAnswer(deps, request, params.token!, formOf(typed, letter), sent.files)
        return { to: `/reply/${params.token}/receipt/${receipt}` }
      } catch (error) {
        if (error instanceof HttpProblem && error.code === 'too_many_attempts')
          return again(asked, letter, new Map([['text', t(here.lang, 'page.reply.tooMany')]]), typed, false)
        if (!(error instanceof Refusal)) throw error
        const field = FIELD_OF[error.path[0] ?? ''] ?? 'kind'
        const said =
          error.code === 'nothing_to_change'
            ? t(here.lang, 'page.reply.sameBody')
            : problemText(here.lang, error.code, error.details).detail
        return again(asked, letter, new Map([[field, said]]), typed, sent.files.length > 0)
      }
    },
    { csrfInHandler: true, rateLimit: RATE },
  )

  /** The letter, or the page that says why the link opens none. */
  async function open({ here, params, reply }: Asked): Promise<OpenLetter | Extract<Shown, { page: unknown }>> {
    const { lang, now } = here
    reply.header('x-robots-tag', 'noindex')
    const letter = await findOpenLetter(deps, params.token!, now)
    const shut = (status: number, title: string, text: string) => ({
      page: <ShutPage here={here} title={title} text={text} />,
      status,
    })
    if (!letter) return shut(404, t(lang, 'page.reply.wrongTitle'), t(lang, 'page.reply.wrong'))
    const { contact, expiresAt, state } = letter
    const number = contact.outgoingNumber
    if (state === 'withdrawn')
      return shut(410, t(lang, 'page.reply.closedTitle'), t(lang, 'page.reply.closed', { number }))
    if (state === 'expired') {
      const date = formatDate(lang, localDate(contact.zone, expiresAt), { year: true })
      return shut(410, t(lang, 'page.reply.expiredTitle'), t(lang, 'page.reply.expired', { date, number }))
    }
    return letter
  }

  /** The form with its files; a plain form has none. */
  async function read({ request, form }: Asked): Promise<{
    fields: Readonly<Record<string, string>>
    files: readonly Uploaded[]
    fault?: HttpProblem
  }> {
    if (/^multipart\//i.test(request.headers['content-type'] ?? '')) {
      const upload = await readUpload(request, deps, { page: true })
      const clean = (value: string) => value.replaceAll('\u0000', '').toWellFormed().replaceAll('\r\n', '\n')
      const fields = Object.fromEntries(Object.entries(upload.fields).map(([name, value]) => [name, clean(value)]))
      return { ...upload, fields }
    }
    if (request.csrfOwed) checkCsrf(request, deps, form._csrf)
    return { fields: form, files: [] }
  }

  async function again(
    { here, params }: Asked,
    letter: OpenLetter,
    faults: Map<string, string>,
    typed: ReplyTyped,
    lostFiles: boolean,
  ): Promise<Shown> {
    const world = await deps.world.at(here.now)
    const page = (
      <ReplyPage
        here={here}
        letter={letter}
        world={world}
        token={params.token!}
        faults={faults}
        typed={typed}
        lostFiles={lostFiles}
      />
    )
    return { page, status: 422 }
  }
}

function faultsOf(typed: ReplyTyped, { contact }: OpenLetter, lang: Asked['here']['lang']): Map<string, string> {
  const faults = new Map<string, string>()
  const { kind, text = '', until, to, name = '', passedOn, incomingNumber = '', registeredOn } = typed
  if (!FORM_KINDS.includes(kind as FormKind)) faults.set('kind', t(lang, 'page.reply.needKind'))
  if (text.length > LONGEST) faults.set('text', problemText(lang, 'text_too_long', { max: LONGEST }).detail)
  else if (kind !== 'redirect' && text.length < 3) faults.set('text', t(lang, 'page.reply.needText'))
  else if (kind === 'extension' && text.length > 2_000)
    faults.set('text', problemText(lang, 'text_too_long', { max: 2_000 }).detail)
  const day = (value: string | undefined) => value !== undefined && isDate(value) && value.startsWith('20')
  if (kind === 'extension' && !day(until)) faults.set('until', t(lang, 'page.reply.needUntil'))
  if (kind === 'redirect') {
    if (!to && name.length < 3) faults.set('to', t(lang, 'page.reply.needBody'))
    if (name.length > 300) faults.set('name', problemText(lang, 'text_too_long', { max: 300 }).detail)
    if (passedOn && !day(passedOn)) faults.set('passedOn', t(lang, 'page.reply.needDate'))
  }
  if (contact.registeredOn === null) {
    if (registeredOn && !day(registeredOn)) faults.set('registeredOn', t(lang, 'page.reply.needDate'))
    else if (incomingNumber && !registeredOn) faults.set('registeredOn', t(lang, 'page.reply.needDay'))
    if (registeredOn && !incomingNumber) faults.set('incomingNumber', t(lang, 'page.reply.needNumber'))
  }
  if (incomingNumber.length > 100) faults.set('incomingNumber', problemText(lang, 'text_too_long', { max: 100 }).detail)
  return faults
}

/** What was typed, without the fields of another choice. */
function formOf(typed: ReplyTyped, { contact }: OpenLetter): SentForm {
  const { text = '', until, to, name, passedOn, incomingNumber, registeredOn } = typed
  const kind = typed.kind as FormKind
  const registered =
    incomingNumber && registeredOn && contact.registeredOn === null ? { incomingNumber, registeredOn } : undefined
  return {
    kind,
    text,
    ...(kind === 'extension' ? { until } : {}),
    ...(kind === 'redirect' ? { ...(to ? { to } : { name }), ...(passedOn ? { passedOn } : {}) } : {}),
    ...(registered ? { registered } : {}),
  }
}
