import type { Translation } from '../../catalog.ts'
import type * as kk from '../../kk/page/error.ts'

export const error: Translation<typeof kk.error> = {
  notFound: 'There is no such page',
  notFoundText: 'Check the address. If you know the number of a case, find it below.',
  unavailable: 'We cannot answer right now',
  unavailableText: 'Please try again in a few seconds. The report you are writing is kept on your phone.',
  internal: 'Something went wrong on our side',
  internalText:
    'It has been recorded and you need not do anything. Please try again. If you ask for help, give this number: {id}.',
  foreign: 'The request came from another site',
  foreignText: 'For safety it was not carried out. Open our page and repeat it from there.',
  toFront: 'To the front page',
  again: 'Try again',
}
