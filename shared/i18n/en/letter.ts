import type { Translation } from '../catalog.ts'
import type { letter as kk } from '../kk/letter.ts'

/** The words of a letter that leaves for a public body. */
export const letter: Translation<typeof kk> = {
  organisation: 'Daybreak, public oversight system',
  number: 'Our No. {number}',
  pending: 'given when the letter leaves',
  date: 'Date: {date}',
  to: 'To: {body}',
  earlier: 'Further to our letter No. {number} of {date} ({body})',
  about: 'Subject: {subject}',
  subject: 'No. {number}: {subject}',
  first: 'We ask you to look into the following matter and to solve it.',
  cases: {
    by: 'n',
    one: 'This letter is about {n} report:',
    other: 'This letter is about {n} reports:',
  },
  case: 'No. {number}: {category}, {place}',
  termByLaw: {
    by: 'days',
    one: 'Please answer by {date} at the latest. The deadline set by law is {days} working day, counted from the day after registration ({article}).',
    other:
      'Please answer by {date} at the latest. The deadline set by law is {days} working days, counted from the day after registration ({article}).',
  },
  termByLetter: 'Please answer by {date} at the latest.',
  answer: 'To answer, simply reply to this letter. You can also answer here, without an account:',
  quote: 'Please quote our number in your answer: {number}.',
  annexes: 'Annexes:',
  annex: '{name} ({size} MB)',
  regards: 'Yours faithfully,',
  contact: 'E-mail: {email}',
  reminder: {
    subject: 'Reminder. No. {number}: {subject}',
    text: 'We remind you that our letter No. {number} of {sent} is to be answered by {due}.',
    left: {
      by: 'n',
      one: '{n} working day is left until then.',
      other: '{n} working days are left until then.',
    },
    please: 'Please answer in time.',
  },
  overdue: {
    subject: 'The deadline has passed. No. {number}: {subject}',
    text: 'The deadline for answering our letter No. {number} of {sent} passed on {due}. There is no answer.',
    silence: 'By law ({article}) a decision not taken in time counts as a refusal.',
    please:
      'We demand an answer at once. Without one we will turn to the body above you and to the prosecutor. Everybody can see the missed deadline.',
  },
  extension: {
    subject: 'On the extension. No. {number}: {subject}',
    text: 'You have told us that you take longer to answer our letter No. {number} of {sent}. The new deadline: {until}.',
    ask: 'Please tell us who decided on the extension and when, what its reason is, and on which day the matter will be solved.',
    article: 'Basis: {article}.',
  },
  thanks: {
    subject: 'Thank you. No. {number}: {subject}',
    text: 'Thank you for answering our letter No. {number} of {sent} and for helping to solve the matter.',
  },
  next: {
    subject: 'On a missing answer: {subject}',
    subjectRefused: 'On an answer we do not accept: {subject}',
    wrote: 'On {sent} we sent letter No. {number} to this body: {body}. Its subject: “{subject}”.',
    silent: 'The deadline for an answer passed on {due} ({article}). To this day there is none.',
    silentByDate: 'We had asked for an answer by {due}. To this day there is none.',
    silence: 'A decision not taken in time counts as a refusal ({article}).',
    refused: 'The answer received on {received} does not solve the matter.',
    upper: 'We ask you to examine the inaction of the body under you and to see to it that the matter is solved.',
    prosecutor: 'We ask you to assess the inaction of this body under the law and to act on it.',
    ombudsman: 'We ask you to help restore the rights of the people concerned.',
    matter: 'The letter said:',
  },
  instance: { upper: 'body above', prosecutor: 'prosecutor', ombudsman: 'ombudsman' },
  purpose: {
    first: 'first letter',
    reminder: 'reminder',
    overdue: 'on the missed deadline',
    extension: 'question about the extension',
    thanks: 'thanks',
    'next-instance': 'next instance',
  },
  state: {
    queued: 'queued',
    sending: 'leaving',
    sent: 'sent',
    delivered: 'delivered',
    failed: 'not delivered',
    unknown: 'unknown whether it arrived',
    withdrawn: 'withdrawn',
  },
}
