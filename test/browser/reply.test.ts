import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import t from 'tap'
import { makeReplyToken } from '../../server/letters/reply-token.ts'
import { LANGS } from '../../shared/domain/text.ts'
import { makeApp } from '../support/app.ts'
import { checkAxe } from '../support/axe.ts'
import { DESK, openBrowser, PHONE, screenshot } from '../support/browser.ts'
import { listen } from '../support/citizen.ts'
import { makeDesk, REACTION } from '../support/desk.ts'

t.setTimeout(120_000)

/** Every file field of a browser takes what a person picked. */
const PDF = join(mkdtempSync(join(tmpdir(), 'daybreak-reply-')), 'Жауап.pdf')
writeFileSync(PDF, '%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n')

const fits = (page: Page) => page.evaluate('document.documentElement.scrollWidth <= window.innerWidth')

t.test(
  'a body answers under the link in a real browser, on a phone and without scripts, in three languages',
  async (t) => {
    const test = await makeApp(t, { at: '2026-11-23T10:00:00+05:00' })
    const { as, responder, report } = await makeDesk(test)
    const home = await listen(test)
    const browser = await openBrowser(t)
    for (const lang of LANGS) {
      const { url } = await report()
      await as(responder).post(`${url}/reaction`, { ...REACTION, nextActionOn: '2026-12-20' })
      const letter = {
        body: 'kostanay-roads',
        channel: 'post',
        subject: 'Мектеп жанындағы шұңқыр',
        text: 'Сізден мектеп жанындағы жолды жөндеуді сұраймыз.\nМерзімі: заң бойынша.',
        language: 'kk',
      }
      const { id } = (await as(responder).post(`${url}/contacts`, letter)).body
      const token = makeReplyToken(test.deps.secrets, id, Date.parse('2027-03-01T00:00:00Z'))
      for (const [name, options, javaScriptEnabled] of [
        ['phone', PHONE, true],
        ['desk', DESK, false],
      ] as const) {
        // Without scripts once; the languages differ by words only.
        if (name === 'desk' && lang !== 'ru') continue
        const context = await browser.newContext({ ...options, javaScriptEnabled, locale: lang })
        const page = await context.newPage()
        page.setDefaultTimeout(8_000)
        page.on('pageerror', (error) => t.fail(String(error)))
        const look = async (state: string) => {
          await screenshot(page, `reply-${state}-${lang}-${name}`)
          if (!javaScriptEnabled) return
          t.ok(await fits(page), `${state} fits the screen`)
          await checkAxe(t, page)
        }
        await page.goto(`${home}/${lang}/reply/${token}`)
        t.equal(await page.getAttribute('html', 'lang'), lang)
        await look('form')
        await page.click('form.reply button[type=submit]')
        t.match(await page.title(), /^(Қате|Ошибка|Error): /)
        await look('faults')
        if (javaScriptEnabled) {
          await page.check('input[value=extension]')
          t.ok(await page.isVisible('#until'), 'the choice brings its fields')
          t.notOk(await page.isVisible('#to'))
          await page.check('input[value=redirect]')
          t.ok(await page.isVisible('#to'))
        }
        await page.check('input[value=answer]')
        await page.fill('#text', `Жөндеу 2026 жылғы 15 желтоқсанға дейін аяқталады (${name}).`)
        await page.setInputFiles('#files', PDF)
        await page.click('form.reply button[type=submit]')
        t.match(page.url(), /\/receipt\/\d+$/)
        t.match(await page.textContent('.done__number'), /^39-26\/00000\d\/\d+$/)
        await look('receipt')
        await context.close()
      }
      const { replies } = (await as(responder).get(`/contacts/${id}`)).body
      t.equal(replies.length, lang === 'ru' ? 2 : 1)
      t.match(replies[0], {
        source: 'form',
        grade: null,
        files: [{ name: 'Жауап.pdf' }],
        promises: [{ dueOn: '2026-12-15' }],
      })
    }
    const context = await browser.newContext(PHONE)
    const page = await context.newPage()
    await page.goto(`${home}/kk/reply/1-2-wrong`)
    await screenshot(page, 'reply-wrong-kk-phone')
    await checkAxe(t, page)
    await context.close()
  },
)

t.test('the board, a commitment and the reporter’s word on a reply: on a phone, as axe wants them', async (t) => {
  const test = await makeApp(t, { at: '2026-11-23T10:00:00+05:00' })
  const { as, responder, report } = await makeDesk(test)
  const home = await listen(test)
  const { url, reporter } = await report()
  await as(responder).post(`${url}/reaction`, { ...REACTION, nextActionOn: '2026-12-20' })
  const letter = { body: 'kostanay-roads', channel: 'post', subject: 'Шұңқыр', text: 'Жөндеуді сұраймыз' }
  const { id } = (await as(responder).post(`${url}/contacts`, letter)).body
  const text = 'Жөндеу 2026 жылғы 1 желтоқсанға дейін аяқталады.'
  const receivedAt = '2026-11-23T10:00:00+05:00'
  const { replies } = (await as(responder).post(`/contacts/${id}/replies`, { receivedAt, text, grade: 'holding' })).body
  const promise = { who: 'body', reply: replies[0].id, text, dueOn: '2026-12-01' }
  const made = (await as(responder).post(`${url}/commitments`, promise)).body
  test.setTime('2026-12-02T10:00:00+05:00')
  const browser = await openBrowser(t)
  const context = await browser.newContext(PHONE)
  await context.addCookies([{ name: 'daybreak_session', value: responder.token, url: home }])
  const page = await context.newPage()
  page.setDefaultTimeout(8_000)
  const tracking = reporter.headers.authorization!.replace('Bearer ', '')
  for (const [name, path] of [
    ['board', '/kk/commitments'],
    ['commitment', `/ru/commitments/${made.id}`],
    ['opinion', `/kk/track/${tracking}`],
  ] as const) {
    await page.goto(home + path)
    await screenshot(page, `commitments-${name}-phone`)
    t.ok(await fits(page), `${name} fits the screen`)
    await checkAxe(t, page)
  }
  await page.check('input[value=not]')
  await page.click('[aria-labelledby=replies] button')
  t.match(page.url(), /done=opinion/)
  await context.close()
})
