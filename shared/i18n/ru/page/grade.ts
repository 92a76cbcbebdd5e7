import type { Translation } from '../../catalog.ts'
import type * as kk from '../../kk/page/grade.ts'

export const grade: Translation<typeof kk.grade> = {
  opinions: 'Мнение заявителей',
  opinion: { answered: 'ответили', partly: 'ответили частично', not: 'не ответили' },
  promises: 'Даты, найденные в тексте',
  promisesHint: 'Если это обещание, возьмите его на контроль: когда срок пройдёт, система сама напомнит.',
  follow: 'Взять на контроль до {date}',
}
