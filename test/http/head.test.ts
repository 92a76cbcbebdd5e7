import t from 'tap'
import { PERMISSIONS } from '../../shared/domain/permissions.ts'
import { makeApp } from '../support/app.ts'
import { Gather } from '../support/gather.ts'
import { makeCase } from '../support/make.ts'
import { makeSigned } from '../support/signed.ts'

t.test('HEAD answers as GET does, with the same rights and without a body', async (t) => {
  const test = await makeApp(t)
  const { headers } = await makeSigned(test, { roles: ['responder'], branch: 'KZ-39' })
  const { number } = await makeCase(test)
  const paths = Object.keys(PERMISSIONS)
    .filter((route) => route.startsWith('GET '))
    .map((route) => route.slice(4).replace(/:number\b/, number))
    .filter((path) => !/[:*]/.test(path))
  t.ok(paths.length > 150, `${paths.length} routes`)
  const all = new Gather()
  for (const url of paths) {
    for (const as of [{}, headers]) {
      const [got, asked] = [
        await test.app.inject({ url, headers: as }),
        await test.app.inject({ method: 'HEAD', url, headers: as }),
      ]
      all.same(`${asked.statusCode} ${asked.body}`, `${got.statusCode} `, url)
    }
  }
  all.tell(t, 300)
})
