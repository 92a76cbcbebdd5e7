import type { Translation } from '../../catalog.ts'
import type * as kk from '../../kk/page/front.ts'

export const front: Translation<typeof kk.front> = {
  title: 'Report a problem today',
  promise: 'You will have an answer by 9:00 tomorrow.',
  lead: 'No account and no going from office to office. You get a number and see every step here.',
  report: 'Report a problem',
  danger: 'If a life is in danger, call first',
  call: {
    '101': 'fire service',
    '102': 'police',
    '103': 'ambulance',
    '112': 'rescue service',
  },
  find: 'Find a case by its number',
  findHint: 'For example: {example}',
  findButton: 'Find',
  findWrong: 'There is no such number. Check the digits: one of them may be mistyped.',
  nowWord: 'now, {time}',
  now: 'How the promise is kept right now',
  onTime: 'of answers in the last 30 days came in time',
  noneYet: 'no data yet',
  open: 'open now',
  today: 'reported today',
  overdue: 'overdue right now',
  counted: 'Counted from the cases themselves, as of {time}.',
  steps: 'What happens after you report',
  step1: 'You get a number at once',
  step1Text: 'Beside it stands who will answer and by which hour. You can say the number on the phone, too.',
  step2: 'By 9:00 tomorrow there is an answer that everyone can read',
  step2Text:
    'We say what we understood, what will be done and on which day. Report before 6:00 in the morning and the answer comes the same day. Weekends and holidays included.',
  step3: 'The problem is followed until it is solved',
  step3Text: 'The responsible body is written to and its deadline is watched. Whether it is solved is for you to say.',
  late: 'If an answer is late, we do not hide it',
  lateText:
    'That very minute everyone can see that the case is overdue. If there is still no answer, it goes to the centre by itself.',
  recent: 'Reported lately',
  all: 'All problems',
}
