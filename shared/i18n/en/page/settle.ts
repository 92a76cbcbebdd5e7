import type { Translation } from '../../catalog.ts'
import type { settle as kk } from '../../kk/page/settle.ts'

/** What a case needs before anything else. */
export const settle: Translation<typeof kk> = {
  answer: 'Answer',
  step: 'Say what was done and name the next day',
  grade: 'Grade the reply',
  delivery: 'Say what became of the letter',
  minutes: 'Record what the meeting decided',
  sign: 'Close the case',
  replied: 'Record the body’s reply',
  order: 'Open the instruction',
  outcome: 'Say what became of the promise',
  help: 'Open the question',
  resolve: 'Mark as solved',
  failed: 'Letter {number} has not arrived.',
  unknown: 'Nobody knows whether letter {number} arrived.',
  filter: 'Filter',
  everything: 'everything',
  clear: 'Show everything',
  myBranch: 'my branch',
  failedNext: 'The letter that followed {number} has not arrived ({purpose}).',
  unknownNext: 'Nobody knows whether the letter that followed {number} arrived ({purpose}).',
  promises: 'Promises we are waiting for',
}
