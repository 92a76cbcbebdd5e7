import type { Translation } from '../catalog.ts'
import type * as kk from '../kk/invitation.ts'

/** Приглашение на совещание, его изменение и отмена. */
export const meeting: Translation<typeof kk.meeting> = {
  invited: {
    subject: 'Приглашение на совещание: {title}',
    body: 'Приглашаем вас на совещание.\n\n{title}\nКогда: {when}\nГде: {place}\n\nПовестка:\n{agenda}\n\nПригласил(а): {organiser}, {branch}\nУчастники: {participants}\nДело: {number}',
  },
  changed: {
    subject: 'Совещание изменено: {title}',
    body: 'Совещание изменилось.\n\n{title}\nКогда: {when}\nГде: {place}\n\nПовестка:\n{agenda}\n\nПригласил(а): {organiser}, {branch}\nУчастники: {participants}\nДело: {number}',
  },
  cancelled: {
    subject: 'Отмена совещания: {title}',
    body: 'Приглашение отменено, уберите совещание из календаря.\n\n{title}\nКогда: {when}\nГде: {place}\n\nПригласил(а): {organiser}, {branch}\nДело: {number}',
  },
}
