import t from 'tap'
import { checkIin, isIin } from '../../shared/domain/iin.ts'
import { readTestData } from '../support/data.ts'

type Vector = { value: string; valid: boolean; why: string; birthDate?: string; sex?: 'm' | 'f' }
const vectors = readTestData<{ iin: Vector[] }>('iin.json')

t.test('every vector', async (t) => {
  t.equal(vectors.iin.length, 21)
  for (const { value, valid, why, birthDate, sex } of vectors.iin) {
    t.equal(isIin(value), valid, why)
    if (valid) t.same(checkIin(value), { valid: true, birthDate, sex }, why)
  }
})

t.test('the fault is named', async (t) => {
  const fault = (text: string) => {
    const check = checkIin(text)
    return check.valid ? null : check.fault
  }
  t.equal(fault('99041213001'), 'length')
  t.equal(fault(' 990412130013 '), 'length')
  t.equal(fault('99041O130013'), 'digits')
  t.equal(fault('٩٩٠٤١٢١٣٠٠١٣'), 'digits')
  t.equal(fault('990412912343'), 'century')
  t.equal(fault('990230112343'), 'date')
  t.equal(fault('000000000000'), 'century')
  t.equal(fault('990412130014'), 'check')
  t.equal(fault('970509110390'), 'check')
})

t.test('every other last digit is refused', async (t) => {
  for (const { value } of vectors.iin.filter(({ valid }) => valid)) {
    for (const digit of '0123456789') {
      if (digit !== value[11]) t.notOk(isIin(value.slice(0, 11) + digit), value)
    }
  }
})

t.test('a number for which both rows give 10 is refused with every last digit', async (t) => {
  for (const digit of '0123456789') t.notOk(isIin(`97050911039${digit}`))
})

t.test('foreigners are a switch, off by default', async (t) => {
  t.notOk(isIin('990412012346'))
  t.same(checkIin('990412012346', { foreigners: true }), { valid: true, birthDate: null, sex: null })
  t.notOk(checkIin('990412012345', { foreigners: true }).valid, 'its check digit still counts')
  t.notOk(checkIin('991312012346', { foreigners: true }).valid, 'and its date')
  t.notOk(checkIin('990412912343', { foreigners: true }).valid)
})

t.test('centuries', async (t) => {
  const births: Record<string, string> = {}
  for (const century of '123456') {
    for (const digit of '0123456789') {
      const check = checkIin(`990412${century}3001${digit}`)
      if (check.valid) births[century] = `${check.birthDate} ${check.sex}`
    }
  }
  // a digit may be missing here when its number is never issued
  for (const [century, birth] of Object.entries(births)) {
    const year = 1899 + Math.floor((Number(century) - 1) / 2) * 100
    t.equal(birth, `${year}-04-12 ${Number(century) % 2 ? 'm' : 'f'}`)
  }
  t.ok(Object.keys(births).length >= 5)
})
