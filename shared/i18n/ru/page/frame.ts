import type { Translation } from '../../catalog.ts'
import type * as kk from '../../kk/page/frame.ts'

/** Слова, которые стоят на каждой странице. */
export const frame: Translation<typeof kk.frame> = {
  name: 'Таң',
  motto: 'На проблему, о которой сообщили сегодня, отвечают завтра утром',
  skip: 'Перейти к содержанию',
  menu: 'Меню',
  languages: 'Выбор языка',
  home: 'Главная страница',
  report: 'Сообщить',
  cases: 'Проблемы',
  back: 'Назад',
  emergency: 'Экстренный вызов',
  footer: 'Обещание, сроки и то, как они выполняются, открыты для всех.',
  api: 'Разработчикам',
  updated: 'Страница обновлена: {time}',
  offline: 'Нет связи. Последние данные на странице: {time}',
  reload: 'Обновить',
  optional: 'необязательно',
  errorPrefix: 'Ошибка',
  errorSummary: 'Нужно исправить',
  more: 'Показать ещё',
  previous: 'Предыдущая страница',
  next: 'Следующая страница',
  pages: 'Страницы',
  copy: 'Скопировать ссылку',
  copied: 'Скопировано',
  share: 'Поделиться',
  print: 'Распечатать',
}

export const clock: Translation<typeof kk.clock> = {
  state: {
    waiting: 'ждём ответа',
    soon: 'срок близко',
    missed: 'срок прошёл',
    met: 'ответ дан вовремя',
    late: 'ответ дан с опозданием',
    raised: 'передано в центр',
    done: 'завершено',
  },
  due: 'Ответ до: {when}',
  missed: 'Ответ не дан вовремя. Срок: {when}',
  raised: 'Ответ не дан вовремя. Вопрос передан в центральный аппарат.',
  met: 'Ответ дан вовремя: {when}',
  late: 'Ответ дан с опозданием: {when}',
  ended: 'Дело завершено: {when}',
  next: 'Следующий шаг: {when}',
  why: 'Почему именно этот срок?',
  reported: 'сообщили',
  promised: 'обещано',
}
