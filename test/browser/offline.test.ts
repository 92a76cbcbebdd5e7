import type { Browser, Page } from 'playwright-core'
import t from 'tap'
import type { Lang } from '../../shared/domain/text.ts'
import { makeApp, type TestApp } from '../support/app.ts'
import { checkAxe } from '../support/axe.ts'
import { DESK, openBrowser, PHONE, screenshot } from '../support/browser.ts'
import { listen, makeBranch } from '../support/citizen.ts'
import { type Line, openLine } from '../support/line.ts'
import { makeCase } from '../support/make.ts'

let made: TestApp
let browser: Browser
let line: Line

t.before(async () => {
  made = await makeApp(t, { at: '2026-11-21T21:40:00+05:00' })
  await makeBranch(made)
  line = await openLine(t, await listen(made))
  browser = await openBrowser(t)
})

const TEXT: Record<Lang, string> = {
  kk: 'Мектептің жанындағы көпір құлап қалды.',
  ru: 'Обвалился мост у школы, дети ходят по льду.',
  en: 'The bridge beside the school has fallen.',
}

async function open(lang: Lang, options: Parameters<Browser['newContext']>[0]): Promise<Page> {
  const context = await browser.newContext({ ...options, locale: lang })
  t.teardown(() => context.close())
  const page = await context.newPage()
  page.on('pageerror', (error) => t.fail(String(error)))
  page.setDefaultTimeout(8_000)
  return page
}

/** The report page, with its worker at work. */
async function openForm(lang: Lang, options: Parameters<Browser['newContext']>[0]): Promise<Page> {
  const page = await open(lang, options)
  await page.goto(`${line.url}/${lang}/report`)
  await page.evaluate('navigator.serviceWorker.ready')
  await until(page, 'navigator.serviceWorker.controller !== null')
  return page
}

/** By the debugger: the page's own policy lets nothing be evaluated in it. */
async function until(page: Page, what: string): Promise<void> {
  for (const end = Date.now() + 8_000; !(await page.evaluate(what)); await page.waitForTimeout(25))
    if (Date.now() > end) throw new Error(`never: ${what}`)
}

const fits = (page: Page) => page.evaluate('document.documentElement.scrollWidth <= window.innerWidth')
const count = async (table: 'cases' | 'attachments') =>
  (await made.database.sql.unsafe<{ n: number }[]>(`select count(*)::int as n from ${table}`))[0]!.n

/** A photo as a phone takes it: large, with noise that does not compress. */
async function takePhoto(page: Page): Promise<Buffer> {
  const taken = (await page.evaluate(`(() => {
    const canvas = document.createElement('canvas')
    canvas.width = 2400
    canvas.height = 1800
    const paint = canvas.getContext('2d')
    for (let n = 0; n < 30000; n++) {
      paint.fillStyle = 'rgb(' + [n * 7, n * 13, n * 29].map((v) => v % 256).join() + ')'
      paint.fillRect((n * 37) % 2400, (n * 91) % 1800, 40, 30)
    }
    return canvas.toDataURL('image/jpeg', 0.98)
  })()`)) as string
  return Buffer.from(taken.split(',')[1]!, 'base64')
}

t.test('a report with a photo, written without a connection: kept, said so, sent by itself, once', async (t) => {
  const page = await openForm('ru', PHONE)
  const photo = await takePhoto(page)
  line.manner = 'cut'
  await page.goto(`${line.url}/ru/report`)
  t.equal(await page.getAttribute('html', 'lang'), 'ru', 'the form comes out of the store')
  await page.fill('#text', TEXT.ru)
  await page.selectOption('#region', 'KZ-39')
  await page.check('#publish')
  await page.setInputFiles('#photos', { name: 'мост.jpg', mimeType: 'image/jpeg', buffer: photo })
  await page.click('.button--big')
  await page.waitForURL(/\/ru\/report\/kept$/)
  await page.waitForSelector('[data-list] li')
  t.match(await page.textContent('[data-list]'), TEXT.ru)
  t.match(await page.innerText('main'), /Ждёт отправки/)
  t.match(await page.innerText('main'), /ещё не отправлено/)
  t.match(await page.innerText('main'), /уйдёт само/, 'this browser sends with the page closed')
  t.ok(await fits(page))
  await screenshot(page, 'kept-waiting-ru-phone')
  await checkAxe(t, page)
  t.equal(await count('cases'), 0)

  // The report arrives, its answer does not: sent again later it must not become a second case.
  line.manner = 'deaf'
  await page.click('[data-again]')
  for (let n = 0; n < 100 && (await count('cases')) === 0; n++) await page.waitForTimeout(50)
  t.equal(await count('cases'), 1)
  t.match(await page.innerText('main'), /Ждёт отправки/, 'nobody is told what is not known')

  line.manner = 'whole'
  await page.goto(`${line.url}/ru`)
  await page.waitForSelector('db-kept [data-state=sent]:visible')
  await screenshot(page, 'kept-banner-ru-phone')
  await page.click('db-kept a')
  await page.waitForSelector('[data-state=sent]:visible')
  await screenshot(page, 'kept-sent-ru-phone')
  t.equal(await count('cases'), 1)
  t.equal(await count('attachments'), 1)
  const [file] = await made.database.sql<{ size: number; mime: string }[]>`select size, mime from attachments`
  t.ok(file!.size < photo.length / 2, `made smaller on the phone: ${photo.length} -> ${file!.size}`)
  await page.click('[data-open]')
  await page.waitForURL(/\/ru\/track\//)
  t.match(await page.textContent('main'), TEXT.ru)
  await until(page, 'document.querySelector(".photos img").naturalWidth === 1600')
  await screenshot(page, 'track-photo-ru-phone')
  await checkAxe(t, page)
  await page.goto(`${line.url}/ru/report`)
  await page.waitForTimeout(100)
  t.equal(await page.inputValue('#text'), '', 'the draft is gone')
})

t.test('photos are seen before the report is sent, and taken back', async (t) => {
  const page = await openForm('kk', PHONE)
  const photo = await takePhoto(page)
  await page.fill('#text', TEXT.kk)
  await page.selectOption('#region', 'KZ-39')
  await page.setInputFiles('#photos', [
    { name: 'a.jpg', mimeType: 'image/jpeg', buffer: photo },
    { name: 'b.txt', mimeType: 'text/plain', buffer: Buffer.from('no photo') },
  ])
  await page.click('.button--big')
  await page.waitForSelector('#faults')
  t.equal(await page.inputValue('#text'), TEXT.kk)
  t.equal(await page.locator('.photos img').count(), 1)
  await screenshot(page, 'report-photo-fault-kk-phone')
  await checkAxe(t, page)
  await page.click('.button--big')
  await page.waitForSelector('.govuk-summary-list .photos img')
  t.ok(await fits(page))
  await screenshot(page, 'check-photo-kk-phone')
  await checkAxe(t, page)
})

t.test('what is kept can be deleted unsent; other pages say without a connection what can be done', async (t) => {
  const page = await openForm('en', DESK)
  const before = await count('cases')
  line.manner = 'cut'
  await page.fill('#text', TEXT.en)
  await page.selectOption('#region', 'KZ-39')
  await page.click('.button--big')
  await page.waitForSelector('[data-list] li')
  await screenshot(page, 'kept-waiting-en-desk')
  await page.click('[data-drop]')
  await page.waitForSelector('[data-list] li', { state: 'detached' })
  await page.goto(`${line.url}/en/cases`)
  t.match(await page.innerText('main'), 'You can report without a connection')
  line.manner = 'whole'
  await page.reload()
  await page.waitForTimeout(300)
  t.equal(await count('cases'), before)
})

t.test('the page of a case: follow, complain, pass on', async (t) => {
  const { number } = await makeCase(made, { public: true, text: TEXT.kk })
  for (const [lang, options] of [
    ['kk', PHONE],
    ['ru', DESK],
  ] as const) {
    const page = await open(lang, options)
    await page.goto(`${line.url}/${lang}/cases/${number}`)
    for (const summary of await page.locator('#join summary').all()) await summary.click()
    t.ok(await fits(page))
    await screenshot(page, `case-join-${lang}`)
    await checkAxe(t, page)
    await page.click('form[action$="abuse-reports"] button')
    await page.waitForSelector('#faults')
    await checkAxe(t, page)
    await page.check('input[name=reason][value=false]')
    await page.click('form[action$="abuse-reports"] button')
    await page.waitForURL(/done=complained/)
  }
})
