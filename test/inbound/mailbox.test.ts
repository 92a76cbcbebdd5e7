import t from 'tap'
import { pollMailbox, readMailboxAddress } from '../../server/inbound/imap.ts'
import { LARGEST_MAIL } from '../../server/inbound/keep.ts'
import { mailOf } from '../support/inbound.ts'
import { makeCorresponding, storedMails, TUESDAY_10 } from '../support/inbound-desk.ts'
import { openMailStore } from '../support/mail-store.ts'

t.setTimeout(120_000)

const LOGIN = { user: 'replies@daybreak.example', password: 'p@ss word' }
const alive = async () => true

async function makeMailbox(t: Parameters<typeof makeCorresponding>[0], query = '') {
  const store = await openMailStore(t, LOGIN)
  const user = encodeURIComponent(LOGIN.user)
  const imapUrl = `imap://${user}:${encodeURIComponent(LOGIN.password)}@127.0.0.1:${store.port}/INBOX${query}`
  const test = await makeCorresponding(t, { config: { imapUrl } })
  const sent = await test.letter()
  test.setTime(TUESDAY_10)
  return { ...test, store, sent, poll: () => pollMailbox(test.deps, alive) }
}

t.test('what is unseen is kept, marked as seen and placed by the address it was written to', async (t) => {
  const { store, sent, poll, inbound, ...test } = await makeMailbox(t)
  store.add(mailOf({ to: sent.replyTo, text: 'Ответ из ящика' }))
  store.add(mailOf({ headers: `Delivered-To: ${sent.replyTo}`, text: 'Другой ответ' }))
  store.add(mailOf({ text: 'Без адреса', from: 'x@stranger.example' }))
  store.add(mailOf({ text: 'Прочитано человеком' })).flags.add('\\Seen')
  t.equal(await poll(), 3)
  t.ok(store.messages.every((m) => m.flags.has('\\Seen')))
  t.equal(await poll(), 0, 'once')
  t.same(await inbound.read(), { placed: 2, held: 1 })
  const [first] = await storedMails(test)
  t.match(first, { state: 'placed', contact: sent.contact, parsed: { text: 'Ответ из ящика' } })
  const [reply] = await test.database.sql`select received_at as at from replies order by id limit 1`
  t.equal(reply!.at, Date.parse('2026-11-23T11:00:00+05:00'), 'in time by when it reached the mailbox')
})

t.test('written to two letters at once it answers both', async (t) => {
  const { store, sent, poll, inbound, letter, setTime, ...test } = await makeMailbox(t)
  setTime('2026-11-23T10:30:00+05:00')
  const other = await letter()
  setTime(TUESDAY_10)
  store.add(mailOf({ to: `${sent.replyTo},\n <${other.replyTo}>`, text: 'Ответ на оба' }))
  t.equal(await poll(), 1)
  t.same(await inbound.read(), { placed: 2 })
  t.same((await storedMails(test)).map((m) => m.contact).sort(), [sent.contact, other.contact].sort())
})

t.test('a flag that a person has set keeps no mail away', async (t) => {
  const { store, sent, poll } = await makeMailbox(t)
  store.add(mailOf({ to: sent.replyTo })).flags.add('\\Flagged')
  t.equal(await poll(), 1)
})

t.test('kept and then moved, where a folder is named', async (t) => {
  const { store, sent, poll } = await makeMailbox(t, '?moveTo=Done')
  const message = store.add(mailOf({ to: sent.replyTo }))
  t.equal(await poll(), 1)
  t.equal(message.folder, 'Done')
})

t.test('a line that drops between keeping and marking: the mail is there once', async (t) => {
  const { store, sent, poll, inbound, ...test } = await makeMailbox(t)
  store.add(mailOf({ to: sent.replyTo }))
  store.onStore = () => false
  await t.rejects(poll())
  t.equal((await storedMails(test)).length, 1, 'kept before it was marked')
  store.onStore = () => true
  t.equal(await poll(), 0, 'known')
  t.ok(store.messages[0]!.flags.has('\\Seen'))
  t.same(await inbound.read(), { placed: 1 })
  t.equal((await test.database.sql`select 1 from inbound_raws`).length, 1)
})

t.test('several pieces are one mail, byte for byte; one beyond the limit stays in the mailbox, flagged', async (t) => {
  const { store, sent, poll, ...test } = await makeMailbox(t)
  const large = store.add(mailOf({ to: sent.replyTo, text: 'строка письма\n'.repeat(100_000) }))
  const huge = store.add(mailOf({ to: sent.replyTo }))
  Object.defineProperty(huge.raw, 'length', { value: LARGEST_MAIL + 1 })
  t.equal(await poll(), 1)
  t.same([...huge.flags], ['\\Flagged', '$DaybreakLeft'])
  const [kept] = await test.database.sql`
    select m.size, (select string_agg(bytes, ''::bytea order by piece) from inbound_raws r where r.raw = m.raw) as raw from inbound_mails m`
  t.ok(kept!.raw.equals(large.raw))
  t.equal(await poll(), 0, 'it is not fetched again')
})

t.test('a mail that its server cannot hand out keeps none behind it waiting', async (t) => {
  const { store, sent, poll, ...test } = await makeMailbox(t)
  const broken = store.add(mailOf({ to: sent.replyTo, text: 'Испорчено' }))
  store.add(mailOf({ to: sent.replyTo, text: 'Стоит за ним' }))
  store.onBytes = (uid) => uid !== broken.uid
  t.equal(await poll(), 1)
  t.same([...broken.flags], [])
  store.onBytes = () => true
  t.equal(await poll(), 1, 'asked for again')
  t.equal((await storedMails(test)).length, 2)
})

t.test('a wrong password is told, and no mail is lost', async (t) => {
  const { store, deps } = await makeMailbox(t)
  const imapUrl = `imap://someone:wrong@127.0.0.1:${store.port}/INBOX`
  await t.rejects(pollMailbox({ ...deps, config: { ...deps.config, imapUrl } }, alive))
})

t.test('the address of a mailbox', async (t) => {
  t.match(readMailboxAddress('imaps://a%40b.kz:p%40ss@mail.example/Replies%20in?moveTo=Old%20ones'), {
    host: 'mail.example',
    port: 993,
    secure: true,
    user: 'a@b.kz',
    password: 'p@ss',
    folder: 'Replies in',
    moveTo: 'Old ones',
  })
  t.match(readMailboxAddress('imap://a:b@mail.example'), { port: 143, secure: false, folder: 'INBOX' })
})
