import type { Translation } from '../../catalog.ts'
import type * as kk from '../../kk/page/frame.ts'

/** Words that stand on every page. */
export const frame: Translation<typeof kk.frame> = {
  name: 'Daybreak',
  motto: 'A problem reported today is answered tomorrow morning',
  skip: 'Skip to the main content',
  menu: 'Menu',
  languages: 'Choose a language',
  home: 'Front page',
  report: 'Report',
  cases: 'Problems',
  back: 'Back',
  emergency: 'Emergency call',
  footer: 'The promise, the deadlines and how they are kept are open to everyone.',
  api: 'For developers',
  updated: 'Page updated: {time}',
  offline: 'No connection. Latest data on this page: {time}',
  reload: 'Reload',
  optional: 'optional',
  errorPrefix: 'Error',
  errorSummary: 'Please correct the following',
  more: 'Show more',
  previous: 'Previous page',
  next: 'Next page',
  pages: 'Pages',
  copy: 'Copy the link',
  copied: 'Copied',
  share: 'Share',
  print: 'Print',
}

export const clock: Translation<typeof kk.clock> = {
  state: {
    waiting: 'waiting for an answer',
    soon: 'due soon',
    missed: 'overdue',
    met: 'answered in time',
    late: 'answered late',
    raised: 'raised to the centre',
    done: 'finished',
  },
  due: 'Answer due {when}',
  missed: 'No answer came in time. It was due {when}',
  raised: 'No answer came in time. The case has gone to the central apparatus.',
  met: 'Answered in time: {when}',
  late: 'Answered late: {when}',
  ended: 'The case ended: {when}',
  next: 'Next step: {when}',
  why: 'Why this hour?',
  reported: 'reported',
  promised: 'promised',
}
