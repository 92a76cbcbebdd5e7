import { join } from 'node:path'
import t from 'tap'
import { backup } from '../../db/backup.ts'
import { keyCheckOf, restore } from '../../db/restore.ts'
import { makeApp } from '../support/app.ts'
import { makeDatabase } from '../support/database.ts'
import { LETTER, MONDAY_10, onMonday, openLetters, statesOf } from '../support/letters.ts'

t.test(
  'a letter that waited when the backup was made is not sent by the restored database: a person decides',
  async (t) => {
    const from = await openLetters(t)
    const sent = (await from.write()).body
    await from.passAt(onMonday('10:01'))
    const waiting = (await from.write({ subject: 'Ждёт' })).body
    const file = join(t.testdir({}), 'letters.backup')
    await backup(from.database.url, file, { at: Date.parse(MONDAY_10), keyCheck: keyCheckOf(Buffer.alloc(32)) })
    await from.passAt(onMonday('10:05'))
    t.equal(from.letters().length, 2, 'the old system sends it after the backup')

    const empty = await makeDatabase(t)
    await restore(empty.url, file)
    const to = await makeApp(t, { at: onMonday('11:00'), database: empty, config: { smtpUrl: from.box.url } })
    await to.passAt(onMonday('11:00'))
    t.equal(from.letters().length, 2, 'and the restored one does not')
    t.match(await statesOf(to), [{ state: 'sent' }, { state: 'unknown', fault: 'restored', told: 'unknown' }])
    const contacts = await empty.sql`select id, delivery, subject from contacts order by id`
    t.match(contacts, [
      { id: sent.id, delivery: 'sent', subject: LETTER.subject },
      { id: waiting.id, delivery: 'unknown' },
    ])
  },
)
