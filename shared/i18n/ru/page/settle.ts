import type { Translation } from '../../catalog.ts'
import type { settle as kk } from '../../kk/page/settle.ts'

/** Что по делу нужно сделать прежде всего. */
export const settle: Translation<typeof kk> = {
  answer: 'Ответить',
  step: 'Написать, что сделано, и назвать новый день',
  grade: 'Оценить ответ',
  delivery: 'Отметить, что стало с письмом',
  minutes: 'Записать решения совещания',
  sign: 'Закрыть дело',
  replied: 'Записать ответ органа',
  order: 'Открыть поручение',
  outcome: 'Отметить, чем закончилось обещание',
  help: 'Открыть вопрос',
  resolve: 'Отметить решённым',
  failed: 'Письмо {number} не дошло.',
  unknown: 'Неизвестно, дошло ли письмо {number}.',
  filter: 'Отбор',
  everything: 'всё',
  clear: 'Снять отбор',
  myBranch: 'мой филиал',
  failedNext: 'Не дошло письмо вслед за {number} ({purpose}).',
  unknownNext: 'Неизвестно, дошло ли письмо вслед за {number} ({purpose}).',
  promises: 'Обещания, которых ждём',
}
