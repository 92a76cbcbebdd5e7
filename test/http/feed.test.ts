import t from 'tap'
import { makeApp } from '../support/app.ts'
import { makeDesk, REACTION } from '../support/desk.ts'

/** Well-formed as far as a feed needs: tags close in their order, no bare signs. */
function checkXml(text: string): string[] {
  const open: string[] = []
  const wrong: string[] = []
  for (const [tag, close, name, selfClosed] of text
    .replace(/^<\?xml[^>]*\?>/, '')
    .matchAll(/<(\/?)([\w:]+)[^<>]*?(\/?)>/g)) {
    if (selfClosed) continue
    if (!close) open.push(name!)
    else if (open.pop() !== name) wrong.push(tag)
  }
  // biome-ignore lint/suspicious/noControlCharactersInRegex: what XML cannot hold
  if (/&(?!amp;|lt;|gt;|quot;)|[\u0000-\u0008\u000b\u000c\u000e-\u001f]/.test(text)) wrong.push('sign')
  return [...wrong, ...open]
}

const count = (body: string) => body.split('<entry>').length - 1

t.test('the feed: public cases in the language asked for, filtered like the list, known by its ETag', async (t) => {
  const test = await makeApp(t)
  const { report } = await makeDesk(test)
  const { number } = await report({ text: 'Труба & «<b>лопнула</b>» \u0007 ]]> вчера' })
  await report({ region: 'KZ-10', category: 'heat.no-heat', text: 'Нет отопления' })
  const hidden = await report({ public: false, text: 'Мой сосед Ахмет пьёт' })
  const { app } = test
  const feed = await app.inject('/ru/feed.atom')
  t.equal(feed.statusCode, 200)
  t.match(feed.headers['content-type'], 'application/atom+xml')
  t.same(checkXml(feed.body), [])
  t.match(
    feed.body,
    /^<\?xml version="1.0" encoding="utf-8"\?>\n<feed xmlns="http:\/\/www.w3.org\/2005\/Atom" xml:lang="ru">/,
  )
  for (const part of ['<id>', '<title>', '<updated>', 'rel="self"', 'rel="alternate"', '<author>'])
    t.match(feed.body, part)
  t.equal(count(feed.body), 3)
  t.match(feed.body, number)
  t.match(feed.body, '&lt;b&gt;лопнула')
  t.match(feed.body, hidden.number)
  t.notMatch(feed.body, 'Ахмет', 'a private case is a topic and a district')
  t.equal(new Set([...feed.body.matchAll(/<id>(.*?)<\/id>/g)].map(([, id]) => id)).size, 4)

  const again = await app.inject({ url: '/ru/feed.atom', headers: { 'if-none-match': `W/${feed.headers.etag}, "x"` } })
  t.equal(again.statusCode, 304)
  t.equal(again.body, '')
  await report()
  t.equal(
    (await app.inject({ url: '/ru/feed.atom', headers: { 'if-none-match': String(feed.headers.etag) } })).statusCode,
    200,
  )

  t.equal(count((await app.inject('/ru/feed.atom?region=KZ-10')).body), 1)
  t.equal(count((await app.inject('/ru/feed.atom?q=отопления')).body), 1)
  t.equal((await app.inject('/ru/feed.atom?status=nonsense')).statusCode, 404)
  t.match((await app.inject({ url: '/feed.atom', headers: { 'accept-language': 'en' } })).body, 'xml:lang="en"')
  t.match((await app.inject('/kk/feed.atom')).body, 'мәселелер мен жауаптар')
  const list = (await app.inject('/ru/cases?region=KZ-10')).body
  t.match(list, /<link rel="alternate" type="application\/atom\+xml" href="\/ru\/feed\.atom\?region=KZ-10"\/>/)
})

t.test('the feed of one case: its public steps, the newest first', async (t) => {
  const test = await makeApp(t)
  const { as, report, responder } = await makeDesk(test)
  const { url, number } = await report()
  await as(responder).post(`${url}/reaction`, REACTION)
  await as(responder).post(`${url}/updates`, { text: 'Для своих', public: false })
  const feed = await test.app.inject(`/ru/feed.atom?case=${number}`)
  t.same(checkXml(feed.body), [])
  t.match(feed.body, REACTION.text)
  t.notMatch(feed.body, 'Для своих')
  t.ok(feed.body.indexOf(REACTION.text) < feed.body.lastIndexOf('<entry>'), 'the newest first')
  t.equal((await test.app.inject('/ru/feed.atom?case=39-26-0000001-1')).statusCode, 404)
  t.match((await test.app.inject(`/ru/cases/${number}`)).body, `/ru/feed.atom?case=${number}`)
})
