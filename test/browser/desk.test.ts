import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import t from 'tap'
import { hashPassword } from '../../server/staff/password.ts'
import type { Lang } from '../../shared/domain/text.ts'
import { makeApp, type TestApp } from '../support/app.ts'
import { checkAxe } from '../support/axe.ts'
import { DESK, LOOKS, openBrowser, PHONE, screenshot } from '../support/browser.ts'
import { listen } from '../support/citizen.ts'
import { type MadePerson, makeCase, putOnDuty } from '../support/make.ts'
import { makeSigned, type Signed } from '../support/signed.ts'

t.setTimeout(120_000)

const EMAIL = 'aigul@staff.example'
const PASSWORD = 'таңғы сағат тоғыз'
const ANSWER = 'Апаттық бригада орнында, құбыр ауыстырылып жатыр.'

let made: TestApp
let browser: Browser
let home: string
let responder: MadePerson & Signed
const numbers: string[] = []

t.before(async () => {
  made = await makeApp(t, { at: '2026-11-21T21:40:00+05:00' })
  responder = await makeSigned(made, { name: 'Айгүл Серікқызы', roles: ['responder'], branch: 'KZ-39', email: EMAIL })
  await made.database.sql`update staff set password_hash = ${await hashPassword(PASSWORD)} where id = ${responder.id}`
  await putOnDuty(made, responder, '2026-11-16T00:00:00+05:00', '2026-11-30T00:00:00+05:00')
  for (const text of ['Үш күннен бері үйде жылу жоқ', 'Қазандық тоқтап қалды', 'Пәтер суық, балалар ауырып жатыр'])
    numbers.push((await report(text)).number)
  await made.passAt('2026-11-22T08:40:00+05:00')
  home = await listen(made)
  browser = await openBrowser(t)
})

const report = (text: string) => makeCase(made, { category: 'heat.no-heat', text, language: 'kk', public: true })

async function open(lang: Lang, options: BrowserContextOptions, signed = true): Promise<Page> {
  const context = await browser.newContext({ ...options, locale: lang })
  t.teardown(() => context.close())
  if (signed) await context.addCookies([{ name: 'daybreak_session', value: responder.token, url: home }])
  const page = await context.newPage()
  page.on('console', (message) => {
    if (message.type() === 'error' && !/ 4(04|22) |ERR_INTERNET_DISCONNECTED/.test(message.text()))
      t.fail(`${page.url()}: ${message.text()}`)
  })
  page.on('pageerror', (error) => t.fail(String(error)))
  page.setDefaultTimeout(10_000)
  return page
}

const active = (page: Page, what = 'id') => page.evaluate(`document.activeElement.${what}`)

t.test('from the sign-in through the queue to the public answer, by keyboard alone', async (t) => {
  const page = await open('kk', DESK, false)
  await page.goto(`${home}/kk/desk`)
  t.match(page.url(), '/kk/sign-in?to=%2Fdesk')
  await checkAxe(t, page)
  await page.focus('#email')
  await page.keyboard.type(EMAIL)
  await page.keyboard.press('Tab')
  await page.keyboard.type(PASSWORD)
  await page.keyboard.press('Enter')
  await page.waitForURL('**/kk/desk')
  await page.waitForFunction('customElements.get("db-keys")')

  await page.keyboard.press('?')
  await page.waitForSelector('dialog[open]')
  await checkAxe(t, page)
  await page.keyboard.press('Escape')
  await page.keyboard.press('KeyJ')
  t.equal(await active(page), `row-${numbers[0]}`)
  await page.keyboard.press('KeyJ')
  t.equal(await active(page), `row-${numbers[1]}`)
  await page.keyboard.press('KeyK')
  t.equal(await active(page), `row-${numbers[0]}`)
  await page.keyboard.press('Slash')
  t.equal(await active(page), 'q')
  await page.keyboard.type('jk')
  t.equal(await page.inputValue('#q'), 'jk', 'letters typed into a field are letters')
  await page.keyboard.press('Escape')
  await page.keyboard.press('KeyJ')

  // A new case comes in while the row is in hand: it appears, and the hand stays where it is.
  const { number } = await report('Жаңа: кіреберісте су жоқ')
  await page.waitForSelector(`#row-${number}`, { timeout: 2_500 })
  t.equal(await active(page), `row-${numbers[0]}`)
  numbers.push(number)

  await page.keyboard.press('KeyR')
  await page.waitForURL(`**/desk/cases/${numbers[0]}**`)
  await page.waitForFunction('document.activeElement.id === "reaction-text"')
  await page.keyboard.type(ANSWER)
  await page.keyboard.press('Tab')
  await page.keyboard.type('Үйді аралап тексереміз')
  await page.waitForTimeout(400)
  await page.reload()
  await page.waitForFunction('document.querySelector("#reaction-text").value !== ""')
  t.equal(await page.inputValue('#reaction-text'), ANSWER, 'unsent words survive a reload')
  await page.focus('#reaction-form .button')
  await page.keyboard.press('Enter')
  await page.waitForSelector('.undo')
  await checkAxe(t, page)
  t.equal(await active(page, 'className'), 'button', 'undo is in hand')
  await page.keyboard.press('Enter')
  await page.waitForSelector('.undo', { state: 'detached' })
  t.same(await statusOf(numbers[0]!), 'received', 'taken back: nothing went out')
  await page.focus('#reaction-form .button')
  await page.keyboard.press('Enter')
  await page.click('.undo .button--second')
  await page.waitForURL('**done=reaction')
  t.same(await statusOf(numbers[0]!), 'responded')
  t.match(await page.textContent('.notice--met'), 'Жауап жарияланды')
  t.match(await page.textContent('.timeline'), ANSWER)
  await screenshot(page, 'desk-reacted-kk')
  await checkAxe(t, page)

  await page.click('.notice--met a')
  await page.waitForURL(`**/desk/cases/${numbers[1]}**`)
  await page.keyboard.press('KeyR')
  await page.selectOption('#template', 'outage')
  t.match(await page.inputValue('#reaction-text'), /^Хабарламаңызды алдық/, 'a template fills the answer')
  // Whoever leaves while it waits does not lose it.
  await page.click('#reaction-form .button')
  await page.waitForSelector('.undo')
  await page.goto(`${home}/kk/desk`)
  for (let n = 0; n < 200 && (await statusOf(numbers[1]!)) === 'received'; n++) await page.waitForTimeout(50)
  t.same(await statusOf(numbers[1]!), 'responded')
})

async function statusOf(number: string): Promise<string> {
  const [row] = await made.database.sql<{ status: string }[]>`select status from cases where number = ${number}`
  return row!.status
}

t.test('a missed deadline is seen within two seconds, without a reload', async (t) => {
  const page = await open('ru', DESK)
  await page.goto(`${home}/ru/desk`)
  await page.waitForFunction('customElements.get("db-live")')
  await page.waitForTimeout(300)
  t.equal(await page.locator('.is-missed').count(), 0)
  await made.passAt('2026-11-22T09:00:10+05:00')
  await page.waitForSelector(`.queue__row:has(#row-${numbers[2]}) .is-missed`, { timeout: 2_500 })
  await screenshot(page, 'desk-missed-ru')
  // Without a network the page says from when it is.
  await page.context().setOffline(true)
  await page.evaluate('document.dispatchEvent(new Event("visibilitychange"))')
  await page.waitForSelector('[data-stale]:not([hidden])')
  await page.context().setOffline(false)
  await page.evaluate('document.dispatchEvent(new Event("visibilitychange"))')
  await page.waitForSelector('[data-stale]', { state: 'hidden' })
})

for (const [lang, device, options] of LOOKS) {
  const scripts = options.javaScriptEnabled
  t.test(`the desk fits, reads and works: ${lang}, ${device}, ${scripts ? 'with' : 'without'} scripts`, async (t) => {
    const page = await open(lang, options)
    const look = async (name: string) => {
      await screenshot(page, `${name}-${lang}-${device}`)
      if (!scripts) return
      t.ok(await page.evaluate('document.documentElement.scrollWidth <= window.innerWidth'), `${name} fits the screen`)
      await checkAxe(t, page)
    }
    await page.goto(`${home}/${lang}/desk?whose=branch`)
    t.equal(await page.getAttribute('html', 'lang'), lang)
    await look('desk-queue')
    await page.goto(`${home}/${lang}/desk/cases/${numbers[2]}`)
    await screenshot(page, `desk-case-${lang}-${device}`)
    for (const deed of ['reaction', 'contacts', 'updates', 'escalation', 'rejection', 'merge'])
      await page.locator(`#${deed} > summary`).click()
    await look('desk-forms')
    await page.goto(`${home}/${lang}/desk/new`)
    await look('desk-new')
    if (scripts) return
    await page.goto(`${home}/${lang}/desk/cases/${numbers[2]}`)
    await page.locator('#updates > summary').click()
    await page.fill('#updates-text', `Жазба ${lang}`)
    await page.click('#updates-form .button')
    t.match(page.url(), 'done=updates')
    t.match(await page.textContent('.timeline'), `Жазба ${lang}`)
    await page.locator('#rejection > summary').click()
    await page.fill('#rejection-reason', 'Біздікі емес')
    await page.fill('#rejection-text', 'Бұл жеке жол')
    await page.click('#rejection-form .button')
    await look('desk-check')
    await page.click('button[value=edit]')
    t.equal(await page.inputValue('#rejection-text'), 'Бұл жеке жол', 'back, with what was typed')
  })
}

t.test('filing for a caller ends with the number to read aloud', async (t) => {
  const page = await open('ru', PHONE)
  await page.goto(`${home}/ru/desk/new`)
  await page.fill('#text', 'Нет света на улице Абая')
  await page.waitForSelector('.chip')
  // The caller says where it is; a pin is quicker than an address nobody can spell.
  await page.focus('db-map button')
  await page.keyboard.press('Enter')
  await page.waitForSelector('.pin__map:focus')
  await page.keyboard.press('Enter')
  await page.waitForSelector('[data-use]:not([disabled])')
  await page.click('[data-use]')
  await page.waitForSelector('.pin', { state: 'detached' })
  const [lat, region] = [await page.inputValue('[name=lat]'), await page.inputValue('#region')]
  t.match(region, /^KZ-/, 'the region of the pin')
  await page.click('.phone button[type=submit]')
  await page.waitForSelector('.done__number')
  const number = await page.textContent('.done__number')
  t.match(number, /^\d\d-26-\d{7}-\d$/)
  const [filed] = await made.database.sql`select lat, region from cases where number = ${number}`
  t.same({ ...filed }, { lat: Number(lat), region })
  await screenshot(page, 'desk-filed-ru')
  await checkAxe(t, page)
  t.equal(await page.inputValue('#text'), '', 'and the form is empty for the next')
})
