import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { projectPath } from '../../db/root.ts'
import { foldQuoted } from '../../shared/domain/quoted.ts'

const OWN = 'Яма заделана 20 ноября.\nАкт приложен.'
const OURS = 'Просим сообщить, когда будет заделана яма.'

/** Above history, as mail programs write it in three languages. */
const FORMS: Record<string, string> = {
  'Gmail, English': `On Mon, 23 Nov 2026 at 10:05, Daybreak <reply+1.a@daybreak.example> wrote:\n\n> ${OURS}`,
  'Gmail, two lines': `On Mon, 23 Nov 2026 at 10:05, Daybreak\n<reply+1.a@daybreak.example> wrote:\n\n> ${OURS}`,
  'Gmail, Russian': `пн, 23 нояб. 2026 г. в 10:05, Daybreak <reply+1.a@daybreak.example>:\n\n> ${OURS}`,
  'Gmail, Kazakh': `2026 ж. 23 қар., дс 10:05 Daybreak <reply+1.a@daybreak.example> жазды:\n\n${OURS}`,
  'mail.ru': `Понедельник, 23 ноября 2026, 10:05 +05:00 от Daybreak <reply+1.a@daybreak.example>:\n${OURS}`,
  Yandex: `23.11.2026, 10:05, "Daybreak" <reply+1.a@daybreak.example>:\n${OURS}`,
  'Thunderbird, Russian': `23.11.2026 10:05, Daybreak пишет:\n> ${OURS}`,
  'Thunderbird, Kazakh': `23.11.2026 10:05, Daybreak жазды:\n> ${OURS}`,
  'Thunderbird, English': `On 23/11/2026 10:05, Daybreak wrote:\n> ${OURS}`,
  'Apple, Russian': `> 23 нояб. 2026 г., в 10:05, Daybreak <reply+1.a@daybreak.example> написал(а):\n> \n> ${OURS}`,
  'Outlook, Russian': `От: Daybreak [mailto:reply+1.a@daybreak.example]\nОтправлено: 23 ноября 2026 г. 10:05\nКому: kanc@roads.example\nТема: Яма у школы\n\n${OURS}`,
  'Outlook, Kazakh': `Кімнен: Daybreak\nЖіберілді: 2026 ж. 23 қараша 10:05\nКімге: kanc@roads.example\nТақырып: Яма у школы\n\n${OURS}`,
  'Outlook, English': `________________________________\nFrom: Daybreak\nSent: Monday, November 23, 2026 10:05 AM\nTo: kanc@roads.example\nSubject: Яма у школы\n\n${OURS}`,
  'Outlook, bold': `*From:* Daybreak\n*Sent:* Monday, November 23, 2026 10:05 AM\n*To:* kanc@roads.example\n\n${OURS}`,
  'Outlook Express': `----- Original Message -----\nFrom: Daybreak\nTo: kanc\nSent: Monday\n\n${OURS}`,
  'a banner in Russian': `-------- Исходное сообщение --------\nТема: Яма\n${OURS}`,
  'a banner in Kazakh': `-----Бастапқы хабарлама-----\n${OURS}`,
}

t.test('the words of a mail stand apart from the history it quotes, in the forms of every program', async (t) => {
  for (const [form, history] of Object.entries(FORMS)) {
    const { text, quoted } = foldQuoted(`${OWN}\r\n\r\n${history.replaceAll('\n', '\r\n')}\r\n`)
    t.equal(text, OWN, form)
    t.match(quoted, OURS.slice(0, 20), `${form}: kept apart, not lost`)
  }
})

t.test('answers between the lines stay; the line above an introduction is not eaten by it', async (t) => {
  const between = foldQuoted('> Когда?\n20 ноября.\n> Кто?\nТОО «Жол».\n')
  t.equal(between.text, '20 ноября.\nТОО «Жол».')
  t.equal(between.quoted, '> Когда?\n> Кто?')
  const close = foldQuoted('Работы закончены 20.11.2026.\nOn 23 Nov 2026, Daybreak wrote:\n> Когда?')
  t.equal(close.text, 'Работы закончены 20.11.2026.')
})

t.test('what only looks like history is not cut off', async (t) => {
  for (const words of [
    'Акимат сообщает:\n1) яма заделана 20.11.2026 в 10:30;\n2) акт подписан.',
    'От: улицы Абая до школы дорога отремонтирована.\nСрок 15.12.2026.',
    'Вас слушает Иванов, kanc@roads.example:\nвсе вопросы туда.',
    'По вашему обращению от 20.11.2026 директор написал:\nработы идут.',
    'Тема: дороги. Дата: сегодня.',
  ])
    t.equal(foldQuoted(words).text, words, words.slice(0, 30))
})

t.test('a mail of nothing but history keeps it as its words', async (t) => {
  const forwarded = '---------- Forwarded message ----------\nFrom: a@b\nSubject: c\n\nОтвет акимата'
  t.same(foldQuoted(forwarded), { text: forwarded, quoted: '' })
  t.same(foldQuoted(''), { text: '', quoted: '' })
})

t.test('mails of public projects are folded as their authors meant', async (t) => {
  const folder = projectPath('test/data/mime/folding')
  const plain = (words: string) => words.replace(/\s+/g, ' ').trim()
  const missed: string[] = []
  for (const name of readdirSync(folder).filter((f) => f.endsWith('.own.txt'))) {
    const own = readFileSync(join(folder, name), 'utf8')
    const mail = readFileSync(join(folder, name.replace('.own.', '.mail.')), 'utf8')
    if (plain(foldQuoted(mail).text) !== plain(own)) missed.push(name)
  }
  t.same(missed, [
    // Its introduction has the name first and the date last, in German.
    'embedded_email_german_4.own.txt',
    // Quoted lines stand apart here, signatures stay: they say who answers.
    'quote_and_text.own.txt',
    'usenet.own.txt',
  ])
  const gmail = foldQuoted(readFileSync(join(folder, 'gmail_russian.mail.txt'), 'utf8'))
  t.match(gmail.text, /^Fusce.*nec nibh\.$/s)
  t.match(gmail.quoted, 'привет')
})

t.test('hostile lengths are folded in no time', async (t) => {
  const begun = performance.now()
  for (const line of ['>', 'On 1.1.2026 10:00 ', 'From: a', '-', '_', 'a@', '\f', ' ', '* '])
    foldQuoted(`${line.repeat(2_000)}\n`.repeat(100))
  for (const line of ['> a', 'From: a', 'On 23 Nov 2026 at 10:05, A', 'От: б', '___________', ''])
    foldQuoted(`${line}\n`.repeat(100_000))
  t.ok(performance.now() - begun < 5_000, `${Math.round(performance.now() - begun)} ms`)
})
