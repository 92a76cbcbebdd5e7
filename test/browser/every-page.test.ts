import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import t from 'tap'
import type { Lang } from '../../shared/domain/text.ts'
import { checkAxe } from '../support/axe.ts'
import { DESK, openBrowser, PHONE } from '../support/browser.ts'
import { listen } from '../support/citizen.ts'
import { REACTION } from '../support/desk.ts'
import { rounds } from '../support/fault.ts'
import { mailOf } from '../support/inbound.ts'
import { type Corresponding, makeCorresponding, storedMails } from '../support/inbound-desk.ts'
import { makeSigned, type Signed } from '../support/signed.ts'

t.setTimeout(180_000)

type Who = Signed | null
/** A page, and the form on it to send empty, so that its faults are looked at, too. */
type Stop = string | readonly [path: string, form: string]

/** What no other test of the browser opens, with something on it: cases in several states, mail, orders, promises. */
async function makeWorld(t: Parameters<typeof makeCorresponding>[0]) {
  const test = await makeCorresponding(t)
  const { as, responder, head, centre, centralHead, report, inbound } = test
  const admin = await makeSigned(test, { name: 'Гүлнар Әділова', roles: ['admin'], branch: 'KZ' })
  const auditor = await makeSigned(test, { name: 'Сәуле Оралқызы', roles: ['auditor'], branch: 'KZ' })
  const letter = await test.letter()
  const post = (who: Signed, path: string, body: object = {}) => done(as(who).post(path, body))
  const help = await post(responder, `${letter.url}/help`, {
    question: 'Кто отвечает за дорогу?',
    tried: 'Писали в акимат',
    needed: 'Назвать орган',
  })
  const promise = await post(responder, `${letter.url}/commitments`, {
    who: 'branch',
    text: 'Расскажем жителям, чем кончилось',
    dueOn: '2026-11-24',
  })
  const order = await post(centre, `${letter.url}/instructions`, {
    text: 'Назвать хозяина дороги и день ремонта',
    responsible: responder.id,
    dueOn: '2026-11-25',
  })
  const solved = await report()
  await post(responder, `${solved.url}/reaction`, REACTION)
  await post(responder, `${solved.url}/resolution`, { text: 'Лампы заменены' })
  const rejected = await report()
  await post(responder, `${rejected.url}/rejection`, { reason: 'duplicate', text: 'Об этом уже сообщили' })
  const fresh = await report()
  const to = `daybreak@${test.deps.config.mailDomain}`
  await inbound.send(mailOf({ to: letter.replyTo, subject: 'Ответ', text: 'Заделаем до 5 декабря' }), {
    to: letter.replyTo,
  })
  await inbound.send(mailOf({ to, subject: `Ответ на ${letter.outgoingNumber}`, text: 'Принято' }), { to })
  await inbound.send(mailOf({ to, subject: 'Отпуск', headers: 'Auto-Submitted: auto-replied' }), { to })
  await inbound.read()
  const mails = (await storedMails(test)).map(({ id }) => `/inbox/${id}`)
  const number = { letter: letter.number, solved: solved.number, rejected: rejected.number, fresh: fresh.number }
  const track = (one: { reporter: { headers: Readonly<Record<string, string>> } }) =>
    `/track/${one.reporter.headers.authorization?.slice('Bearer '.length)}`
  const routes: [string, Who, readonly Stop[]][] = [
    [
      'a citizen',
      null,
      [
        '',
        '/find?number=1',
        '/nowhere',
        `/cases/${number.letter}`,
        `/cases/${number.rejected}`,
        '/cases?q=zzzz',
        [track(solved), 'form[action*="/confirmation"]'],
        track(rejected),
        `/report/done/${track(fresh).slice('/track/'.length)}`,
        ['/report', 'form[action$="/report"]'],
        '/branches',
        '/branches/KZ-39',
        '/bodies',
        '/bodies/kostanay-roads',
        '/pulse',
        '/ledger',
        '/follow/wrong',
        ['/sign-in', 'form[action$="/sign-in"]'],
      ],
    ],
    [
      'a responder',
      responder,
      [
        '/me',
        '/desk?q=zzzz',
        `/desk/cases/${number.letter}`,
        `/desk/cases/${number.solved}`,
        [`/desk/cases/${number.fresh}/help`, 'form[action$="/help"]'],
        '/commitments',
        `/commitments/${promise}`,
        '/inbox',
        '/admin',
        [`/instructions/${order}`, 'form[action$="/reports"]'],
      ],
    ],
    ['a head', head, ['/commitments', '/inbox?state=placed', '/help']],
    [
      'the centre',
      centralHead,
      [
        '/inbox',
        ...mails,
        '/wall/tables',
        '/wall/cases',
        '/wall/cases?region=KZ-39',
        '/branch',
        `/help/${help}`,
        '/admin',
        '/admin/policies',
        ['/admin/calendar', 'form[method=post][action$="/calendar"]'],
      ],
    ],
    [
      'an administrator',
      admin,
      [
        '/admin/branches?q=KZ-39',
        '/admin/branches/KZ-39',
        ['/admin/bodies?q=kostanay', 'form[method=post][action$="/bodies"]'],
        '/admin/bodies/kostanay-roads',
        '/admin/categories?q=heat',
        ['/admin/staff?branch=KZ-39', 'form[method=post][action$="/staff"]'],
      ],
    ],
    ['an auditor', auditor, ['/desk', `/desk/cases/${number.letter}`, '/admin/policies/1', '/instructions']],
  ]
  return { test, routes }
}

async function done(answer: ReturnType<ReturnType<Corresponding['as']>['post']>): Promise<number> {
  const { status, text, body } = await answer
  if (status !== 201) throw new Error(text)
  return body.id
}

const LOOKS: readonly (readonly [Lang, BrowserContextOptions])[] = [
  ['kk', { ...PHONE, colorScheme: 'light' }],
  ['ru', { ...DESK, colorScheme: 'dark' }],
]

/** Each page in both looks, instead of in one of them. */
const BOTH = rounds(2, 1) > 1

/** As it stands with everything unfolded: axe, and nothing wider than the screen. */
async function look(
  t: Parameters<typeof checkAxe>[0] & { ok(a: unknown, message: string): unknown },
  page: Page,
  what: string,
): Promise<void> {
  await page.evaluate('document.querySelectorAll("details").forEach((d) => { d.open = true })')
  await checkAxe(t, page)
  const wide = await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth')
  t.ok(Number(wide) <= 0, `${what}: nothing is wider than the screen`)
}

let routes: Awaited<ReturnType<typeof makeWorld>>['routes']
let home: string
let browser: Browser

t.before(async () => {
  const world = await makeWorld(t)
  routes = world.routes
  home = await listen(world.test)
  browser = await openBrowser(t)
})

t.test('every page by day on a phone or by night on a desk', async (t) => {
  for (const [i, [lang, options]] of LOOKS.entries()) {
    for (const [name, who, stops] of routes) {
      const context = await browser.newContext({ ...options, serviceWorkers: 'block', reducedMotion: 'reduce' })
      if (who) await context.addCookies([{ name: 'daybreak_session', value: who.token, url: home }])
      const page = await context.newPage()
      page.setDefaultTimeout(10_000)
      page.on('pageerror', (error) => t.fail(String(error)))
      for (const [n, stop] of stops.entries()) {
        const [path, form] = typeof stop === 'string' ? [stop] : stop
        // In turn: the two looks of a page differ in its styles, and its styles are shared with its neighbours.
        if (!BOTH && (form ? i > 0 : (n + i) % 2 > 0)) continue
        await page.goto(`${home}/${lang}${path}`)
        t.equal(await page.getAttribute('html', 'lang'), lang)
        await look(t, page, `${name} ${path}`)
        if (!form || i > 0) continue
        await page.evaluate(`document.querySelector('main ${form}').noValidate = true`)
        await page.click(`main ${form} button[type=submit] >> nth=-1`)
        await page.waitForSelector('.govuk-error-summary')
        await look(t, page, `${name} ${path}, sent empty`)
      }
      await context.close()
    }
  }
})

t.test('the worker that keeps reports keeps nothing of the staff', async (t) => {
  const context = await browser.newContext(DESK)
  const [, responder] = routes[1]!
  await context.addCookies([{ name: 'daybreak_session', value: responder!.token, url: home }])
  const page = await context.newPage()
  await page.goto(`${home}/kk/report`)
  await page.evaluate('navigator.serviceWorker.ready')
  await page.reload()
  await page.goto(`${home}/kk/desk`)
  const kept = (await page.evaluate(
    'caches.keys().then((names) => Promise.all(names.map((n) => caches.open(n).then((c) => c.keys())))).then((all) => all.flat().map((r) => new URL(r.url).pathname))',
  )) as string[]
  t.same(
    kept.filter((path) => !path.startsWith('/assets/')).sort(),
    ['/kk/report', '/kk/report/kept'],
    'only the form and its page without a connection',
  )
  const form = await page.evaluate('caches.match("/kk/report").then((answer) => answer.text())')
  t.notMatch(form, /_csrf/, 'as anybody gets it')
  await context.setOffline(true)
  await t.rejects(page.goto(`${home}/kk/desk`), /ERR_INTERNET_DISCONNECTED/, 'a page of the staff is not there offline')
})
