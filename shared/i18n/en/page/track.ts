import type { Translation } from '../../catalog.ts'
import type * as kk from '../../kk/page/track.ts'

export const track: Translation<typeof kk.track> = {
  title: 'My case',
  lead: 'This page is for you only. Do not give its link to anyone.',
  publicPage: 'The page that everyone sees',
  add: 'Add something',
  addHint:
    'For example: something changed, the exact address, when you are at home. Only the person who works on the case sees it.',
  addButton: 'Add',
  added: 'Added. The person responsible has been told.',
  yours: 'You added',
  needText: 'Write what you want to add',
  ask: 'Is the problem solved?',
  askHint:
    'The person responsible wrote that the problem is solved. The last word is yours. We wait for it until {when}, then the case closes by itself.',
  askRejected: 'Do you agree with the decision?',
  askRejectedHint:
    'The case was rejected. If you disagree, say so before {when}: another person will look at it again.',
  yes: 'Yes, it is solved',
  no: 'No, it is not solved',
  disagree: 'I disagree',
  rating: 'How do you rate the work?',
  rate: { '1': 'very bad', '2': 'bad', '3': 'fair', '4': 'good', '5': 'very good' },
  why: 'Explain, if you like',
  whyHint: 'If you disagree, say why: it helps the next person who takes the case.',
  confirmButton: 'Send the answer',
  needChoice: 'Choose “Yes” or “No”',
  confirmed: 'Thank you! The case is closed.',
  disputed: 'We understand. The case is open again, and another person will look at it.',
  reply: {
    title: 'The body replied',
    hint: 'What did the body reply, and does it answer your question? Those who work on the case see your opinion.',
    from: '{body}, {date}',
    ask: 'Does the reply answer your question?',
    answered: 'Yes, it does',
    partly: 'In part',
    not: 'No, it does not',
    send: 'Send my opinion',
    needChoice: 'Choose one of the answers',
    yours: 'Your opinion: {opinion}',
  },
  opinion: 'Thank you, your opinion is recorded.',
}
