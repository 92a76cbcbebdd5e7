import type { Translation } from '../../catalog.ts'
import type { write as kk } from '../../kk/page/write.ts'

/** A letter to a body: annexes, preview, letters that follow. */
export const write: Translation<typeof kk> = {
  annexesHint: 'They go with a letter by e-mail only. At most {n} files, together no more than {size} MB.',
  photo: 'Photo {n}: {name}',
  size: 'size {size} MB',
  fromReply: '{size} MB, from the reply to letter {number}',
  pdf: 'Open the PDF',
  numberLater: 'Nothing has been sent or recorded yet. The letter gets its number when it is sent.',
  numberSame: 'Nothing has been sent or recorded yet. The letter will leave under the same number.',
  leaves: 'The system will send the letter to this address: {address}',
  byHand: 'The letter does not leave by itself: print the PDF and deliver it.',
  ownWordsHint: 'The system writes the rest. Look at the letter before you send it.',
  follows: 'A letter to the next instance. It refers to our letter {number}.',
  higher: 'Turn higher',
  higherHint: 'The letter is ready: read it, mend it and send it.',
  next: '{instance}: {body}',
  openMail: 'The mail itself',
  mails: 'What has left under this number',
  mail: '{purpose}: {state} ({address})',
  outcome: {
    delivered: 'it has certainly arrived',
    sent: 'it has left; whether it arrived is not known',
    failed: 'it has not arrived',
    'by-hand': 'delivered by hand',
    sending: 'send it once more',
  },
}
