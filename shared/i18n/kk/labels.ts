import type { Channel, Level } from '../../domain/case.ts'
import type { ContactChannel, Delivery, Grade } from '../../domain/contact.ts'
import type { DeadlineKind } from '../../domain/deadline.ts'
import type { EventKind, RungResult } from '../../domain/events.ts'
import type { Role } from '../../domain/people.ts'
import type { RungAction, Whom } from '../../domain/policy.ts'
import type { Status } from '../../domain/status.ts'
import type { Message } from '../catalog.ts'

/** Жүйе сөздерінің атаулары. */
export const status = {
  received: 'тіркелді',
  responded: 'жауап берілді',
  in_progress: 'орындалуда',
  resolved: 'шешілді, растау күтілуде',
  closed: 'жабылды',
  rejected: 'қабылданбады',
  merged: 'біріктірілді',
  reopened: 'қайта ашылды',
} as const satisfies Record<Status, Message>

export const level = {
  district: 'аудан',
  region: 'өңір',
  central: 'орталық аппарат',
} as const satisfies Record<Level, Message>

export const severity = { '1': 'төмен', '2': 'орташа', '3': 'жоғары', '4': 'шұғыл' } as const

export const channel = {
  web: 'сайт',
  phone: 'телефон',
  branch: 'филиал',
  api: 'басқа жүйе (API)',
  open311: 'Open311',
  email: 'электрондық пошта',
} as const satisfies Record<Channel, Message>

export const contactChannel = {
  email: 'электрондық хат',
  post: 'пошта',
  registered: 'тапсырыс хат',
  phone: 'телефон',
  visit: 'барып жолығу',
  meeting: 'кеңес',
  portal: 'портал',
  open311: 'Open311',
} as const satisfies Record<ContactChannel, Message>

export const role = {
  reporter: 'хабарлаған адам',
  responder: 'жауапты қызметкер',
  head: 'филиал басшысы',
  central: 'орталық аппарат қызметкері',
  'central-head': 'орталық аппарат басшысы',
  admin: 'әкімші',
  auditor: 'аудитор',
  desk: 'орталық бекет',
} as const satisfies Record<Role | 'reporter', Message>

export const whom = {
  owner: 'жауапты адам',
  'branch-head': 'филиал басшысы',
  'central-duty': 'орталық аппарат кезекшісі',
  'central-head': 'орталық аппарат басшысы',
  reporter: 'хабарлаған адам',
  author: 'тапсырма берген адам',
  responsible: 'орындаушы',
} as const satisfies Record<Whom, Message>

export const deadline = {
  response: 'көпшілікке жауап',
  action: 'келесі қадам',
  reply: 'органның жауабы',
  instruction: 'тапсырманы орындау',
  confirmation: 'шешімді растау',
  overall: 'мәселені шешу',
  commitment: 'уәдені орындау',
  help: 'орталықтың филиалға жауабы',
} as const satisfies Record<DeadlineKind, Message>

export const verdict = { missed: 'мерзімі өтті' } as const

/** Сатылардың атын тәртіп береді; жаңа атқа мәтін табылмаса, атының өзі көрсетіледі. */
export const rung = {
  report: 'хабарлама түскенде',
  reminder: 'мерзім алдында еске салу',
  'reminder-3': '3 жұмыс күні бұрын еске салу',
  'reminder-1': '1 жұмыс күні бұрын еске салу',
  overdue: 'мерзім өткеннен кейін еске салу',
  due: 'мерзім өткенде',
  central: 'орталыққа көтеру',
  head: 'орталық басшысына хабарлау',
  asked: 'орталықтан көмек сұралды',
} as const

export const rungAction = {
  tell: 'хабарлау',
  reassign: 'басқа адамға беру',
  raise: 'деңгейін көтеру',
  wall: 'таблоға шығару',
  verdict: 'мерзімнің қорытындысын шығару',
  close: 'істі жабу',
  'remind-body': 'органға еске салу',
  'propose-next': 'келесі инстанцияны ұсыну',
  'replace-absent': 'орнында жоқ адамды ауыстыру',
  skip: 'өткізіп жіберу',
} as const satisfies Record<RungAction['do'] | 'replace-absent' | 'skip', Message>

export const rungResult = {
  done: 'орындалды',
  nobody: 'ешкім табылмады',
  duplicate: 'қайталанбады, бұрын жасалған',
  skipped: 'өткізіп жіберілді',
} as const satisfies Record<RungResult, Message>

export const grade = {
  substantive: 'мәні бойынша жауап',
  holding: 'аралық жауап',
  forwarded: 'қайта бағытталды',
  refusal: 'дәлелді бас тарту',
  'brush-off': 'жалтарма жауап',
} as const satisfies Record<Grade, Message>

export const delivery = {
  draft: 'жоба',
  sending: 'жіберілуде',
  sent: 'жіберілді',
  delivered: 'жеткізілді',
  failed: 'жіберілмеді',
  unknown: 'жеткені белгісіз',
  'by-hand': 'қолмен жіберіледі',
} as const satisfies Record<Delivery, Message>

export const contactState = {
  open: 'жауап күтілуде',
  answered: 'жауап алынды',
  redirected: 'басқа органға жіберілді',
  withdrawn: 'қайтарып алынды',
} as const

export const instructionState = {
  open: 'бақылауда',
  reported: 'есеп берілді',
  accepted: 'бақылаудан алынды',
} as const

export const meetingState = {
  called: 'тағайындалды',
  held: 'өтті',
  cancelled: 'өтпейді',
} as const

export const helpState = {
  open: 'жауап күтуде',
  taken: 'орталық қолға алды',
  answered: 'жауап берілді',
  instructed: 'тапсырма берілді',
  withdrawn: 'қайтарып алынды',
} as const

export const event = {
  reported: 'Мәселе туралы хабарланды',
  assigned: 'Жауапты адам тағайындалды',
  rung: 'Мерзім сатысы іске қосылды',
  verdict: 'Мерзімнің қорытындысы шықты',
  escalated: 'Жоғары деңгейге көтерілді',
  reacted: 'Көпшілікке жауап берілді',
  updated: 'Жаңалық қосылды',
  contacted: 'Органға жүгіндік',
  registered: 'Орган хатты тіркеді',
  'delivery-settled': 'Хаттың жеткені анықталды',
  'reminded-body': 'Органға еске салынды',
  replied: 'Орган жауап берді',
  graded: 'Органның жауабының түрі белгіленді',
  'reply-withdrawn': 'Қате тіркелген жауап қайтарып алынды',
  rated: 'Хабарлаған адам жауап туралы пікірін айтты',
  extended: 'Орган мерзімді ұзартты',
  redirected: 'Хат басқа органға жіберілді',
  committed: 'Уәде жазылды',
  'commitment-ended': 'Уәденің немен біткені жазылды',
  'meeting-called': 'Кеңес тағайындалды',
  'meeting-changed': 'Кеңестің уақыты өзгерді',
  'meeting-cancelled': 'Кеңес өтпейтін болды',
  met: 'Кеңес өтті',
  instructed: 'Тапсырма берілді',
  'instruction-reported': 'Тапсырма бойынша есеп берілді',
  'instruction-accepted': 'Тапсырма бақылаудан алынды',
  'instruction-returned': 'Тапсырма қайтарылды',
  'instruction-extended': 'Тапсырма мерзімі ұзартылды',
  'instruction-extension-refused': 'Тапсырма мерзімі ұзартылмады',
  'help-asked': 'Филиал орталықтан көмек сұрады',
  'help-taken': 'Орталық филиалдың сұрағын қолға алды',
  'help-answered': 'Орталық филиалға жауап берді',
  'help-withdrawn': 'Филиал көмек сұрауын қайтарып алды',
  rejected: 'Қабылданбады',
  merged: 'Басқа іске біріктірілді',
  'merged-from': 'Басқа іс осыған біріктірілді',
  resolved: 'Мәселе шешілді деп хабарланды',
  confirmed: 'Хабарлаған адам шешімді растады',
  disputed: 'Хабарлаған адам шешіммен келіспеді',
  reopened: 'Іс қайта ашылды',
  closed: 'Іс жабылды',
  're-dated': 'Мерзім өзгерді',
  supported: 'Тағы бір адам қосылды',
  attached: 'Файл қосылды',
  moderated: 'Мәтін тексерілді',
  erased: 'Дербес деректер өшірілді',
} as const satisfies Record<EventKind, Message>

/** Істеуге болмайтын әрекеттердің атаулары (problem.not_in_status). */
export const move = {
  reaction: 'көпшілікке жауап беру',
  work: 'орган немесе тапсырма арқылы жұмыс істеу',
  rejection: 'істі қабылдамау',
  merge: 'істі біріктіру',
  resolution: 'істі шешілді деп белгілеу',
  confirmation: 'шешімді растау',
  lapse: 'растау мерзімі өткен соң істі жабу',
  closure: 'істі жабу',
  dispute: 'шешіммен келіспеу',
  update: 'жаңалық қосу',
  assignment: 'жауапты адамды ауыстыру',
  escalation: 'орталыққа көтеру',
  commitment: 'уәде жазу',
  opinion: 'жауап туралы пікір айту',
  contact: 'органға жүгіну',
  registration: 'хатты тіркеу',
  reply: 'жауапты тіркеу',
  extension: 'мерзімді ұзарту',
  redirect: 'басқа органға жіберу',
  delivery: 'хаттың жеткенін белгілеу',
  instruction: 'тапсырма беру',
  report: 'есеп беру',
  acceptance: 'есепті қабылдау',
  return: 'тапсырманы қайтару',
  meeting: 'кеңес тағайындау',
  'meeting-change': 'кеңесті өзгерту',
  'meeting-cancellation': 'кеңестен бас тарту',
  minutes: 'кеңестің шешімдерін жазу',
  'extension-refusal': 'мерзімді ұзартудан бас тарту',
  help: 'орталықтан көмек сұрау',
  'help-taking': 'сұрақты қолға алу',
  'help-answer': 'сұраққа жауап беру',
  'help-withdrawal': 'сұрақты қайтарып алу',
} as const

/** Істің мәтіні орнына тұратын сөздер. */
export const caseText = { erased: 'Мәтін өтініш бойынша өшірілді.' } as const

/** Көпшілік көзінен не алынды және неге. */
export const moderation = {
  deed: {
    mask: 'Мәтіннің бір бөлігі жасырылды',
    unmask: 'Жасырылған сөздер қайта ашылды',
    hide: 'Бір файл жасырылды',
    show: 'Файл қайта ашылды',
    'hide-point': 'Картадағы нүкте жасырылды',
    'show-point': 'Картадағы нүкте қайта көрсетілді',
    remove: 'Хабарлама көпшілік көзінен алынды',
    restore: 'Хабарлама қайта жарияланды',
    keep: 'Шағымдар қаралды, ештеңе өзгермеді',
  },
  because: 'Себебі: {reason}',
  reason: {
    'personal-data': 'біреудің жеке деректері бар',
    insult: 'балағат сөз бар',
    false: 'шындыққа сай емес',
    advert: 'жарнама',
    law: 'заң бойынша жариялауға болмайды',
    another: 'басқа себеп',
  },
} as const
