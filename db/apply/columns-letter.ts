/** What apply writes of letters to bodies: contacts, letters, mails that came, replies and opinions on them. */
import { type Column, ID, names, reads, record } from './column.ts'

export const CONTACT: readonly Column[] = [
  ID,
  ['body', 'body', 'text'],
  ['channel', 'channel', 'text'],
  ['subject', 'subject', 'text'],
  ['text', 'text', 'text'],
  ['language', 'language', 'text'],
  ['branch', 'branch', 'text'],
  ['author', 'author', 'bigint'],
  ['authorRole', 'author_role', 'text'],
  ['year', 'year', 'int'],
  ['createdAt', 'created_at', 'instant'],
  ['sentAt', 'sent_at', 'instant'],
  ['delivery', 'delivery', 'text'],
  ['registeredOn', 'registered_on', 'date'],
  ['incomingNumber', 'incoming_number', 'text'],
  ['replyDueOn', 'reply_due_on', 'date'],
  ['redirectedFrom', 'redirected_from', 'bigint'],
]

/** What is null of a letter that follows is that of the first one. */
const LETTER: readonly Column[] = [
  ID,
  ['contact', 'contact', 'bigint'],
  ['purpose', 'purpose', 'text'],
  ['thread', 'thread', 'bigint'],
  ['language', 'language', 'text'],
  ['address', 'address', 'text'],
  ['subject', 'subject', 'text'],
  ['text', 'text', 'text'],
  ['author', 'author', 'bigint'],
  ['annexes', 'annexes', 'jsonb'],
  ['onceKey', 'once_key', 'text'],
  ['createdAt', 'created_at', 'instant'],
  ['sendAfter', 'send_after', 'instant'],
]

const LETTER_SET: readonly Column[] = [
  ID,
  ['state', 'state', 'text'],
  ['told', 'told', 'text'],
  ['address', 'address', 'text'],
  ['sendAfter', 'send_after', 'instant'],
  ['note', 'note', 'jsonb'],
]

export const MAIL_SET: readonly Column[] = [
  ['state', 'state', 'text'],
  ['reason', 'reason', 'text'],
  ['note', 'note', 'text'],
  ['contact', 'contact', 'bigint'],
  ['letter', 'letter', 'bigint'],
  ['reply', 'reply', 'bigint'],
  ['handledBy', 'handled_by', 'bigint'],
  ['handledAt', 'handled_at', 'instant'],
]

export const CONTACT_CASE: readonly Column[] = [
  ['contact', 'contact', 'bigint'],
  ['caseId', 'case_id', 'bigint'],
]

export const REPLY: readonly Column[] = [
  ID,
  ['contact', 'contact', 'bigint'],
  ['receivedAt', 'received_at', 'instant'],
  ['incomingNumber', 'incoming_number', 'text'],
  ['text', 'text', 'text'],
  ['grade', 'grade', 'text'],
  ['recordedBy', 'recorded_by', 'bigint'],
  ['recordedAt', 'recorded_at', 'instant'],
  ['source', 'source', 'text'],
  ['mail', 'mail', 'bigint'],
  ['form', 'form', 'jsonb'],
  ['gradedBy', 'graded_by', 'bigint'],
  ['gradedAt', 'graded_at', 'instant'],
]

export const REPLY_SET: readonly Column[] = [
  ['grade', 'grade', 'text'],
  ['gradedBy', 'graded_by', 'bigint'],
  ['gradedAt', 'graded_at', 'instant'],
]

export const OPINION: readonly Column[] = [
  ['reply', 'reply', 'bigint'],
  ['caseId', 'case_id', 'bigint'],
  ['opinion', 'opinion', 'text'],
  ['text', 'text', 'text'],
  ['at', 'at', 'instant'],
]

/** A field of a contact is set when the document names it, null included. */
const contactField = (key: string, column: string, cast: string) =>
  `${column} = case when x.set ? '${key}' then ${cast.replaceAll('$', `(x.set->>'${key}')`)} else t.${column} end`

export const SET_CONTACT = `update contacts t set ${[
  contactField('body', 'body', '$'),
  contactField('state', 'state', '$'),
  contactField('delivery', 'delivery', '$'),
  contactField('deliveryNote', 'delivery_note', '$'),
  contactField('registeredOn', 'registered_on', '$::date'),
  contactField('incomingNumber', 'incoming_number', '$'),
  contactField('replyDueOn', 'reply_due_on', '$::date'),
  contactField('extendedUntil', 'extended_until', '$::date'),
  contactField('answeredAt', 'answered_at', 'to_timestamp($::float8 / 1000)'),
].join(', ')} from ${record('ks', [ID, ['set', 'set', 'jsonb']])} join gate using (g) where t.id = x.id`

/** A letter that follows goes where the first went, in its language; one of a kind for a term is enough. */
export const NEW_LETTER = `insert into letters (${names(LETTER)}) select ${reads(LETTER).replace(
  /x\."(thread|language|address|subject)"/g,
  (read, name) => `coalesce(${read}, h.${name})`,
)} from ${record('kl', LETTER)} join gate using (g) left join letters h on h.contact = x.contact and h.id = h.thread
  on conflict (once_key) do nothing`

/** What never was given to a mail server has gone another way when a person says that it arrived. */
const LETTER_STATE = `case when x.state in ('sent','delivered') and t.message_id is null then 'withdrawn' else x.state end`

export const SET_LETTER = `update letters t set state = coalesce(${LETTER_STATE}, t.state),
  told = case when x.told is null then t.told when x.state is null then x.told else ${LETTER_STATE} end,
  raw = case when x.address is null then t.raw end, address = coalesce(x.address, t.address),
  send_after = coalesce(${reads([['sendAfter', '', 'instant']])}, t.send_after),
  lease_until = case when x.state is null then t.lease_until end, fault = case when x.state is null then t.fault end,
  delivered_at = case when x.state = 'delivered' then to_timestamp((x.note->>'at')::float8 / 1000) else t.delivered_at end,
  history = case when x.note is null then t.history else t.history || x.note end
  from ${record('kls', LETTER_SET)} join gate using (g) where t.id = x.id and (x.state is null or t.state <> 'sending')`
