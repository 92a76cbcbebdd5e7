import type { Translation } from '../../catalog.ts'
import type * as kk from '../../kk/page/grade.ts'

export const grade: Translation<typeof kk.grade> = {
  title: 'Reply from a public body',
  received: 'Received',
  came: 'How it came',
  source: { staff: 'recorded by staff', mail: 'by e-mail', form: 'through the reply page' },
  ours: 'Our letter',
  theirs: 'The reply',
  sender: 'Body',
  empty: 'There is no text.',
  files: 'Files',
  heading: 'What kind of reply is it?',
  hint: 'A substantive answer and a reasoned refusal stop the clock. The others do not.',
  now: 'Grade now: {grade}',
  waiting: 'Not graded yet. Until then the clock runs.',
  fixed:
    'This reply stopped the clock, and another grade will not start it again. If it turns out to be hollow, write to the body again.',
  note: 'Note (seen by staff only)',
  save: 'Save the grade',
  saved: 'The grade is saved.',
  followed: 'The promise is recorded and followed.',
  needGrade: 'Choose a grade',
  opinions: 'What the reporters say',
  opinion: { answered: 'it answers', partly: 'it answers in part', not: 'it does not answer' },
  noOpinion: 'No opinions yet.',
  promises: 'Dates found in the text',
  promisesHint: 'If this is a promise, follow it: the system warns when the day has passed.',
  follow: 'Follow until {date}',
  cases: 'Cases',
  wait: 'Replies without a grade',
}
