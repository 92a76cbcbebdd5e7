import type { Translation } from '../catalog.ts'
import type { open311 as kk, open311Problem as kkProblem } from '../kk/open311.ts'

/** Open311 (GeoReport v2): слова для других систем. */
export const open311: Translation<typeof kk> = {
  notice: 'Публичный ответ до: {when}.',
  service: '{name}. Например: {example}',
  key: 'Ключ API выдаёт администратор, напишите ему: {mail}. Ключ нужен только для отправки, чтение открыто всем.',
}

/** Заголовок говорит, что случилось, текст — что теперь сделать. */
export const open311Problem: Translation<typeof kkProblem> = {
  open311_format: {
    title: 'Такого адреса нет',
    detail:
      'Допишите в конце адреса формат: services.xml или services.json. Какие есть адреса, сказано в /open311/discovery.xml на этом сервере.',
  },
  open311_key: {
    title: 'Ключа API нет, или он недействителен',
    detail: 'Отправьте действующий ключ в поле «api_key». Ключ выдаёт администратор.',
  },
  open311_form: {
    title: 'Данные пришли в другом виде',
    detail: 'Отправьте их как application/x-www-form-urlencoded или multipart/form-data.',
  },
  open311_service_missing: {
    title: 'Не указан код услуги',
    detail: 'Заполните поле «service_code». Список кодов (/open311/v2/services.xml) открыт всем.',
  },
  open311_unknown_service: {
    title: 'Такого кода услуги нет',
    detail: 'Загрузите список услуг (/open311/v2/services.xml) заново и возьмите код из него.',
  },
  open311_place_missing: {
    title: 'Не указано место',
    detail: 'Отправьте «lat» и «long» вместе или в поле «address_string» адрес, в котором назван регион.',
  },
  open311_address_vague: {
    title: 'По адресу не понять, какой это регион',
    detail: 'Добавьте в адрес название региона (например, «Костанайская область») или отправьте «lat» и «long».',
  },
  open311_point_invalid: {
    title: 'Точка записана неверно',
    detail: 'Отправьте «lat» и «long» вместе, в градусах WGS 84, десятичной дробью: 53.214 и 63.625.',
  },
  open311_field_long: {
    title: 'Текст слишком длинный',
    detail: 'Сократите поле «{field}». Предел: {max} знаков.',
  },
  open311_media_url: {
    title: 'Неверная ссылка на снимок',
    detail: 'Отправьте в поле «media_url» ссылку http или https. Ссылок может быть не больше {max}.',
  },
  open311_date: {
    title: 'Дата записана неверно',
    detail: 'Запишите поле «{field}» с часовым поясом, например: 2026-11-21T08:00:00+05:00.',
  },
  open311_span: {
    title: 'Неверный период',
    detail:
      '«start_date» должна быть раньше «end_date», а период не длиннее 90 дней. Длинный период запросите по частям.',
  },
  open311_status: {
    title: 'Такого состояния нет',
    detail: 'В поле «status» укажите open, closed или оба через запятую.',
  },
  open311_page: {
    title: 'Страница указана неверно',
    detail: 'Отправьте в поле «{field}» целое число, начиная с 1.',
  },
}
