import { Writable } from 'node:stream'
import t from 'tap'
import { makeLog } from '../../server/log.ts'
import { makeDatabase } from '../support/database.ts'

function makeKeptLog(level = 'info') {
  const lines: string[] = []
  const kept = new Writable({
    write(line, _encoding, done) {
      lines.push(String(line))
      done()
    },
  })
  return { log: makeLog(level, kept), lines }
}

t.test('an error of the database is logged by code and place, without a value of the row', async (t) => {
  const { sql } = await makeDatabase(t)
  const { log, lines } = makeKeptLog()
  await sql`create table people (phone text constraint people_phone_key unique, born date)`
  await sql`insert into people values ('+77011234567')`
  const phone = '+77011234567'
  const twice = await sql`insert into people values (${phone})`.catch((error) => error)
  const born = await sql.unsafe('select $1::date', ['Aigul Serikova']).catch((error) => error)
  log.error({ err: twice }, 'failed')
  log.error({ err: new Error('saving failed', { cause: born }) }, 'failed')
  log.error(born)
  t.equal(lines.length, 3)
  t.match(JSON.parse(lines[0]!), { err: { code: '23505', constraint_name: 'people_phone_key', stack: /log\.test/ } })
  t.notMatch(lines.join(''), /7701123|Aigul/)
})

t.test('other errors keep their message; personal fields are removed', async (t) => {
  const { log, lines } = makeKeptLog()
  log.error({ err: new TypeError('no such channel') }, 'failed')
  log.info({ reporter: { phone: '+77011234567', iin: '900101300123' }, token: 'abc', email: 'a@b.kz' }, 'seen')
  t.match(JSON.parse(lines[0]!), { err: { type: 'TypeError', message: 'no such channel' }, msg: 'failed' })
  t.notMatch(lines[1], /7701|900101|abc|a@b/)
})

t.test('the level is kept', async (t) => {
  const { log, lines } = makeKeptLog('warn')
  log.info('quiet')
  log.warn('heard')
  t.equal(lines.length, 1)
})
