import t from 'tap'
import { LANGS } from '../../shared/domain/text.ts'
import { makeApp } from '../support/app.ts'
import { checkAxe } from '../support/axe.ts'
import { DESK, openBrowser, PHONE, screenshot } from '../support/browser.ts'
import { listen } from '../support/citizen.ts'
import { makeDesk } from '../support/desk.ts'

t.setTimeout(120_000)

t.test('instructions and help on a phone and on a desk, in three languages, without a script', async (t) => {
  const test = await makeApp(t, { at: '2026-11-23T10:00:00+05:00' })
  const { as, centre, head, responder, report } = await makeDesk(test)
  const { url, number } = await report()
  const { id } = (
    await as(centre).post(`${url}/instructions`, {
      text: 'Аулалардағы барлық шұңқырды тексеріп, жөндеу мерзімін көрсетіңіз',
      responsible: responder.id,
      coExecutors: [head.id],
      dueOn: '2026-11-24',
      publicText: 'Шұңқырларды жөндеу',
    })
  ).body
  await as(responder).post(`/instructions/${id}/reports`, { text: 'Жартысы тексерілді', final: false })
  await as(responder).post(`/instructions/${id}/extension`, { until: '2026-12-04', reason: 'Аула көп' })
  const words = { question: 'Кто отвечает за дорогу?', tried: 'Писали в акимат', needed: 'Назвать орган' }
  const help = (await as(responder).post(`${url}/help`, words)).body.id
  test.setTime('2026-11-25T08:00:00+05:00')
  const home = await listen(test)
  const browser = await openBrowser(t)
  for (const [name, options] of [
    ['phone', PHONE],
    ['desk', DESK],
  ] as const) {
    for (const [who, person, paths] of [
      ['responder', responder, ['/instructions', `/instructions/${id}`, `/desk/cases/${number}/help`]],
      ['centre', centre, ['/instructions?whose=reach', `/instructions/${id}`, '/help', `/help/${help}`]],
    ] as const) {
      const context = await browser.newContext({ ...options, javaScriptEnabled: true })
      await context.addCookies([{ name: 'daybreak_session', value: person.token, url: home }])
      const page = await context.newPage()
      for (const [i, path] of paths.entries()) {
        const lang = LANGS[i % 3]!
        const answer = await page.goto(`${home}/${lang}${path}`)
        t.equal(answer?.status(), 200, `${lang}${path}`)
        await checkAxe(t, page)
        const wide = await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth')
        t.ok(Number(wide) <= 0, `${name} ${path}: nothing is wider than the screen`)
        await screenshot(page, `orders-${name}-${who}-${i}`)
      }
      await context.close()
    }
  }
})
