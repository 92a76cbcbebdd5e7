import t from 'tap'
import { makeApp } from '../support/app.ts'

t.test(
  'the API describes itself: OpenAPI 3.1 from the zod schemas, and pages for people without outside help',
  async (t) => {
    const { app } = await makeApp(t)
    const openapi = (await app.inject('/openapi.json')).json()
    t.equal(openapi.openapi, '3.1.0')
    t.ok(openapi.paths['/api/v1/cases'].post.requestBody)
    t.ok(openapi.components.schemas.Problem)
    const text = JSON.stringify(openapi)
    t.notMatch(text, /"\$ref":"(?!#\/)/, 'every reference points into the document')
    for (const [, name] of text.matchAll(/"#\/components\/schemas\/([^"]+)"/g))
      t.ok(openapi.components.schemas[name!], name!)

    const page = await app.inject('/docs/')
    t.equal(page.statusCode, 200)
    t.notMatch(page.body, /https?:\/\/(?!127\.0\.0\.1)/, 'nothing is loaded from elsewhere')
    const problems = await app.inject('/docs/problems')
    t.match(problems.body, /id="idempotency_key_reused"/)
  },
)

t.test('an unknown address and a broken body get a problem in the reader’s language', async (t) => {
  const { app } = await makeApp(t)
  const missing = await app.inject({ url: '/api/v1/nothing', headers: { 'accept-language': 'ru' } })
  t.equal(missing.statusCode, 404)
  t.match(missing.headers['content-type'], 'application/problem+json')
  t.match(missing.json(), { code: 'route_not_found', title: /[а-я]/ })
  const broken = await app.inject({
    method: 'POST',
    url: '/api/v1/cases',
    headers: { 'content-type': 'application/json' },
    payload: '{"category":',
  })
  t.equal(broken.statusCode, 400)
  t.match(broken.json(), { code: 'malformed_json' })
  const bad = await app.inject({ url: '/api/v1/%E0%A4%A' })
  t.equal(bad.statusCode, 400)
  t.match(bad.json(), { code: 'malformed_url' })
})
