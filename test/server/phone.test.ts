import t from 'tap'
import { normalisePhone } from '../../server/cases/phone.ts'
import { readTestData } from '../support/data.ts'

const phones = readTestData<{ accept: Record<string, string>; reject: string[] }>('phones.json')

t.test('numbers of Kazakhstan, as people write them', async (t) => {
  t.ok(Object.keys(phones.accept).length >= 14)
  for (const [written, normal] of Object.entries(phones.accept)) {
    t.equal(normalisePhone(written), normal, JSON.stringify(written))
    t.equal(normalisePhone(normal), normal, 'the normal form stays as it is')
    t.match(normal, /^\+77\d{9}$/)
  }
})

t.test('everything else', async (t) => {
  t.ok(phones.reject.length >= 15)
  for (const written of phones.reject) t.equal(normalisePhone(written), null, JSON.stringify(written))
  t.equal(normalisePhone('7'.repeat(10_000)), null)
})
