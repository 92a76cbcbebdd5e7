import { meeting } from './invitation.ts'

/** Хаттар: қызметкерге, хабарлаған адамға, мемлекеттік органға. {link} әрқашан бөлек жолда тұрады. */
const staff = {
  assigned: {
    subject: '{number}: сізге тапсырылды, жауап мерзімі — {due}',
    body: 'Іс сізге тапсырылды: {number}.\n{category}, {place}\n\n{text}\n\nНеге сізге: {because}\nКөпшілікке жауап беру мерзімі: {due}\n\n{link}',
  },
  critical: {
    subject: 'ШҰҒЫЛ {number}: {category}, {place}',
    body: 'Шұғыл мәселе туралы хабарланды: {number}.\n{category}, {place}\n\n{text}\n\nЖауапты: {owner}, {branch}\nКөпшілікке жауап беру мерзімі: {due}\n\n{link}',
  },
  reminder: {
    subject: '{number}: {left} ({deadline})',
    body: 'Мерзім жақындап қалды: {deadline}.\n{number}: {category}, {place}\n\nМерзімі: {due} ({left})\nЖауапты: {owner}\n\nЕнді не істеу керек: істі ашып, келесі қадамды жасаңыз.\n\n{link}',
  },
  overdue: {
    subject: '{number}: мерзім өтті ({deadline})',
    body: 'Мерзім өтті: {deadline}.\n{number}: {category}, {place}\n\nМерзімі: {due} ({left})\nЖауапты: {owner}, {branch}\n\nМұны енді көпшілік көріп тұр. Істі ашып, қазір жауап беріңіз немесе басқа адамға тапсырыңыз.\n\n{link}',
  },
  central: {
    subject: '{number}: орталыққа көтерілді, {place}',
    body: 'Филиал мерзімінде жауап бермеді ({deadline}), іс енді орталықта.\n{number}: {category}, {place}\n\nМерзімі: {due} ({left})\nФилиал: {branch}\nЕндігі жауапты: {owner}\n\n{link}',
  },
  head: {
    subject: '{number}: орталық та жауап бермеді, {place}',
    body: 'Орталыққа көтерілген іс әлі жауапсыз тұр ({deadline}).\n{number}: {category}, {place}\n\nМерзімі: {due} ({left})\nФилиал: {branch}\nЖауапты: {owner}\n\nІс жауап берілгенше таблода тұрады.\n\n{link}',
  },
  raised: {
    subject: '{number}: филиал орталыққа жіберді',
    body: 'Филиал істі орталыққа жіберді: {branch}.\n{number}: {category}, {place}\n\nСебебі: {reason}\nМерзімі: {due}\n\n{link}',
  },
  'reporter-added': {
    subject: '{number}: хабарлаған адам толықтырды',
    body: 'Хабарлаған адам іске жаңа дерек қосты.\n{number}: {category}, {place}\n\n{text}\n\n{link}',
  },
  disputed: {
    subject: '{number}: шешіммен келіспеді',
    body: 'Хабарлаған адам шешіммен келіспейді. Іс қайта ашылды, енді оны сіз қарайсыз.\n{number}: {category}, {place}\n\n{text}\n\nЖауап мерзімі: {due}\n\n{link}',
  },
  replied: {
    subject: '{number}: орган жауап берді ({grade})',
    body: 'Орган жауап берді: {body}.\nЖауаптың түрі: {grade}\n{number}: {category}, {place}\n\n{text}\n\nЖауапты оқып, келесі қадамды жасаңыз.\n\n{link}',
  },
  'reply-after-end': {
    subject: '{number}: жабылған іс бойынша органның жауабы келді',
    body: 'Іс жабылған, бірақ органның жауабы келді: {body}.\n{number}: {category}, {place}\n\nЖауапты оқыңыз: ол шешімді өзгертсе, өтініш берушіге хабарлаңыз.\n\n{link}',
  },
  'reply-to-grade': {
    subject: '{number}: органның жауабы келді, түрін белгілеңіз',
    body: 'Органның жауабы келді: {body}.\n{number}: {category}, {place}\n\nЖауапты оқып, түрін белгілеңіз: мәні бойынша ма, жоқ па. Түрі белгіленгенше мерзім жүре береді.\nБелгілеу мерзімі: {due}\n\n{link}',
  },
  redirected: {
    subject: '{number}: хат басқа органға жіберілді',
    body: 'Орган хатты басқа органға жіберді: {body}.\n{number}: {category}, {place}\n\nЖаңа орган жауап беруге тиіс. Мерзімі: {due}\n\n{link}',
  },
  committed: {
    subject: '{number}: сіздің атыңызға уәде жазылды',
    body: 'Сіздің атыңызға уәде жазылды, мерзімі бақыланады.\n{number}: {category}, {place}\n\n{text}\n\nМерзімі: {due}\n\n{link}',
  },
  extended: {
    subject: '{number}: орган мерзімді ұзартты',
    body: 'Орган мерзімді ұзартты: {body}.\n{number}: {category}, {place}\n\nСебебі: {reason}\nЖаңа мерзім: {until}\n\n{link}',
  },
  'letter-lost': {
    subject: '{number}: {outgoing} хаты жетпеді',
    body: '{outgoing} хаты органға жетпеді: {body}.\n{number}: {category}, {place}\n\nБұл хат бойынша мерзім енді жүрмейді. Органның мекенжайын тексеріп, хатты қайта жіберіңіз немесе басқаша жеткізіңіз.\n\n{link}',
  },
  'remind-body': {
    subject: '{number}: органға еске салу керек ({outgoing})',
    body: '{outgoing} хаты электрондық поштамен жіберілмеген, сондықтан жүйе оны органға еске сала алмайды: {body}.\n{number}: {category}, {place}\n\nЖауап мерзімі: {due} ({left})\n\nОрганға өзіңіз еске салыңыз.\n\n{link}',
  },
  'next-instance': {
    subject: '{number}: келесі инстанцияға жазу керек ({body})',
    body: 'Орган жауап бермеді: {body}. Хат: {outgoing}.\n{number}: {category}, {place}\n\nЖауап мерзімі: {due} ({left})\n\nЖоғары тұрған органға, прокуратураға және омбудсменге хаттар дайын. Істі ашып, біреуін жіберіңіз.\n\n{link}',
  },
  'delivery-trouble': {
    subject: '{number}: хаттың жеткені белгісіз',
    body: '{outgoing} хатының жеткені белгісіз ({delivery}): {body}.\n{number}: {category}, {place}\n\nХат өздігінен қайта жіберілмейді. Органнан сұрап, жеткен-жетпегенін белгілеңіз.\n\n{link}',
  },
  inbox: {
    subject: 'Орны анықталмаған хат: {from}',
    body: 'Келген хаттың қай іске жататыны анықталмады.\nКімнен: {from}\nТақырыбы: {topic}\n\nОны тиісті іске жатқызыңыз.\n\n{link}',
  },
  instructed: {
    subject: '{number}: тапсырма, мерзімі — {due}',
    body: 'Сізге тапсырма берілді.\n{number}: {category}, {place}\n\n{text}\n\nТапсырма берген: {author}\nМерзімі: {due}\n\n{link}',
  },
  'instruction-reported': {
    subject: '{number}: тапсырма бойынша есеп',
    body: 'Тапсырма бойынша есеп берілді: {owner}.\n{number}: {category}, {place}\n\n{text}\n\nЕсепті қабылдаңыз немесе қайтарыңыз.\n\n{link}',
  },
  'instruction-to-accept': {
    subject: '{number}: есеп қабылдауды күтіп тұр',
    body: 'Тапсырма бойынша қорытынды есеп берілген, оны әлі ешкім қабылдаған жоқ.\n{number}: {category}, {place}\n\nТапсырманың мерзімі: {due}\n\nЕсепті қабылдаңыз немесе себебін жазып қайтарыңыз. Қабылданған есеп қана мерзімді тоқтатады.\n\n{link}',
  },
  'instruction-accepted': {
    subject: '{number}: тапсырма бақылаудан алынды',
    body: 'Есебіңіз қабылданды, тапсырма бақылаудан алынды.\n{number}: {category}, {place}\n\n{link}',
  },
  'instruction-returned': {
    subject: '{number}: тапсырма қайтарылды',
    body: 'Есебіңіз қабылданбады, тапсырма бақылауда қалды.\n{number}: {category}, {place}\n\nСебебі: {reason}\nМерзімі: {due}\n\n{link}',
  },
  'instruction-extension-asked': {
    subject: '{number}: тапсырма мерзімін ұзарту сұралды',
    body: 'Тапсырма мерзімін ұзарту сұралды: {owner}.\n{number}: {category}, {place}\n\nҚазіргі мерзім: {due}\nСұралған мерзім: {until}\nСебебі: {reason}\n\n{link}',
  },
  'instruction-extended': {
    subject: '{number}: тапсырма мерзімі ұзартылды',
    body: 'Тапсырма мерзімі ұзартылды.\n{number}: {category}, {place}\n\nЖаңа мерзім: {until}\n\n{link}',
  },
  'meeting-put-off': {
    subject: '{number}: кеңес тағы кейінге қалдырылды',
    body: 'Кеңес шешімдері жазылуға тиіс күннен асып, кейінге қалдырылды. Осындай жағдай саны: {times}.\n{number}: {category}, {place}\n\nЖаңа уақыты: {until}\nКейінге қалдырған: {author}\nІске жауапты: {owner}\n\nКеңестің қашан өтетінін анықтаңыз немесе келесі қадамды басқаша белгілеңіз.\n\n{link}',
  },
  'meeting-minutes': {
    subject: '{number}: кеңестің шешімдері жазылды',
    body: 'Сіз шақырылған кеңестің шешімдері жазылды.\n{number}: {category}, {place}\n\nЖазған: {author}\n\n{link}',
  },
  'instruction-extension-refused': {
    subject: '{number}: тапсырма мерзімі ұзартылмады',
    body: 'Мерзімді ұзарту өтініші қабылданбады, тапсырма бұрынғы мерзімде бақылауда қалады.\n{number}: {category}, {place}\n\nСебебі: {reason}\nМерзімі: {due}\n\n{link}',
  },
  'help-asked': {
    subject: '{number}: филиал көмек сұрайды, {left}',
    body: 'Филиал орталықтан көмек сұрады: {branch}.\n{number}: {category}, {place}\n\nЖауап мерзімі: {due}\n\nСұрақты қолға алыңыз, жауап беріңіз немесе тапсырма беріңіз.\n\n{link}',
  },
  'help-taken': {
    subject: '{number}: орталық сұрағыңызды қолға алды',
    body: 'Орталық сұрағыңызды қолға алды.\n{number}: {category}, {place}\n\nАлған: {author}\n\n{link}',
  },
  'help-answered': {
    subject: '{number}: орталық жауап берді',
    body: 'Орталық сұрағыңызға жауап берді: {author}.\n{number}: {category}, {place}\n\n{text}\n\nІсті ашып, келесі қадамды жасаңыз.\n\n{link}',
  },
  'help-withdrawn': {
    subject: '{number}: филиал сұрағын қайтарып алды',
    body: 'Филиал сұрағын қайтарып алды, жауап қажет емес.\n{number}: {category}, {place}\n\n{link}',
  },
  'roster-gap': {
    subject: 'Кезекші жоқ: {branch}',
    body: 'Мына уақытта кезекші қойылмаған: {branch}.\n\n{gaps}\n\nКезекшіні қазір қойыңыз. Әйтпесе осы уақытта келген іс қосалқы филиалға немесе орталыққа беріледі.\n\n{link}',
  },
  'poison-case': {
    subject: '{number}: жүйе өңдей алмады',
    body: 'Жүйе бұл істің мерзімін өңдей алмай, оны уақытша шетке қойды.\n{number}: {category}, {place}\n\nБасқа істер тоқтаған жоқ. Істі қолмен қарап, әкімшіге айтыңыз.\n\n{link}',
  },
  news: {
    subject: '{number}: іс бойынша жаңалық бар',
    body: 'Іс бойынша жаңалық бар.\n{number}: {category}, {place}\n\n{link}',
  },
} as const

/** Several notices of one person in one mail. */
const bundle = {
  subject: { by: 'n', other: 'Сізге {n} хабар бар' },
  intro: 'Назарыңызды күтіп тұрған істер:',
  more: { by: 'n', other: 'Тағы {n} хабар бар.' },
} as const

const brief = {
  subject: { by: 'n', other: 'Таңғы мәлімет, {date}: {n} іс' },
  subjectClear: 'Таңғы мәлімет, {date}: бәрі мерзімінде',
  greeting: 'Қайырлы таң, {name}!',
  clear: 'Мерзімі өткен де, бүгін бітетін де іс жоқ.',
  overdue: 'Мерзімі өткен істер',
  dueToday: 'Бүгін жауап керек істер',
  raised: 'Орталыққа көтерілген істер',
  notices: 'Түнде не болды',
  ledger: 'Жауаптар журналының бақылау қосындысы (осы хатты сақтаңыз)',
  replies: 'Органдардан жауап күтілуде',
  instructions: 'Тапсырмалар',
  inbox: 'Орны анықталмаған хаттар',
  gaps: 'Алдағы 72 сағатта кезекші жоқ уақыт',
  line: '{due} ({left}): {number}, {category}, {place}',
  gap: '{branch}: {from} – {to}',
  more: { by: 'n', other: 'Тағы {n} іс бар.' },
  fresh: 'Әлі жауап берілмеген жаңа істер',
  ungraded: 'Бағалау керек жауаптар',
  confirmations: 'Растауды күтіп тұрған істер',
  faults: 'Жүйе өңдей алмаған істер',
  branches: 'Мерзімі өткен ісі ең көп филиалдар',
  branchLine: '{branch}: {n}',
  replyLine: '{due} ({left}): {number}, {body}, {outgoing}',
  plainLine: '{number}: {category}, {place}',
} as const

const citizen = {
  received: {
    subject: '{number}: хабарламаңыз қабылданды',
    body: 'Хабарламаңыз қабылданды. Нөмірі: {number}.\n\nЖауап мерзімі: {due}\nЖауап береді: {branch}\n{because}\n\nІстің барысын осы сілтемеден көресіз. Сілтеме тек сізге арналған, оны ешкімге бермеңіз.\n\n{link}',
  },
  reacted: {
    subject: '{number}: жауап берілді',
    body: 'Мәселеңізге жауап берілді.\n\n{text}\n\nКелесі қадам: {nextAction}\nКүні: {on}\n\n{link}',
  },
  updated: {
    subject: '{number}: жаңалық бар',
    body: 'Мәселеңіз бойынша жаңалық бар.\n\n{text}\n\n{link}',
  },
  'meeting-called': {
    subject: '{number}: мәселеңіз бойынша кеңес болады',
    body: 'Мәселеңіз бойынша кеңес тағайындалды: {due}.\nШешімдері іс бетінде көрсетіледі.\n\n{link}',
  },
  contacted: {
    subject: '{number}: мемлекеттік органға жүгіндік',
    body: 'Мәселеңізді шешу үшін мына органға жүгіндік: {body}.\nОрганның жауап беру мерзімі: {due}\n\n{link}',
  },
  replied: {
    subject: '{number}: орган жауап берді',
    body: 'Орган жауап берді: {body}.\nЖауаптың түрі: {grade}\n\n{link}',
  },
  resolved: {
    subject: '{number}: мәселе шешілді ме?',
    body: 'Филиал мәселе шешілді деп хабарлады.\n\n{text}\n\nШешілсе — растаңыз, шешілмесе — келіспейтініңізді айтыңыз. Жауап беру мерзімі: {due}. Жауап болмаса, іс жабылады.\n\n{link}',
  },
  'confirm-reminder': {
    subject: '{number}: жауабыңызды күтіп отырмыз',
    body: 'Мәселеңіз шешілді ме? Жауап беру мерзімі: {due}. Жауап болмаса, іс жабылады.\n\n{link}',
  },
  rejected: {
    subject: '{number}: хабарламаңыз қабылданбады',
    body: 'Бұл мәселені біз шеше алмаймыз.\n\n{text}\n\nМұны шешетін орган: {body}\n\nКеліспесеңіз, бізге айтыңыз: шешімді басқа адам қайта қарайды. Соңғы күні: {until}.\n\n{link}',
  },
  merged: {
    subject: '{number}: хабарламаңыз басқа іске біріктірілді',
    body: 'Дәл осы мәселе туралы бұрын да хабарланған, сондықтан хабарламаңыз мына іске біріктірілді: {into}. Енді сол іс туралы жазып тұрамыз.\n\n{reason}\n\n{link}',
  },
  missed: {
    subject: '{number}: жауап уақытында берілмеді',
    body: 'Жауап уақытында берілмеді. Іс орталық аппаратқа жіберілді.\n\nБерілуі керек еді: {due}\nЕнді жауап береді: {branch}\n\n{link}',
  },
  reopened: {
    subject: '{number}: іс қайта ашылды',
    body: 'Келіспейтініңізді ескердік, іс қайта ашылды. Оны енді басқа адам қарайды.\n\nЖауап мерзімі: {due}\n\n{link}',
  },
  closed: {
    subject: '{number}: іс жабылды',
    body: 'Іс жабылды. Хабарлағаныңызға рақмет.\n\nМәселе қайталанса, жаңа хабарлама жіберіңіз.\n\n{link}',
  },
  news: {
    subject: '{number}: ісіңізде жаңалық бар',
    body: 'Сіз хабарлаған мәселе бойынша жаңалық бар.\n\n{link}',
  },
} as const

export const mail = {
  staff,
  bundle,
  brief,
  citizen,
  meeting,
  hidden: 'Мәтін хатқа жазылмады, оны істен оқыңыз.',
  signature: 'Таң',
  automatic: 'Бұл хатты жүйе жіберді.',
} as const
