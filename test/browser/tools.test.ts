import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import t from 'tap'
import type { Lang } from '../../shared/domain/text.ts'
import { makeApp, type TestApp } from '../support/app.ts'
import { checkAxe } from '../support/axe.ts'
import { DESK, openBrowser, PHONE, screenshot } from '../support/browser.ts'
import { listen } from '../support/citizen.ts'
import { type MadePerson, makeCase, putAway, putOnDuty } from '../support/make.ts'
import { makeSigned, type Signed } from '../support/signed.ts'

t.setTimeout(120_000)

let made: TestApp
let browser: Browser
let home: string
type Somebody = MadePerson & Signed
let [head, chief, admin, one, two] = [] as unknown as [Somebody, Somebody, Somebody, Somebody, Somebody]
const numbers: string[] = []

t.before(async () => {
  made = await makeApp(t, { at: '2026-11-21T21:40:00+05:00' })
  const branch = 'KZ-39'
  head = await makeSigned(made, { name: 'Болат Ермекұлы', roles: ['head'], branch })
  one = await makeSigned(made, { name: 'Айгүл Серікқызы', roles: ['responder'], branch })
  two = await makeSigned(made, { name: 'Пётр Коваль', roles: ['responder'], branch })
  chief = await makeSigned(made, { name: 'Ерлан Сапаров', roles: ['central-head'], branch: 'KZ' })
  admin = await makeSigned(made, { name: 'Гүлнар Әділова', roles: ['admin'], branch: 'KZ' })
  await putOnDuty(made, one, '2026-11-16T00:00:00+05:00', '2026-11-23T09:00:00+05:00')
  await putOnDuty(made, two, '2026-11-24T09:00:00+05:00', '2026-11-30T00:00:00+05:00')
  await putAway(made, two, '2026-11-26T00:00:00+05:00', '2026-11-27T00:00:00+05:00')
  for (const text of ['Үш күннен бері үйде жылу жоқ', 'Қазандық тоқтап қалды', 'Пәтер суық, балалар ауырып жатыр'])
    numbers.push((await makeCase(made, { category: 'heat.no-heat', text, language: 'kk', public: true })).number)
  await made.database.sql`update cases set owner = ${one.id}`
  await made.app.inject({
    method: 'POST',
    url: `/api/v1/cases/${numbers[0]}/abuse-reports`,
    payload: { reason: 'personal-data', text: 'Біреудің аты жазылған' },
  })
  made.setTime('2026-11-22T08:40:00+05:00')
  home = await listen(made)
  browser = await openBrowser(t)
})

async function open(lang: Lang, who: Somebody, options: BrowserContextOptions): Promise<Page> {
  const context = await browser.newContext({ ...options, locale: lang })
  t.teardown(() => context.close())
  await context.addCookies([{ name: 'daybreak_session', value: who.token, url: home }])
  const page = await context.newPage()
  page.on('console', (message) => {
    if (message.type() === 'error' && !/ 422 /.test(message.text())) t.fail(`${page.url()}: ${message.text()}`)
  })
  page.on('pageerror', (error) => t.fail(String(error)))
  page.setDefaultTimeout(15_000)
  return page
}

t.test('the head gives a case away with the mouse: dragged, reasoned, done', async (t) => {
  const page = await open('kk', head, DESK)
  await page.goto(`${home}/kk/branch`)
  await screenshot(page, 'branch-board-1440-kk')
  await page.dragAndDrop(`[data-card="${numbers[0]}"]`, `tr[data-owner="${two.id}"] th`)
  t.ok(await page.isChecked(`[id="case-${numbers[0]}"]`))
  t.equal(await page.inputValue('#move-owner'), String(two.id))
  t.equal(await page.evaluate('document.activeElement.id'), 'move-reason', 'only the reason is still asked')
  await page.keyboard.type('Жүктемесі көп')
  await page.keyboard.press('Enter')
  await page.waitForSelector('.notice--met[role=status]')
  t.ok(await page.isVisible(`tr[data-owner="${two.id}"] [data-card="${numbers[0]}"]`))
})

t.test('without scripts and by keyboard alone it is a form', async (t) => {
  const page = await open('ru', head, { ...DESK, javaScriptEnabled: false })
  await page.goto(`${home}/ru/branch`)
  await page.focus(`[id="case-${numbers[1]}"]`)
  await page.keyboard.press('Space')
  await page.selectOption('#move-owner', String(two.id))
  await page.focus('#move-reason')
  await page.keyboard.type('Сменился дежурный')
  await page.keyboard.press('Enter')
  await page.waitForSelector('.notice--met')
  t.ok(await page.isVisible(`tr[data-owner="${two.id}"] [data-card="${numbers[1]}"]`))
})

/** Nothing sticks out of the screen: what is wider scrolls inside its own frame. */
const sticksOut = (page: Page) =>
  page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth')

t.test('every page fits a phone and a screen, and axe finds nothing', async (t) => {
  const pages: [who: Somebody, paths: string[]][] = [
    [head, ['branch', 'branch/roster', 'branch/brief', 'branch/figures']],
    [
      admin,
      [
        'admin',
        'admin/staff',
        `admin/staff/${one.id}?ask=disable`,
        'admin/bodies',
        'admin/categories/heat.no-heat',
        'admin/keys',
        'admin/log',
      ],
    ],
    [
      chief,
      [
        'admin/calendar',
        'admin/policies/1',
        'admin/policies/1/edit?kind=reply',
        'admin/moderation',
        `admin/moderation/${numbers[0]}`,
      ],
    ],
  ]
  const looks: [Lang, BrowserContextOptions, string][] = [
    ['kk', PHONE, '320'],
    ['ru', DESK, '1440'],
  ]
  for (const [lang, options, width] of looks) {
    for (const [who, paths] of pages) {
      const page = await open(lang, who, options)
      for (const path of paths) {
        await page.goto(`${home}/${lang}/${path}`)
        await checkAxe(t, page)
        t.equal(await sticksOut(page), 0, `${path} at ${width}`)
        await screenshot(
          page,
          `tools-${path
            .replace(/\?.*/, '')
            .replace(/\d{2,}[\d-]*/, 'one')
            .replaceAll('/', '-')}-${width}-${lang}`,
        )
      }
    }
  }
})
