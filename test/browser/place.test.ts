import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Browser, Page } from 'playwright-core'
import t from 'tap'
import type { Lang } from '../../shared/domain/text.ts'
import { makeApp, type TestApp } from '../support/app.ts'
import { checkAxe } from '../support/axe.ts'
import { DESK, openBrowser, PHONE, screenshot } from '../support/browser.ts'
import { listen, makeBranch } from '../support/citizen.ts'
import { makeCase } from '../support/make.ts'
import { PIXEL_PNG } from '../support/picture.ts'

let made: TestApp
let browser: Browser
let home: string

t.before(async () => {
  made = await makeApp(t, { at: '2026-11-21T21:40:00+05:00' })
  await makeBranch(made)
  home = await listen(made)
  browser = await openBrowser(t)
})

async function open(lang: Lang, options: Parameters<Browser['newContext']>[0]): Promise<Page> {
  const context = await browser.newContext({ ...options, locale: lang, reducedMotion: 'reduce' })
  t.teardown(() => context.close())
  const page = await context.newPage()
  page.on('console', (message) => {
    if (message.type() === 'error') t.fail(`${page.url()}: ${message.text()}`)
  })
  page.on('pageerror', (error) => t.fail(String(error)))
  page.setDefaultTimeout(8_000)
  return page
}

const READY = '[data-use]:not([disabled])'
const focused = (page: Page) => page.evaluate('document.activeElement.outerHTML') as Promise<string>
const pointIn = async (page: Page) => [
  Number(await page.inputValue('[name=lat]')),
  Number(await page.inputValue('[name=lon]')),
]

/** Sends the form; the point that the case has then. */
async function send(page: Page): Promise<{ lat: number; lon: number; region: string }> {
  await page.click('.button--big')
  await page.click('button[value=send]')
  await page.waitForSelector('.done__number')
  const [row] = await made.database.sql<{ lat: number; lon: number; region: string }[]>`
    select lat, lon, region from cases order by id desc limit 1`
  return row!
}

t.test('a pin by touch at 320 px: nearer with each touch, dragged, taken over, sent', async (t) => {
  const page = await open('kk', PHONE)
  const asked: string[] = []
  page.on('request', (request) => asked.push(new URL(request.url()).pathname))
  await page.goto(`${home}/kk/report`)
  await page.fill('#text', 'Көшеде жарық жоқ, үш күн болды')
  await page.waitForSelector('db-map:defined')
  t.notOk(
    asked.some((path) => /\/map/.test(path)),
    'before the tap nothing of the map is asked for',
  )
  await page.tap('db-map button')
  await page.waitForSelector('.pin__region', { state: 'attached' })
  t.ok(asked.some((path) => /^\/assets\/map\..*\.js$/.test(path)))
  t.ok(await page.evaluate('document.documentElement.scrollWidth <= window.innerWidth'))
  t.equal(await page.isDisabled('[data-use]'), true, 'nothing to take over yet')
  const box = (await page.locator('.pin__map').boundingBox())!
  t.ok(box.width >= 280 && box.height >= 250, `room for a finger: ${box.width} x ${box.height}`)
  await checkAxe(t, page)

  // Beside the country first: said, and not taken.
  await page.touchscreen.tap(box.x + 20, box.y + 20)
  await page.waitForSelector('.pin__mark')
  await page.waitForFunction(() => /Қазақстаннан тыс/.test(document.querySelector('.pin__said')!.textContent!))
  t.equal(await page.isDisabled('[data-use]'), true)
  await page.tap('[data-back]')
  await page.waitForSelector('.pin', { state: 'detached' })
  t.same(await pointIn(page), [0, 0], 'back: nothing is taken over')
  await page.selectOption('#region', 'KZ-39')
  await page.tap('db-map button')
  await page.waitForSelector('.pin__region', { state: 'attached' })

  // The map begins with the region that was chosen.
  const middle = [box.x + box.width / 2, box.y + box.height / 2] as const
  await page.touchscreen.tap(...middle)
  await page.waitForSelector(READY)
  t.equal(await page.textContent('.pin__said'), 'Белгі қойылды: Қостанай облысы')
  await screenshot(page, 'pin-kk-phone')
  await checkAxe(t, page)
  const mark = (await page.locator('.pin__mark').boundingBox())!
  const tip = { x: mark.x + mark.width / 2, y: mark.y + mark.height / 2 }
  await page.mouse.move(tip.x, tip.y)
  await page.mouse.down()
  await page.mouse.move(tip.x + 10, tip.y + 30, { steps: 4 })
  await page.mouse.up()
  await page.waitForSelector(READY)
  await page.tap('[data-use]')
  await page.waitForSelector('.pin', { state: 'detached' })
  t.match(await focused(page), 'Картадан таңдау', 'back where one was')
  t.equal(await page.textContent('[data-place]'), 'Орныңыз белгіленді: Қостанай облысы')
  const [lat, lon] = await pointIn(page)
  t.ok(lat! > 48 && lat! < 54.5 && lon! > 60 && lon! < 68, `${lat}, ${lon}`)
  const filed = await send(page)
  t.same(filed, { lat, lon, region: 'KZ-39' })
})

t.test('a pin by keyboard at 1440 px; Escape and removal leave no mark', async (t) => {
  const page = await open('ru', { ...DESK, colorScheme: 'dark' })
  await page.goto(`${home}/ru/report`)
  await page.fill('#text', 'На улице третий день нет света')
  await page.waitForSelector('db-map:defined')
  const start = async () => {
    await page.focus('db-map button')
    await page.keyboard.press('Enter')
    await page.waitForSelector('.pin__name', { state: 'attached' })
    await page.waitForSelector('.pin__map:focus')
  }
  await start()
  await page.keyboard.press('Escape')
  await page.waitForSelector('.pin', { state: 'detached' })
  t.match(await focused(page), 'Выбрать на карте', 'Escape leads back to the button')
  t.equal(await page.inputValue('[name=lat]'), '')

  await start()
  for (const key of ['ArrowUp', 'ArrowUp', 'Enter']) await page.keyboard.press(key)
  await page.waitForSelector(READY)
  t.match(await page.textContent('.pin__said'), /^Метка поставлена: (\S+ )*область/)
  await screenshot(page, 'pin-ru-desk-dark')
  await checkAxe(t, page)
  for (let n = 0; n < 6 && !(await focused(page)).includes('data-use'); n++) await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await page.waitForSelector('.pin', { state: 'detached' })
  t.match(await focused(page), 'Выбрать на карте')
  const region = await page.inputValue('#region')
  t.match(region, /^KZ-/, 'the region of the pin is chosen with it')
  const point = await pointIn(page)
  t.ok(point[0]! > 48.1, 'the arrows moved the map to the north')

  // Opened again it stands where it was, and can be taken away.
  await start()
  await page.waitForSelector('.pin__mark')
  await page.click('[data-clear]')
  await page.waitForSelector('.pin', { state: 'detached' })
  t.equal(await page.inputValue('[name=lat]'), '')
  t.equal(await page.textContent('[data-place]'), '')
  await start()
  for (const key of ['ArrowUp', 'Enter']) await page.keyboard.press(key)
  await page.waitForSelector(READY)
  await page.click('[data-use]')
  const taken = await pointIn(page)
  t.same(await send(page), { lat: taken[0], lon: taken[1], region: await regionOf(taken) })
})

async function regionOf([lat, lon]: number[]): Promise<string | null> {
  return (await made.deps.world.at(made.deps.now())).reference.regionAt(lat!, lon!)
}

t.test('the map of a case opens on a tap; without scripts its picture and links stand', async (t) => {
  const { number } = await makeCase(made, { public: true, address: 'Абай 1', location: { lat: 52.97, lon: 63.12 } })
  const page = await open('en', { ...PHONE, colorScheme: 'dark' })
  await page.goto(`${home}/en/cases/${number}`)
  await page.waitForSelector('db-map:defined')
  await screenshot(page, 'case-place-en-phone-dark')
  await page.tap('db-map button')
  await page.waitForSelector('.pin__mark')
  t.equal(await page.locator('[data-use]').count(), 0)
  await checkAxe(t, page)
  // What is live goes on below; the button is another one then, and has the focus all the same.
  await made.passAt('2026-11-22T11:05:00+05:00')
  await page.evaluate('document.dispatchEvent(new Event("visibilitychange"))')
  await page.waitForSelector('.dawn--raised', { state: 'attached' })
  await page.keyboard.press('Escape')
  await page.waitForSelector('.pin', { state: 'detached' })
  t.equal(await page.evaluate('document.activeElement.id'), 'place-open')

  const plain = await open('kk', { ...DESK, javaScriptEnabled: false })
  await plain.goto(`${home}/kk/cases/${number}`)
  t.equal(await plain.isVisible('.place svg'), true)
  t.equal(await plain.isVisible('a[href^="geo:"]'), true)
  t.equal(await plain.isVisible('db-map'), false, 'no button that does nothing')
})

t.test('without a connection the button says so, and works when it is back', async (t) => {
  const page = await open('ru', PHONE)
  page.removeAllListeners('console')
  await page.goto(`${home}/ru/report`)
  await page.waitForSelector('db-map:defined')
  await page.route('**/map*', (route) => route.abort())
  await page.tap('db-map button')
  await page.waitForSelector('db-map [role=status]:has-text("Карта не открылась")')
  await page.unroute('**/map*')
  await page.tap('db-map button')
  await page.waitForSelector('.pin__region', { state: 'attached' })
  t.equal(await page.textContent('db-map [role=status]'), '')
})

t.test('tiles of another server lie under our borders, under its name, and nothing else of it is let in', async (t) => {
  const asked: string[] = []
  const tiles = createServer((request, response) => {
    asked.push(request.url!)
    response.setHeader('content-type', 'image/png').end(PIXEL_PNG)
  })
  await new Promise<void>((resolve) => tiles.listen(0, '127.0.0.1', resolve))
  t.teardown(() => tiles.close())
  const origin = `http://127.0.0.1:${(tiles.address() as AddressInfo).port}`
  const mapTiles = { url: `${origin}/{z}/{x}/{y}.png`, origin, attribution: '© Карта' }
  const tiled = await listen(await makeApp(t, { config: { mapTiles } }))
  const page = await open('kk', PHONE)
  await page.goto(`${tiled}/kk/report`)
  await page.waitForSelector('db-map:defined')
  t.same(asked, [], 'nothing is asked of it before the map is opened')
  await page.tap('db-map button')
  await page.waitForSelector('.leaflet-tile-loaded')
  await page.waitForSelector('.pin__region', { state: 'attached' })
  t.match(asked[0], /^\/\d+\/\d+\/\d+\.png$/)
  t.match(await page.textContent('.pin__credit'), '© Карта')
  await checkAxe(t, page)
})
