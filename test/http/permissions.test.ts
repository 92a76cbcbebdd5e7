import t from 'tap'
import { PERMISSIONS, type Rule } from '../../shared/domain/permissions.ts'
import { makeWorldOfBranches, type Thing, type Who } from '../support/matrix.ts'

t.setTimeout(120_000)

/** A request of the route about a thing; its body passes the schema, and what it asks for is refused only afterwards. */
type Ask = (thing: Thing) => { path: string; body?: object | Buffer; type?: string }

const far = '2026-12-20'
const MEETING = {
  ...{ title: 'Кеңес', agenda: 'Мәселені шешу', place: 'Әкімдік' },
  ...{ startsAt: `${far}T10:00:00+05:00`, endsAt: `${far}T11:00:00+05:00` },
}
const form = (thing: Thing) => ({
  path: thing.number,
  type: 'multipart/form-data; boundary=x',
  body: Buffer.from('--x\r\ncontent-disposition: form-data; name="file"; filename="a.txt"\r\n\r\ntext\r\n--x--\r\n'),
})

/** By route: what the path's object is, and a body. A route about an object that is missing here fails the test. */
const PAPER = { body: 'gov', channel: 'post', subject: 'Сұрау салу', text: 'Шара қолдануды сұраймыз' }

const ABOUT: Record<string, Ask> = {
  'GET /api/v1/cases/:number': (o) => ({ path: o.number }),
  'GET /api/v1/cases/:number/events': (o) => ({ path: o.number }),
  'GET /api/v1/cases/:number/proof': (o) => ({ path: o.number }),
  'GET /api/v1/cases/:number/contacts': (o) => ({ path: o.number }),
  'GET /api/v1/cases/:number/instructions': (o) => ({ path: o.number }),
  'GET /api/v1/cases/:number/reporter': (o) => ({ path: o.number }),
  'GET /api/v1/cases/:number/attachments/:id': (o) => ({ path: `${o.number}|1` }),
  'POST /api/v1/cases/:number/reaction': (o) => ({
    path: o.number,
    body: { text: 'Тексереміз', nextAction: 'Барып көреміз', nextActionOn: far },
  }),
  'POST /api/v1/cases/:number/updates': (o) => ({ path: o.number, body: { text: 'Жаңалық' } }),
  'POST /api/v1/cases/:number/attachments': form,
  'PUT /api/v1/cases/:number/assignment': (o) => ({ path: o.number, body: { owner: 999_999, reason: 'Тексеру' } }),
  'POST /api/v1/cases/:number/escalation': (o) => ({ path: o.number, body: { reason: 'Көмек керек' } }),
  'POST /api/v1/cases/:number/rejection': (o) => ({
    path: o.number,
    body: { reason: 'Өкілет жоқ', text: 'Біздікі емес' },
  }),
  'POST /api/v1/cases/:number/merge': (o) => ({ path: o.number, body: { into: o.number, reason: 'Қайталау' } }),
  'POST /api/v1/cases/:number/contacts': (o) => ({
    path: o.number,
    body: { body: 'gov', channel: 'post', subject: 'Сұрау салу', text: 'Шара қолдануды сұраймыз' },
  }),
  'POST /api/v1/cases/:number/contacts/preview': (o) => ({ path: o.number, body: PAPER }),
  'POST /api/v1/cases/:number/contacts/preview.pdf': (o) => ({ path: o.number, body: PAPER }),
  'POST /api/v1/cases/:number/instructions': (o) => ({
    path: o.number,
    body: { text: 'Тексеріңіз', responsible: 999_999, dueOn: far },
  }),
  'POST /api/v1/cases/:number/resolution': (o) => ({ path: o.number, body: { text: 'Шешілді' } }),
  'POST /api/v1/cases/:number/confirmation': (o) => ({ path: o.number, body: { solved: true } }),
  'POST /api/v1/cases/:number/closure': (o) => ({ path: o.number, body: {} }),
  'POST /api/v1/cases/:number/moderation': (o) => ({ path: o.number, body: { do: 'restore', reason: 'another' } }),
  'POST /api/v1/cases/:number/erasure': (o) => ({ path: o.number, body: { reason: 'Өтініш бойынша' } }),

  'GET /api/v1/cases/:number/commitments': (o) => ({ path: o.number }),
  'POST /api/v1/cases/:number/commitments': (o) => ({
    path: o.number,
    body: { who: 'body', body: 'nobody', text: 'Жөндейді', dueOn: far },
  }),
  'POST /api/v1/commitments/:id/outcome': (o) => ({ path: o.commitment, body: { outcome: 'kept', on: '2099-01-01' } }),
  'POST /api/v1/cases/:number/replies/:reply/opinion': (o) => ({
    path: `${o.number}|999999`,
    body: { opinion: 'answered' },
  }),
  'GET /api/v1/commitments': (o) => ({ path: `?branch=${o.branch}` }),
  'GET /api/v1/commitments.csv': (o) => ({ path: `?branch=${o.branch}` }),
  'GET /api/v1/contacts/:id': (o) => ({ path: o.contact }),
  'PUT /api/v1/contacts/:id/registration': (o) => ({
    path: o.contact,
    body: { registeredOn: far, incomingNumber: '1' },
  }),
  'POST /api/v1/contacts/:id/replies': (o) => ({
    path: o.contact,
    body: { receivedAt: `${far}T09:00:00+05:00`, text: 'Жауап', grade: 'holding' },
  }),
  'PUT /api/v1/contacts/:id/replies/:reply/grade': (o) => ({ path: `${o.contact}|999999`, body: { grade: 'holding' } }),
  'POST /api/v1/contacts/:id/extension': (o) => ({ path: o.contact, body: { until: '2030-01-01', reason: 'Күрделі' } }),
  'POST /api/v1/contacts/:id/redirect': (o) => ({
    path: o.contact,
    body: { body: 'nobody', receivedOn: '2026-11-21' },
  }),
  'POST /api/v1/contacts/:id/delivery': (o) => ({ path: o.contact, body: { delivery: 'sent', note: 'Пошта' } }),
  'POST /api/v1/contacts/:id/letters': (o) => ({ path: o.contact, body: { purpose: 'thanks' } }),
  'GET /api/v1/contacts/:id/letters/:letter': (o) => ({ path: `${o.contact}|999999` }),
  'GET /api/v1/contacts/:id/next-instance': (o) => ({ path: o.contact }),

  'POST /api/v1/inbox/:id/placement': (o) => ({ path: '888888', body: { contact: Number(o.contact) } }),

  'GET /api/v1/instructions/:id': (o) => ({ path: o.instruction }),
  'POST /api/v1/instructions/:id/acceptance': (o) => ({ path: o.instruction, body: {} }),
  'POST /api/v1/instructions/:id/return': (o) => ({ path: o.instruction, body: { reason: 'Толық емес' } }),

  'POST /api/v1/cases/:number/meetings': (o) => ({ path: o.number, body: MEETING }),
  'GET /api/v1/cases/:number/meetings': (o) => ({ path: o.number }),
  'GET /api/v1/meetings/:id': (o) => ({ path: o.meeting }),
  'PUT /api/v1/meetings/:id': (o) => ({ path: o.meeting, body: { ...MEETING, staff: [999_999] } }),
  'POST /api/v1/meetings/:id/cancellation': (o) => ({ path: o.meeting, body: { reason: 'Күн ауысты' } }),
  'POST /api/v1/meetings/:id/minutes': (o) => ({
    path: o.meeting,
    body: { decisions: [{ text: 'Тексеру', noAction: 'Қажет емес' }] },
  }),

  'POST /api/v1/cases/:number/help': (o) => ({
    path: o.number,
    body: { question: 'Кім құзыретті?', tried: 'Хат жаздық', needed: 'Жауап' },
  }),
  'GET /api/v1/cases/:number/help': (o) => ({ path: o.number }),
  'GET /api/v1/help/:id': (o) => ({ path: o.help }),
  'POST /api/v1/help/:id/taking': (o) => ({ path: o.help, body: {} }),
  'POST /api/v1/help/:id/answer': (o) => ({ path: o.help, body: { text: 'Міне жауап' } }),
  'POST /api/v1/help/:id/instruction': (o) => ({
    path: o.help,
    body: { text: 'Тексеріңіз', responsible: 999_999, dueOn: far },
  }),
  'POST /api/v1/help/:id/withdrawal': (o) => ({ path: o.help, body: {} }),

  'GET /api/v1/staff/:id': (o) => ({ path: o.staff }),
  'POST /api/v1/staff/:id/password': (o) => ({ path: o.staff, body: { password: 'x' } }),
  'DELETE /api/v1/duty/:id': (o) => ({ path: o.duty }),
  'POST /api/v1/duty/:id/swap': (o) => ({ path: o.duty, body: { staff: 999_999 } }),
  'DELETE /api/v1/duty/rotations/:id': (o) => ({ path: o.rotation }),
  'DELETE /api/v1/absences/:id': (o) => ({ path: o.absence }),
  'POST /api/v1/absences': (o) => ({
    path: '',
    body: { staff: Number(o.staff), from: `${far}T09:00:00+05:00`, to: `${far}T08:00:00+05:00` },
  }),
  'POST /api/v1/duty': (o) => ({
    path: '',
    body: { branch: o.branch, staff: 999_999, from: `${far}T09:00:00+05:00`, to: `${far}T10:00:00+05:00` },
  }),
  'POST /api/v1/duty/rotations': (o) => ({
    path: '',
    body: { branch: o.branch, members: [999_999], startsOn: far, shiftDays: 1, handover: '09:00' },
  }),
  'GET /api/v1/staff': (o) => ({ path: `?branch=${o.branch}` }),
  'GET /api/v1/duty': (o) => ({ path: `?branch=${o.branch}` }),
  'GET /api/v1/duty/gaps': (o) => ({ path: `?branch=${o.branch}` }),
  'GET /api/v1/duty/rotations': (o) => ({ path: `?branch=${o.branch}` }),
  'GET /api/v1/absences': (o) => ({ path: `?branch=${o.branch}` }),
  'GET /api/v1/brief': (o) => ({ path: `?branch=${o.branch}` }),
}

for (const route of Object.keys(PERMISSIONS))
  if (/^\w+ \/\w\w\/desk\/cases\/:number/.test(route)) ABOUT[route] = (o) => ({ path: `${o.number}|${o.contact}` })

for (const lang of ['kk', 'ru', 'en']) {
  ABOUT[`GET /${lang}/instructions/:id`] = (o) => ({ path: o.instruction })
  for (const deed of ['acceptance', 'return'])
    ABOUT[`POST /${lang}/instructions/:id/${deed}`] = (o) => ({ path: o.instruction })
  for (const deed of ['taking', 'answer', 'instruction', 'withdrawal'])
    ABOUT[`POST /${lang}/help/:id/${deed}`] = (o) => ({ path: o.help })
  ABOUT[`GET /${lang}/help/:id`] = (o) => ({ path: o.help })
}

for (const lang of ['kk', 'ru', 'en'])
  ABOUT[`POST /${lang}/inbox/:id/placement`] = (o) => ({
    path: '888888',
    type: 'application/x-www-form-urlencoded',
    body: Buffer.from(`contact=${o.contact}`),
  })

for (const route of Object.keys(PERMISSIONS))
  if (/^\w+ \/\w\w\/meetings\/:id/.test(route)) ABOUT[route] = (o) => ({ path: o.meeting })
for (const route of Object.keys(PERMISSIONS))
  if (/^\w+ \/\w\w\/branch(\/|$)/.test(route)) ABOUT[route] = (o) => ({ path: `?branch=${o.branch}` })
for (const route of Object.keys(PERMISSIONS))
  if (/^\w+ \/\w\w\/admin\/moderation\/:number$/.test(route)) ABOUT[route] = (o) => ({ path: o.number })

/** Pages refuse in their own way: whoever is not signed in is led to the sign-in, whoever may not is shown a page. */
const pageCode = (status: number, location: unknown) =>
  status === 303 && /^\/\w\w\/sign-in(\?to=|$)/.test(String(location))
    ? 'unauthenticated'
    : status === 403
      ? 'forbidden'
      : undefined

for (const lang of ['kk', 'ru', 'en']) {
  ABOUT[`GET /${lang}/commitments`] = (o) => ({ path: `?branch=${o.branch}` })
  ABOUT[`GET /${lang}/commitments/:id`] = (o) => ({ path: o.commitment })
  ABOUT[`POST /${lang}/commitments/:id/outcome`] = (o) => ({ path: o.commitment, body: { outcome: 'kept' } })
  ABOUT[`POST /${lang}/desk/cases/:number/commitments`] = (o) => ({
    path: o.number,
    body: { reply: '999999', text: 'Жөндейді', dueOn: far },
  })
}

/** The table lets every member of the staff in; the domain then asks whether they are the ones instructed. */
const DOMAIN_DECIDES = new Set([
  ...['kk', 'ru', 'en'].flatMap((lang) =>
    ['reports', 'ask', 'grant', 'refusal'].map((deed) => `POST /${lang}/instructions/:id/${deed}`),
  ),
  'POST /api/v1/instructions/:id/reports',
  'POST /api/v1/instructions/:id/extension',
  'POST /api/v1/instructions/:id/extension/refusal',
])

/** Open311 knows one answer to whoever may not: 403, without a code of ours. */
const inOpen311 = (key: string, want: string) => (want === 'open' || !key.includes('/open311/') ? want : 'forbidden')

/** The permission table once more, in the words of product.md: branches are above and below each other by their codes. */
function expected(rule: Rule, who: Who, thing: Thing | null): 'open' | 'unauthenticated' | 'forbidden' {
  if (rule.anyone) return 'open'
  if (who.kind === 'anonymous') return 'unauthenticated'
  if (who.kind === 'reporter') {
    if (!rule.reporter) return 'forbidden'
    return !thing?.exists || thing.tracking === who.tracking ? 'open' : 'forbidden'
  }
  const reach = rule.roles?.[who.role]
  if (!reach) return 'forbidden'
  if (!rule.about || reach === 'all' || !thing?.exists || thing.branch === who.branch) return 'open'
  return reach === 'below' && thing.branch.startsWith(`${who.branch}-`) ? 'open' : 'forbidden'
}

t.test('every route stands in the table, and the table names no route that is not there', async (t) => {
  const { app } = await makeWorldOfBranches(t)
  for (const key of Object.keys(PERMISSIONS)) {
    const [method, url] = key.split(' ') as ['GET', string]
    t.ok(app.hasRoute({ method, url }), key)
  }
})

t.test('a route without a rule stops the start', async (t) => {
  const { installPermissions } = await import('../../server/plugins/permissions.ts')
  const { default: fastify } = await import('fastify')
  const app = fastify()
  installPermissions(app)
  t.throws(() => app.get('/secret', async () => 'open'), /route without a permission: GET \/secret/)
})

t.test('who may do what: every route, every role, every branch', async (t) => {
  const { app, whos, things } = await makeWorldOfBranches(t)
  let [asked, refused] = [0, 0]
  const wrong: string[] = []

  const ask = async (key: string, who: Who, thing: Thing | null) => {
    const [method, url] = key.split(' ') as ['GET', string]
    const made = thing ? ABOUT[key]!(thing) : { path: '' }
    const [path, query] = made.path.startsWith('?') ? ['', made.path] : [made.path, '']
    const parts = path.split('|')
    const answer = await app.inject({
      method,
      url: url.replace(/:\w+|\*/g, () => parts.shift() || '1') + query,
      headers: {
        ...(await who.headers(/session$|sign-out$/.test(url))),
        ...(made.type ? { 'content-type': made.type } : {}),
      },
      ...(made.body ? { payload: made.body } : {}),
    })
    asked++
    const code = String(answer.headers['content-type']).includes('problem+json')
      ? answer.json().code
      : pageCode(answer.statusCode, answer.headers.location)
    const got = code === 'unauthenticated' || code === 'forbidden' ? code : 'open'
    return { got, status: answer.statusCode, code }
  }

  // What takes something away comes last, so that it is there to be refused before.
  const keys = Object.keys(PERMISSIONS)
    .filter((key) => {
      const [method, url] = key.split(' ') as ['GET', string]
      return app.hasRoute({ method, url })
    })
    .sort((a, b) => Number(a.startsWith('DELETE')) - Number(b.startsWith('DELETE')))
  for (const key of keys) {
    const rule = PERMISSIONS[key]!
    // A page has one rule in three languages: it is asked for in one, and here that it is the very same.
    const kk = key.replace(/ \/(ru|en)(?=\/|$)/, ' /kk')
    if (kk !== key && PERMISSIONS[kk] === rule) continue
    if (rule.about && !ABOUT[key]) t.fail(`say in ABOUT how to ask ${key}`)
    const about = rule.about && ABOUT[key] ? things : [null]
    for (const thing of about) {
      const cases = whos.map((who) => ({
        who,
        want: inOpen311(key, expected(rule, who, thing)) as ReturnType<typeof expected>,
      }))
      // Those who may not come first: what the others do must not change the answer.
      for (const { who, want } of cases.sort((a, b) => Number(a.want === 'open') - Number(b.want === 'open'))) {
        const { got, status, code } = await ask(key, who, thing)
        if (want !== 'open') refused++
        const where = `${key} by ${who.name} on ${thing?.name ?? 'nothing'}: ${status} ${code ?? ''}`
        if (got !== want && !(DOMAIN_DECIDES.has(key) && want === 'open')) wrong.push(`${where}, not ${want}`)
        // A process that is not ready says so with 503.
        if (status >= 500 && key !== 'GET /readyz') wrong.push(`${where}: never`)
        const byPath = thing !== null && !thing.exists && /:\w+/.test(key)
        if (byPath && want === 'open' && status !== 404) wrong.push(`${where}, not 404`)
      }
    }
  }
  t.same(wrong, [])
  t.ok(asked > 1_500 && refused > 500, `${asked} requests, ${refused} to be refused`)
})
