import type { Translation } from '../../catalog.ts'
import type * as kk from '../../kk/page/grade.ts'

export const grade: Translation<typeof kk.grade> = {
  opinions: 'What the reporters say',
  opinion: { answered: 'it answers', partly: 'it answers in part', not: 'it does not answer' },
  promises: 'Dates found in the text',
  promisesHint: 'If this is a promise, follow it: the system warns when the day has passed.',
  follow: 'Follow until {date}',
}
