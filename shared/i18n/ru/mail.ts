import type { Translation } from '../catalog.ts'
import type { mail as kk } from '../kk/mail.ts'
import { meeting } from './invitation.ts'

/** Письма: сотруднику, заявителю, государственному органу. {link} всегда на отдельной строке. */
const staff: Translation<typeof kk.staff> = {
  assigned: {
    subject: '{number}: дело теперь у вас, срок ответа — {due}',
    body: 'Это дело теперь ведёте вы: {number}.\n{category}, {place}\n\n{text}\n\nПочему вам: {because}\nСрок публичного ответа: {due}\n\n{link}',
  },
  critical: {
    subject: 'СРОЧНО {number}: {category}, {place}',
    body: 'Сообщили о критической проблеме: {number}.\n{category}, {place}\n\n{text}\n\nОтветственный: {owner}, {branch}\nСрок публичного ответа: {due}\n\n{link}',
  },
  reminder: {
    subject: '{number}: {left} ({deadline})',
    body: 'Приближается срок: {deadline}.\n{number}: {category}, {place}\n\nСрок: {due} ({left})\nОтветственный: {owner}\n\nЧто теперь сделать: откройте дело и сделайте следующий шаг.\n\n{link}',
  },
  overdue: {
    subject: '{number}: срок прошёл ({deadline})',
    body: 'Срок прошёл: {deadline}.\n{number}: {category}, {place}\n\nСрок: {due} ({left})\nОтветственный: {owner}, {branch}\n\nТеперь это видят все. Откройте дело и ответьте сейчас или передайте его другому.\n\n{link}',
  },
  central: {
    subject: '{number}: передано в центр, {place}',
    body: 'Срок прошёл ({deadline}), теперь дело в центре.\n{number}: {category}, {place}\n\nСрок: {due} ({left})\nФилиал: {branch}\nТеперь отвечает: {owner}\n\n{link}',
  },
  head: {
    subject: '{number}: дело так и не сдвинулось, {place}',
    body: 'Срок давно прошёл ({deadline}), а дело так и не сдвинулось.\n{number}: {category}, {place}\n\nСрок: {due} ({left})\nФилиал: {branch}\nОтветственный: {owner}\n\nДело останется на табло, пока этот шаг не сделают.\n\n{link}',
  },
  raised: {
    subject: '{number}: филиал передал дело в центр',
    body: 'Филиал передал дело в центр: {branch}.\n{number}: {category}, {place}\n\nПричина: {reason}\nСрок: {due}\n\n{link}',
  },
  'reporter-added': {
    subject: '{number}: заявитель дополнил сообщение',
    body: 'Заявитель добавил к делу новое.\n{number}: {category}, {place}\n\n{text}\n\n{link}',
  },
  disputed: {
    subject: '{number}: с решением не согласны',
    body: 'Заявитель не согласен с решением. Дело открыто снова, теперь его ведёте вы.\n{number}: {category}, {place}\n\n{text}\n\nСрок ответа: {due}\n\n{link}',
  },
  replied: {
    subject: '{number}: орган ответил ({grade})',
    body: 'Орган ответил: {body}.\nВид ответа: {grade}\n{number}: {category}, {place}\n\n{text}\n\nПрочитайте ответ и сделайте следующий шаг.\n\n{link}',
  },
  'reply-after-end': {
    subject: '{number}: орган ответил, хотя дело уже закрыто',
    body: 'Дело закрыто, но пришёл ответ органа: {body}.\n{number}: {category}, {place}\n\nПрочитайте его: если он меняет решение, сообщите заявителю.\n\n{link}',
  },
  'reply-to-grade': {
    subject: '{number}: пришёл ответ органа, оцените его',
    body: 'Пришёл ответ органа: {body}.\n{number}: {category}, {place}\n\nПрочитайте ответ и оцените: по существу он или нет. Пока он не оценён, срок идёт.\nОценить до: {due}\n\n{link}',
  },
  redirected: {
    subject: '{number}: письмо передано другому органу',
    body: 'Орган передал письмо: {body}.\n{number}: {category}, {place}\n\nТеперь отвечает новый орган. Срок: {due}\n\n{link}',
  },
  committed: {
    subject: '{number}: на вас записано обещание',
    body: 'На вас записано обещание, его срок на контроле.\n{number}: {category}, {place}\n\n{text}\n\nСрок: {due}\n\n{link}',
  },
  extended: {
    subject: '{number}: орган продлил срок',
    body: 'Орган продлил срок: {body}.\n{number}: {category}, {place}\n\nПричина: {reason}\nНовый срок: {until}\n\n{link}',
  },
  'letter-lost': {
    subject: '{number}: письмо {outgoing} не дошло',
    body: 'Письмо {outgoing} не дошло до органа: {body}.\n{number}: {category}, {place}\n\nСрок по этому письму больше не идёт. Проверьте адрес органа и отправьте письмо ещё раз или передайте его иначе.\n\n{link}',
  },
  'remind-body': {
    subject: '{number}: пора напомнить органу ({outgoing})',
    body: 'Письмо {outgoing} ушло не электронной почтой, поэтому система не может напомнить о нём органу: {body}.\n{number}: {category}, {place}\n\nСрок ответа: {due} ({left})\n\nНапомните органу сами.\n\n{link}',
  },
  'next-instance': {
    subject: '{number}: пора писать в следующую инстанцию ({body})',
    body: 'Орган не ответил: {body}. Письмо: {outgoing}.\n{number}: {category}, {place}\n\nСрок ответа: {due} ({left})\n\nПисьма в вышестоящий орган, прокурору и уполномоченному по правам человека готовы. Откройте дело и отправьте одно из них.\n\n{link}',
  },
  'delivery-trouble': {
    subject: '{number}: неизвестно, дошло ли письмо',
    body: 'Неизвестно, дошло ли письмо {outgoing} ({delivery}): {body}.\n{number}: {category}, {place}\n\nПовторно письмо само не уйдёт. Спросите орган и отметьте, дошло ли оно.\n\n{link}',
  },
  inbox: {
    subject: 'Неразобранное письмо: {from}',
    body: 'Неясно, к какому делу относится пришедшее письмо.\nОт кого: {from}\nТема: {topic}\n\nОтнесите его к нужному делу.\n\n{link}',
  },
  instructed: {
    subject: '{number}: поручение, срок — {due}',
    body: 'Вам дано поручение.\n{number}: {category}, {place}\n\n{text}\n\nАвтор: {author}\nСрок: {due}\n\n{link}',
  },
  'instruction-reported': {
    subject: '{number}: отчёт по поручению',
    body: 'Представлен отчёт по поручению: {owner}.\n{number}: {category}, {place}\n\n{text}\n\nПримите отчёт или верните его.\n\n{link}',
  },
  'instruction-to-accept': {
    subject: '{number}: отчёт ждёт приёмки',
    body: 'Итоговый отчёт по поручению представлен, но его ещё никто не принял.\n{number}: {category}, {place}\n\nСрок поручения: {due}\n\nПримите отчёт или верните его с причиной. Срок останавливает только принятый отчёт.\n\n{link}',
  },
  'instruction-accepted': {
    subject: '{number}: поручение снято с контроля',
    body: 'Ваш отчёт принят, поручение снято с контроля.\n{number}: {category}, {place}\n\n{link}',
  },
  'instruction-returned': {
    subject: '{number}: поручение возвращено',
    body: 'Ваш отчёт не принят, поручение остаётся на контроле.\n{number}: {category}, {place}\n\nПричина: {reason}\nСрок: {due}\n\n{link}',
  },
  'instruction-extension-asked': {
    subject: '{number}: просят продлить срок поручения',
    body: 'Просят продлить срок поручения: {owner}.\n{number}: {category}, {place}\n\nСрок сейчас: {due}\nПросят срок: {until}\nПричина: {reason}\n\n{link}',
  },
  'instruction-extended': {
    subject: '{number}: срок поручения продлён',
    body: 'Срок поручения продлён.\n{number}: {category}, {place}\n\nНовый срок: {until}\n\n{link}',
  },
  'meeting-put-off': {
    subject: '{number}: совещание снова перенесено',
    body: 'Совещание перенесено за день, к которому должны были быть записаны его решения. Таких переносов уже: {times}.\n{number}: {category}, {place}\n\nНовое время: {until}\nПеренёс(ла): {author}\nОтвечает за дело: {owner}\n\nВыясните, когда совещание состоится, или назначьте другой следующий шаг.\n\n{link}',
  },
  'meeting-minutes': {
    subject: '{number}: решения совещания записаны',
    body: 'Записаны решения совещания, на которое вас приглашали.\n{number}: {category}, {place}\n\nЗаписал(а): {author}\n\n{link}',
  },
  'instruction-extension-refused': {
    subject: '{number}: срок поручения не продлён',
    body: 'В продлении отказано, поручение остаётся на контроле с прежним сроком.\n{number}: {category}, {place}\n\nПричина: {reason}\nСрок: {due}\n\n{link}',
  },
  'help-asked': {
    subject: '{number}: филиал просит помощи, {left}',
    body: 'Филиал просит центр о помощи: {branch}.\n{number}: {category}, {place}\n\nСрок ответа: {due}\n\nВозьмите вопрос, ответьте или дайте поручение.\n\n{link}',
  },
  'help-taken': {
    subject: '{number}: центр взял ваш вопрос',
    body: 'Центр взял ваш вопрос.\n{number}: {category}, {place}\n\nВзял(а): {author}\n\n{link}',
  },
  'help-answered': {
    subject: '{number}: центр ответил',
    body: 'Центр ответил на ваш вопрос: {author}.\n{number}: {category}, {place}\n\n{text}\n\nОткройте дело и сделайте следующий шаг.\n\n{link}',
  },
  'help-withdrawn': {
    subject: '{number}: филиал отозвал вопрос',
    body: 'Филиал отозвал свой вопрос, ответ больше не нужен.\n{number}: {category}, {place}\n\n{link}',
  },
  'roster-gap': {
    subject: 'Нет дежурного: {branch}',
    body: 'На это время дежурный не назначен: {branch}.\n\n{gaps}\n\nНазначьте дежурного сейчас. Иначе дела, пришедшие в это время, уйдут в запасной филиал или в центр.\n\n{link}',
  },
  'poison-case': {
    subject: '{number}: система не смогла обработать срок',
    body: 'Система не смогла обработать срок этого дела и на время отложила его.\n{number}: {category}, {place}\n\nОстальные дела не остановились. Посмотрите дело сами и сообщите администратору.\n\n{link}',
  },
  news: {
    subject: '{number}: новое по делу',
    body: 'По делу есть новое.\n{number}: {category}, {place}\n\n{link}',
  },
}

const bundle: Translation<typeof kk.bundle> = {
  subject: {
    by: 'n',
    one: 'Для вас {n} сообщение',
    few: 'Для вас {n} сообщения',
    many: 'Для вас {n} сообщений',
    other: 'Для вас {n} сообщения',
  },
  intro: 'Дела, которые требуют вашего внимания:',
  more: {
    by: 'n',
    one: 'И ещё {n} сообщение.',
    few: 'И ещё {n} сообщения.',
    many: 'И ещё {n} сообщений.',
    other: 'И ещё {n} сообщения.',
  },
}

const brief: Translation<typeof kk.brief> = {
  subject: {
    by: 'n',
    one: 'Утренняя сводка, {date}: {n} дело',
    few: 'Утренняя сводка, {date}: {n} дела',
    many: 'Утренняя сводка, {date}: {n} дел',
    other: 'Утренняя сводка, {date}: {n} дела',
  },
  subjectClear: 'Утренняя сводка, {date}: всё в срок',
  greeting: 'Доброе утро, {name}!',
  clear: 'Нет ни просроченных дел, ни дел со сроком на сегодня.',
  overdue: 'Просроченные дела',
  dueToday: 'Дела, где ответ нужен сегодня',
  raised: 'Переданы в центр',
  notices: 'Что было ночью',
  ledger: 'Контрольная сумма журнала ответов (сохраните это письмо)',
  replies: 'Ждём ответа органов',
  instructions: 'Поручения',
  inbox: 'Неразобранные письма',
  gaps: 'Когда в ближайшие 72 часа нет дежурного',
  line: '{due} ({left}): {number}, {category}, {place}',
  gap: '{branch}: {from} – {to}',
  more: {
    by: 'n',
    one: 'И ещё {n} дело.',
    few: 'И ещё {n} дела.',
    many: 'И ещё {n} дел.',
    other: 'И ещё {n} дела.',
  },
  fresh: 'Новые дела, на которые ещё не ответили',
  ungraded: 'Ответы, которые надо оценить',
  confirmations: 'Дела, которые ждут подтверждения',
  faults: 'Дела, которые система не смогла обработать',
  branches: 'Филиалы, где просрочено больше всего дел',
  branchLine: '{branch}: {n}',
  replyLine: '{due} ({left}): {number}, {body}, {outgoing}',
  plainLine: '{number}: {category}, {place}',
}

const citizen: Translation<typeof kk.citizen> = {
  received: {
    subject: '{number}: ваше сообщение принято',
    body: 'Ваше сообщение принято. Его номер: {number}.\n\nСрок ответа: {due}\nОтвечает: {branch}\n{because}\n\nХод дела виден по этой ссылке. Она только для вас, не давайте её никому.\n\n{link}',
  },
  reacted: {
    subject: '{number}: вам ответили',
    body: 'На вашу проблему ответили.\n\n{text}\n\nСледующий шаг: {nextAction}\nКогда: {on}\n\n{link}',
  },
  updated: {
    subject: '{number}: есть новость',
    body: 'По вашей проблеме есть новость.\n\n{text}\n\n{link}',
  },
  'meeting-called': {
    subject: '{number}: по вашей проблеме назначено совещание',
    body: 'По вашей проблеме назначено совещание: {due}.\nЧто решено, будет видно на странице дела.\n\n{link}',
  },
  contacted: {
    subject: '{number}: мы обратились в государственный орган',
    body: 'Чтобы решить вашу проблему, мы обратились в орган: {body}.\nСрок его ответа: {due}\n\n{link}',
  },
  replied: {
    subject: '{number}: орган ответил',
    body: 'Орган ответил: {body}.\nВид ответа: {grade}\n\n{link}',
  },
  resolved: {
    subject: '{number}: проблема решена?',
    body: 'Филиал сообщил, что проблема решена.\n\n{text}\n\nЕсли решена — подтвердите, если нет — скажите, что не согласны. Срок для ответа: {due}. Если ответа не будет, дело закроется.\n\n{link}',
  },
  'confirm-reminder': {
    subject: '{number}: ждём вашего ответа',
    body: 'Ваша проблема решена? Срок для ответа: {due}. Если ответа не будет, дело закроется.\n\n{link}',
  },
  rejected: {
    subject: '{number}: ваше сообщение отклонено',
    body: 'Эту проблему мы решить не можем.\n\n{text}\n\nКто её решает: {body}\n\nЕсли не согласны, скажите нам: решение пересмотрит другой человек. Последний срок: {until}.\n\n{link}',
  },
  merged: {
    subject: '{number}: ваше сообщение присоединено к другому делу',
    body: 'Об этой же проблеме сообщили раньше, поэтому ваше сообщение присоединено к делу {into}. Теперь мы будем писать вам о нём.\n\n{reason}\n\n{link}',
  },
  missed: {
    subject: '{number}: ответ не дан вовремя',
    body: 'Ответ не дан вовремя. Дело передано в центральный аппарат.\n\nСрок был: {due}\nТеперь отвечает: {branch}\n\n{link}',
  },
  reopened: {
    subject: '{number}: дело открыто снова',
    body: 'Ваше несогласие принято, дело открыто снова. Теперь его ведёт другой человек.\n\nСрок ответа: {due}\n\n{link}',
  },
  closed: {
    subject: '{number}: дело закрыто',
    body: 'Дело закрыто. Спасибо, что сообщили.\n\nЕсли проблема повторится, отправьте новое сообщение.\n\n{link}',
  },
  news: {
    subject: '{number}: по вашему делу есть новое',
    body: 'По делу, о котором вы сообщили, есть новое.\n\n{link}',
  },
}

export const mail: Translation<typeof kk> = {
  staff,
  bundle,
  brief,
  citizen,
  meeting,
  hidden: 'Текст в письмо не включён, прочитайте его в деле.',
  signature: 'Таң',
  automatic: 'Это письмо отправила система.',
}
