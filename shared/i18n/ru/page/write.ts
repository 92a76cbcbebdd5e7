import type { Translation } from '../../catalog.ts'
import type { write as kk } from '../../kk/page/write.ts'

/** Письмо в орган: приложения, просмотр, письма вслед. */
export const write: Translation<typeof kk> = {
  annexesHint: 'Уходят только с письмом по электронной почте. Не больше {n} файлов, вместе не больше {size} МБ.',
  photo: 'Фото {n}: {name}',
  size: 'размер {size} МБ',
  fromReply: '{size} МБ, из ответа на письмо {number}',
  pdf: 'Открыть PDF',
  numberLater: 'Пока ничего не отправлено и не записано. Номер письмо получит при отправке.',
  numberSame: 'Пока ничего не отправлено и не записано. Письмо уйдёт под прежним номером.',
  leaves: 'Система отправит письмо на адрес: {address}',
  byHand: 'Само письмо не уйдёт: распечатайте PDF и доставьте его.',
  ownWordsHint: 'Остальное система напишет сама. Перед отправкой посмотрите письмо.',
  follows: 'Письмо в следующую инстанцию. В нём говорится о нашем письме {number}.',
  next: 'Обратиться выше: {instance} ({body})',
  mails: 'Что ушло под этим номером',
  mail: '{purpose}: {state} ({address})',
  outcome: {
    delivered: 'точно дошло',
    sent: 'ушло, но дошло ли, неизвестно',
    failed: 'не дошло',
    'by-hand': 'доставлено вручную',
    sending: 'отправить ещё раз',
  },
}
