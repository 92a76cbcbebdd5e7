import t from 'tap'
import { LANGS } from '../../shared/domain/text.ts'
import type { ProblemCode } from '../../shared/i18n/catalog.ts'
import { isProblemCode, problemText } from '../../shared/i18n/problem.ts'
import { everyMessage } from '../../shared/i18n/text.ts'

const codes = [...everyMessage('kk').keys()].flatMap(
  (key) => /^problem\.(\w+)\.title$/.exec(key)?.[1] ?? [],
) as ProblemCode[]

t.test('every code has a title and an advice in every language', async (t) => {
  t.ok(codes.length >= 60, `${codes.length} codes`)
  for (const code of codes) {
    for (const lang of LANGS) {
      const { title, detail } = problemText(lang, code)
      t.ok(title.length > 5 && detail.length > 10, `${lang} ${code}`)
      t.notMatch(title + detail, /[{}]|undefined/, `${lang} ${code}`)
    }
  }
  for (const code of [
    'validation_failed',
    'not_found',
    'queue_full',
    'dispute_once',
    'invalid_number',
    'second_signature_needed',
  ]) {
    t.ok(isProblemCode(code), code)
  }
  t.notOk(isProblemCode('nonsense'))
  t.notOk(isProblemCode('constructor'))
})

t.test('codes among the details are said in words', async (t) => {
  t.same(problemText('ru', 'not_in_status', { status: 'closed', move: 'reaction' }), {
    title: 'Сейчас это действие невозможно',
    detail:
      'Состояние сейчас: «закрыто». В нём нельзя дать публичный ответ. Обновите страницу и выберите одно из предложенных действий.',
  })
  t.match(
    problemText('en', 'not_in_status', { status: 'answered', move: 'registration' }).detail,
    /now: “answered”.*register the letter/,
  )
  t.match(
    problemText('en', 'not_in_status', { status: 'accepted', move: 'return' }).detail,
    /“closed”.*return the instruction/,
  )
  t.match(
    problemText('en', 'not_in_status', { status: 'overdue', move: 'extension' }).detail,
    /overdue.*extend the deadline/,
  )
  t.match(problemText('en', 'not_in_status', { status: 'strange', move: 'odd' }).detail, /strange.*odd/)
  t.match(problemText('kk', 'extension_too_long', { latest: '2027-01-22' }).detail, /2027 жылғы 22 қаңтар/)
  t.match(problemText('en', 'text_too_long', { max: 10_000 }).detail, /10,000 characters/)
})

t.test('every status, move and state that a refusal may name has a word', async (t) => {
  const moves = [
    'reaction',
    'work',
    'rejection',
    'merge',
    'resolution',
    'confirmation',
    'lapse',
    'closure',
    'dispute',
    'update',
  ]
  moves.push(
    'assignment',
    'escalation',
    'contact',
    'registration',
    'reply',
    'extension',
    'redirect',
    'instruction',
    'report',
  )
  moves.push('acceptance', 'return')
  for (const move of moves) {
    for (const lang of LANGS)
      t.notMatch(
        problemText(lang, 'not_in_status', { status: 'closed', move }).detail,
        new RegExp(`: ${move}\\.`),
        move,
      )
  }
})
