import type { BecauseKey } from '../../domain/because.ts'
import type { Message } from '../catalog.ts'

/** Неге дәл осы мерзім, неге дәл осы адам. */
export const because = {
  responseBeforeCutOff:
    'Қабылданды: {at} ({place}), {cutOff} шегіне дейін. Жауап мерзімі: {due}. Күнтізбе: {calendar}-нұсқа.',
  responseAfterCutOff:
    'Қабылданды: {at} ({place}); {cutOff} шегі өтіп кеткен. Жауап мерзімі: {due}. Күнтізбе: {calendar}-нұсқа.',
  actionPromised: 'Келесі қадамға уәде етілген күн: {on}. Мерзімі: {due}.',
  replyTerm: {
    by: 'days',
    other:
      'Хат тіркелген күн: {from}. Жауап беруге {days} жұмыс күні беріледі, келесі күннен бастап есептеледі ({article}). Мерзімі: {due}. Күнтізбе: {calendar}-нұсқа.',
  },
  redirectTerm: {
    by: 'days',
    other:
      'Хат алынған күн: {from}. Орган оны {days} жұмыс күні ішінде құзыретті органға жіберуге тиіс ({article}). Мерзімі: {due}. Күнтізбе: {calendar}-нұсқа.',
  },
  replyOnDate: 'Жауап беру күні хаттың өзінде көрсетілген: {on}. Мерзімі: {due}.',
  replyExtended: 'Орган мерзімді ұзартты: {until}. Себебі: {reason}. Жаңа мерзім: {due}.',
  instructionDate: 'Тапсырмада көрсетілген күн: {on}. Мерзімі: {due}.',
  confirmationTerm: {
    by: 'days',
    other: 'Шешім жарияланды: {at}. Хабарлаған адамның жауабы {days} күн күтіледі. Мерзімі: {due}.',
  },
  overallTerm: {
    by: 'days',
    other: 'Хабарланды: {at}. Осы санат бойынша мәселені шешуге {days} күн беріледі. Мерзімі: {due}.',
  },
  overallImported: 'Мерзім іспен бірге басқа жүйеден келді ({source}): {due}.',
  signatureTerm: 'Істі жабу үшін орталық аппараттың екінші қолы керек. Мерзімі: {due}.',
  nextStepOwed: 'Басқа мерзім қалмады, сондықтан жауапты адам келесі қадамды жасауға тиіс. Мерзімі: {due}.',
  inherited: 'Мерзім {number} ісінен көшті, себебі ол ертерек хабарланған. Мерзімі: {due}.',
  calendarChanged: 'Жұмыс күнтізбесі өзгерді ({calendar}-нұсқа). Бұрынғы мерзім: {from}. Жаңа мерзім: {to}.',
  districtBranch: 'Мәселе осы филиалдың ауданында болды: {branch}.',
  regionBranch: 'Мәселе осы филиалдың өңірінде болды: {branch}.',
  pointInRegion: 'Картадағы нүкте осы филиалдың өңірінде жатыр: {branch}.',
  noPlace: 'Орын көрсетілмеген, сондықтан іс орталық аппаратта.',
  categoryLevel: '«{category}» санатын мына деңгей қарайды: {level}.',
  categoryBranch: '«{category}» санатын мына бөлімше қарайды: {branch}.',
  owner: 'Іске жауапты адамның өзі.',
  onDuty: { by: 'open', other: 'Кезекшілердің ішінде ашық ісі ең аз адам: {name} ({open}). {branch}.' },
  noRoster: {
    by: 'open',
    other: 'Кезекшілік кестесі жоқ, сондықтан ашық ісі ең аз қызметкер таңдалды: {name} ({open}). {branch}.',
  },
  nobodyOnDuty: 'Кезекші жоқ: {branch}.',
  branchHead: 'Филиал басшысы: {name}. {branch}.',
  backupBranch: 'Көмекші филиалдың қызметкері: {name}. {branch}.',
  centralDuty: 'Орталық аппараттың кезекшісі: {name}.',
  centralHead: 'Орталық аппарат басшысы: {name}.',
  centralDesk: 'Басқа ешкім табылмады, сондықтан іс орталық бекетте: оны орталықтағы барлық қызметкер көреді.',
  notTheSilent: 'Мерзімінде жауап бермеген адам таңдалмайды: {name}.',
  manual: 'Қолмен тағайындалды. Себебі: {reason}.',
  ownerAbsent: 'Жауапты адам орнында жоқ: {name}.',
  disputed: 'Хабарлаған адам шешіммен келіспеді, сондықтан оны енді басқа адам қарайды.',
  rungRaised: 'Мерзім өтті («{deadline}»), саты: {rung}.',
  secondSignature:
    'Хат осы өңірдің әкімдігіне жазылған, сондықтан іс хабарлаған адамның растауымен немесе орталықтың екінші қолымен ғана жабылады.',
  lapsed: { by: 'days', other: '{days} күн ішінде қарсылық болған жоқ, сондықтан іс жабылды.' },
  requested: 'Филиалдың өтініші бойынша. Себебі: {reason}.',
  before: 'Сатының уақыты: {rungDueAt}. Мерзім одан кейін ашылды ({openedAt}), сондықтан саты өткізіп жіберілді.',
  noEmail: 'Хабарлаған адам пошта мекенжайын қалдырмаған.',
  alreadyThere: 'Іс бұрыннан осы деңгейде: {level}.',
} as const satisfies Record<BecauseKey, Message>
