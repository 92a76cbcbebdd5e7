import type { Translation } from '../catalog.ts'
import type * as kk from '../kk/labels.ts'

/** Названия слов системы. */
export const status: Translation<typeof kk.status> = {
  received: 'принято',
  responded: 'ответ дан',
  in_progress: 'в работе',
  resolved: 'решено, ждём подтверждения',
  closed: 'закрыто',
  rejected: 'отклонено',
  merged: 'присоединено',
  reopened: 'открыто снова',
}

export const level: Translation<typeof kk.level> = {
  district: 'район',
  region: 'область',
  central: 'центральный аппарат',
}

export const severity: Translation<typeof kk.severity> = {
  '1': 'низкая',
  '2': 'средняя',
  '3': 'высокая',
  '4': 'критическая',
}

export const channel: Translation<typeof kk.channel> = {
  web: 'сайт',
  phone: 'телефон',
  branch: 'филиал',
  api: 'другая система (API)',
  open311: 'Open311',
  email: 'электронная почта',
}

export const contactChannel: Translation<typeof kk.contactChannel> = {
  email: 'электронное письмо',
  post: 'обычная почта',
  registered: 'заказное письмо',
  phone: 'телефон',
  visit: 'визит',
  meeting: 'совещание',
  portal: 'портал',
  open311: 'Open311',
}

export const role: Translation<typeof kk.role> = {
  reporter: 'заявитель',
  responder: 'ответственный сотрудник',
  head: 'руководитель филиала',
  central: 'сотрудник центрального аппарата',
  'central-head': 'руководитель центрального аппарата',
  admin: 'администратор',
  auditor: 'аудитор',
  desk: 'центральный пост',
}

export const whom: Translation<typeof kk.whom> = {
  owner: 'ответственный',
  'branch-head': 'руководитель филиала',
  'central-duty': 'дежурный центрального аппарата',
  'central-head': 'руководитель центрального аппарата',
  reporter: 'заявитель',
  author: 'автор поручения',
  responsible: 'исполнитель',
}

export const deadline: Translation<typeof kk.deadline> = {
  response: 'публичный ответ',
  action: 'следующий шаг',
  reply: 'ответ органа',
  instruction: 'исполнение поручения',
  confirmation: 'подтверждение решения',
  overall: 'решение проблемы',
  commitment: 'выполнение обещания',
  help: 'ответ центра филиалу',
}

export const verdict: Translation<typeof kk.verdict> = { missed: 'просрочено' }

/** Ступени называет порядок эскалации; для незнакомой показывается само её имя. */
export const rung: Translation<typeof kk.rung> = {
  report: 'при поступлении',
  reminder: 'напоминание перед сроком',
  'reminder-3': 'напоминание за 3 рабочих дня',
  'reminder-1': 'напоминание за 1 рабочий день',
  overdue: 'напоминание после срока',
  due: 'срок наступил',
  central: 'передача в центр',
  head: 'сообщение руководителю центра',
  asked: 'центр получил вопрос',
}

export const rungAction: Translation<typeof kk.rungAction> = {
  tell: 'сообщить',
  reassign: 'передать другому',
  raise: 'поднять уровень',
  wall: 'вывести на табло',
  verdict: 'оценить срок',
  close: 'закрыть дело',
  'remind-body': 'напомнить органу',
  'propose-next': 'предложить следующую инстанцию',
  'replace-absent': 'заменить отсутствующего',
  skip: 'пропустить',
}

export const rungResult: Translation<typeof kk.rungResult> = {
  done: 'сделано',
  nobody: 'никого не нашлось',
  duplicate: 'не повторено, уже сделано',
  skipped: 'пропущено',
}

export const grade: Translation<typeof kk.grade> = {
  substantive: 'ответ по существу',
  holding: 'промежуточный ответ',
  forwarded: 'перенаправлено',
  refusal: 'мотивированный отказ',
  'brush-off': 'отписка',
}

export const delivery: Translation<typeof kk.delivery> = {
  draft: 'проект',
  sending: 'отправляется',
  sent: 'отправлено',
  delivered: 'доставлено',
  failed: 'не отправлено',
  unknown: 'доставка неизвестна',
  'by-hand': 'отправляется вручную',
}

export const contactState: Translation<typeof kk.contactState> = {
  open: 'ждём ответа',
  answered: 'ответ получен',
  redirected: 'перенаправлено другому органу',
  withdrawn: 'отозвано',
}

export const instructionState: Translation<typeof kk.instructionState> = {
  open: 'на контроле',
  reported: 'отчёт представлен',
  accepted: 'снято с контроля',
}

export const meetingState: Translation<typeof kk.meetingState> = {
  called: 'назначено',
  held: 'прошло',
  cancelled: 'отменено',
}

export const helpState: Translation<typeof kk.helpState> = {
  open: 'ждёт ответа',
  taken: 'взят центром',
  answered: 'ответ дан',
  instructed: 'дано поручение',
  withdrawn: 'отозван',
}

export const event: Translation<typeof kk.event> = {
  reported: 'О проблеме сообщили',
  assigned: 'Назначен ответственный',
  rung: 'Сработала ступень срока',
  verdict: 'Срок оценён',
  escalated: 'Передано на уровень выше',
  reacted: 'Дан публичный ответ',
  updated: 'Добавлена новость',
  contacted: 'Обратились в орган',
  registered: 'Орган зарегистрировал письмо',
  'delivery-settled': 'Доставка письма выяснена',
  'reminded-body': 'Органу отправлено напоминание',
  replied: 'Орган ответил',
  graded: 'Ответ органа оценён',
  'reply-withdrawn': 'Ответ, записанный по ошибке, отозван',
  rated: 'Заявитель оценил ответ',
  extended: 'Орган продлил срок',
  redirected: 'Письмо перенаправлено другому органу',
  committed: 'Записано обещание',
  'commitment-ended': 'Отмечено, чем закончилось обещание',
  'meeting-called': 'Назначено совещание',
  'meeting-changed': 'Время совещания изменено',
  'meeting-cancelled': 'Совещание отменено',
  met: 'Совещание прошло',
  instructed: 'Дано поручение',
  'instruction-reported': 'Представлен отчёт по поручению',
  'instruction-accepted': 'Поручение снято с контроля',
  'instruction-returned': 'Поручение возвращено',
  'instruction-extended': 'Срок поручения продлён',
  'instruction-extension-refused': 'Срок поручения не продлён',
  'help-asked': 'Филиал попросил центр о помощи',
  'help-taken': 'Центр взял вопрос филиала',
  'help-answered': 'Центр ответил филиалу',
  'help-withdrawn': 'Филиал отозвал просьбу о помощи',
  rejected: 'Отклонено',
  merged: 'Присоединено к другому делу',
  'merged-from': 'К этому делу присоединено другое',
  resolved: 'Объявлено решение проблемы',
  confirmed: 'Заявитель подтвердил решение',
  disputed: 'Заявитель не согласен с решением',
  reopened: 'Дело открыто снова',
  closed: 'Дело закрыто',
  're-dated': 'Срок изменён',
  supported: 'Присоединился ещё один человек',
  attached: 'Добавлен файл',
  moderated: 'Текст проверен',
  erased: 'Персональные данные удалены',
}

/** Названия действий, которые сейчас невозможны (problem.not_in_status). */
export const move: Translation<typeof kk.move> = {
  reaction: 'дать публичный ответ',
  work: 'работать через орган или поручение',
  rejection: 'отклонить дело',
  merge: 'присоединить дело',
  resolution: 'объявить решение',
  confirmation: 'подтвердить решение',
  lapse: 'закрыть дело по истечении срока',
  closure: 'закрыть дело',
  dispute: 'оспорить решение',
  update: 'добавить новость',
  assignment: 'сменить ответственного',
  escalation: 'передать в центр',
  commitment: 'записать обещание',
  opinion: 'оценить ответ',
  contact: 'обратиться в орган',
  registration: 'зарегистрировать письмо',
  reply: 'записать ответ',
  extension: 'продлить срок',
  redirect: 'перенаправить письмо',
  delivery: 'отметить доставку письма',
  instruction: 'дать поручение',
  report: 'отчитаться',
  acceptance: 'принять отчёт',
  return: 'вернуть поручение',
  meeting: 'назначить совещание',
  'meeting-change': 'изменить совещание',
  'meeting-cancellation': 'отменить совещание',
  minutes: 'записать решения совещания',
  'extension-refusal': 'отказать в продлении',
  help: 'попросить центр о помощи',
  'help-taking': 'взять вопрос',
  'help-answer': 'ответить на вопрос',
  'help-withdrawal': 'отозвать вопрос',
}

/** Слова на месте текста дела. */
export const caseText: Translation<typeof kk.caseText> = { erased: 'Текст удалён по просьбе заявителя.' }

/** Что убрано с глаз публики и почему. */
export const moderation: Translation<typeof kk.moderation> = {
  deed: {
    mask: 'Часть текста скрыта',
    unmask: 'Скрытые слова снова показаны',
    hide: 'Один файл скрыт',
    show: 'Файл снова показан',
    'hide-point': 'Точка на карте скрыта',
    'show-point': 'Точка на карте снова показана',
    remove: 'Дело убрано из открытого доступа',
    restore: 'Дело снова опубликовано',
    keep: 'Жалобы рассмотрены, ничего не изменено',
  },
  because: 'Причина: {reason}',
  reason: {
    'personal-data': 'чужие личные данные',
    insult: 'оскорбления',
    false: 'не соответствует действительности',
    advert: 'реклама',
    law: 'закон запрещает публиковать',
    another: 'другая причина',
  },
}
