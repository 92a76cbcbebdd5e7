import type { Browser, Page } from 'playwright-core'
import t from 'tap'
import { decideReaction } from '../../shared/domain/reaction.ts'
import { decideResolution } from '../../shared/domain/resolution.ts'
import type { Lang } from '../../shared/domain/text.ts'
import { makeApp, type TestApp } from '../support/app.ts'
import { checkAxe } from '../support/axe.ts'
import { DESK, LOOKS, openBrowser, PHONE, screenshot } from '../support/browser.ts'
import { listen, makeBranch } from '../support/citizen.ts'
import { makeCase, makePerson } from '../support/make.ts'
import { move } from '../support/move.ts'

let made: TestApp
let browser: Browser
let home: string

t.before(async () => {
  made = await makeApp(t, { at: '2026-11-21T21:40:00+05:00' })
  await makeBranch(made)
  home = await listen(made)
  browser = await openBrowser(t)
})

const WORDS: Record<Lang, { text: string; address: string; topic: RegExp }> = {
  kk: { text: 'Үш күннен бері үйде жылу жоқ, балалар тоңып отыр.', address: 'Абай көшесі, 12-үй', topic: /[Жж]ыл/ },
  ru: { text: 'Третий день в доме нет отопления, дети мёрзнут.', address: 'улица Абая, дом 12', topic: /отоп|тепл/i },
  en: { text: 'No heating in the house for three days, children are cold.', address: '12 Abai street', topic: /heat/i },
}

async function open(lang: Lang, options: Parameters<Browser['newContext']>[0]): Promise<Page> {
  const context = await browser.newContext({ ...options, locale: lang })
  t.teardown(() => context.close())
  const page = await context.newPage()
  page.on('console', (message) => {
    if (message.type() === 'error' && !/ 4(04|22) /.test(message.text())) t.fail(`${page.url()}: ${message.text()}`)
  })
  page.on('pageerror', (error) => t.fail(String(error)))
  page.setDefaultTimeout(8_000)
  return page
}

/** Nothing of the page stands beside the screen. */
async function fits(page: Page): Promise<boolean> {
  return page.evaluate('document.documentElement.scrollWidth <= window.innerWidth')
}

for (const [lang, device, options] of LOOKS) {
  const { javaScriptEnabled } = options
  const how = `${lang}-${device}-${javaScriptEnabled ? 'js' : 'plain'}`
  t.test(`a citizen reports and follows: ${how}`, async (t) => {
    const page = await open(lang, options)
    // The structure is the same in each language; the words are looked at by test/i18n.
    const axe = async () => {
      if (javaScriptEnabled && lang === 'kk') await checkAxe(t, page)
    }
    const look = async (name: string) => {
      await screenshot(page, `${name}-${how}`)
      if (javaScriptEnabled) t.ok(await fits(page), `${name} fits the screen`)
    }
    await page.goto(`${home}/${lang}`)
    t.equal(await page.getAttribute('html', 'lang'), lang)
    await look('front')
    await axe()
    await page.click('.button--big')
    t.match(page.url(), `/${lang}/report`)

    // Sent empty: every fault is said, linked to its field, and nothing typed is lost.
    await page.fill('#address', WORDS[lang].address)
    await page.click('.button--big')
    t.match(await page.title(), /^(Қате|Ошибка|Error): /)
    t.equal(await page.inputValue('#address'), WORDS[lang].address, 'what was typed stays')
    const links = await page.$$eval('.govuk-error-summary a', (all) => all.map((a) => a.getAttribute('href')))
    t.same(links, ['#text', '#region'])
    await look('report-faults')
    await axe()

    await page.fill('#text', WORDS[lang].text)
    if (javaScriptEnabled) {
      await page.waitForSelector('.chip')
      t.match(await page.textContent('.chip'), WORDS[lang].topic)
      await page.click('.chip')
      t.not(await page.inputValue('#category'), '', 'a suggested topic is chosen with one touch')
    }
    await page.selectOption('#region', 'KZ-39')
    await page.check('#publish')
    await look('report')
    await axe()
    await page.click('.button--big')

    await page.waitForSelector('.govuk-summary-list')
    t.match(await page.textContent('dl'), WORDS[lang].text)
    t.match(await page.textContent('main'), WORDS[lang].topic)
    await look('check')
    await axe()
    // Back to a question and on again: the answers are kept.
    await page.click('button[value=edit]')
    t.equal(await page.inputValue('#text'), WORDS[lang].text)
    await page.click('.button--big')
    await page.click('button[value=send]')

    const number = (await page.textContent('.done__number'))!
    t.match(number, /^39-26-\d{7}-\d$/)
    t.match(await page.textContent('main'), /09:00/, 'the promised hour')
    await look('done')
    await axe()
    const calendar = await page.getAttribute('a[download]', 'href')
    t.match((await page.request.get(`${home}${calendar}`)).headers()['content-type'], 'text/calendar')

    await page.click('.actions .button')
    t.match(page.url(), '/track/')
    await page.fill('#text', WORDS[lang].address)
    await page.click('form#add button')
    t.match(page.url(), 'done=added')
    t.match(await page.textContent('.timeline'), WORDS[lang].address, 'the reporter sees the own words')
    await look('track')
    await axe()

    await page.goto(`${home}/${lang}/cases/${number}`)
    t.match(await page.textContent('h1'), WORDS[lang].text.slice(0, 20))
    t.notMatch(await page.textContent('.timeline'), WORDS[lang].address, 'outsiders do not')
    await look('case')
    await axe()

    await page.goto(`${home}/${lang}/cases?region=KZ-39`)
    t.match(await page.textContent('.cards'), number)
    await look('cases')
    await axe()
  })
}

t.test('a draft survives a reload, and is gone when it has been sent', async (t) => {
  const page = await open('kk', PHONE)
  await page.goto(`${home}/kk/report`)
  await page.fill('#text', WORDS.kk.text)
  await page.selectOption('#region', 'KZ-39')
  await page.reload()
  await page.waitForFunction('document.querySelector("#text").value !== ""')
  t.equal(await page.inputValue('#text'), WORDS.kk.text)
  t.equal(await page.inputValue('#region'), 'KZ-39')
  await page.click('.button--big')
  await page.click('button[value=send]')
  await page.waitForSelector('.done__number')
  await page.goto(`${home}/kk/report`)
  await page.waitForTimeout(100)
  t.equal(await page.inputValue('#text'), '')
})

t.test('keyboard alone: skip link, and focus goes to the faults', async (t) => {
  const page = await open('ru', DESK)
  await page.goto(`${home}/ru/report`)
  await page.keyboard.press('Tab')
  t.equal(await page.evaluate('document.activeElement.getAttribute("href")'), '#main')
  await page.keyboard.press('Enter')
  await page.focus('.button--big')
  await page.keyboard.press('Enter')
  await page.waitForSelector('#faults')
  await page.waitForFunction('document.activeElement.id === "faults"')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  t.equal(await page.evaluate('document.activeElement.id'), 'text', 'a fault leads to its field')
})

t.test(
  'overdue is seen without a reload, then the late answer; the solution is confirmed by the reporter',
  async (t) => {
    const person = await makePerson(made, { name: 'Ерлан Маратұлы', roles: ['central'], branch: 'KZ' })
    const { number, trackingToken } = await makeCase(made, {
      public: true,
      text: WORDS.kk.text,
      category: 'heat.no-heat',
    })
    const page = await open('kk', { ...PHONE, colorScheme: 'dark' })
    await page.goto(`${home}/kk/cases/${number}`)
    await page.waitForFunction('customElements.get("db-live")')
    await made.passAt('2026-11-22T11:05:00+05:00')
    // What the socket would ring; it is tested by itself.
    await page.evaluate('document.dispatchEvent(new Event("visibilitychange"))')
    await page.waitForSelector('.dawn--raised')
    await screenshot(page, 'case-raised-dark')
    await checkAxe(t, page)
    const by = { kind: 'staff', staff: person.id, name: person.name, role: 'central' } as const
    await move(made, number, (facts, world, ids, at) =>
      decideReaction(
        facts,
        { text: 'Қазандық бүгін іске қосылады.', nextAction: 'Үйді аралап тексереміз', nextActionOn: '2026-11-23' },
        by,
        world,
        ids,
        at,
      ),
    )
    await move(made, number, (facts, world, ids, at) =>
      decideResolution(facts, 'Жылу қайта берілді.', by, world, ids, at),
    )
    await page.goto(`${home}/kk/track/${trackingToken}`)
    await screenshot(page, 'track-resolved-dark')
    await checkAxe(t, page)
    await page.check('#solved')
    await page.check('input[name=rating][value="5"]')
    await page.click('.panel .button')
    t.match(page.url(), 'done=confirmed')
    t.match(await page.textContent('.timeline'), 'Жылу қайта берілді.')
    await screenshot(page, 'track-closed-dark')
  },
)

t.test('the gallery: every component in every state, three languages, light and dark', async (t) => {
  for (const colorScheme of ['light', 'dark'] as const) {
    const page = await open('kk', { ...DESK, colorScheme })
    await page.goto(`${home}/kk/gallery`)
    await screenshot(page, `gallery-${colorScheme}`)
    await checkAxe(t, page)
  }
})
