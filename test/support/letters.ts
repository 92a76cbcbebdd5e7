import type { Test } from 'tap'
import type { Config } from '../../server/config.ts'
import { makeApp, type TestApp } from './app.ts'
import { makeDesk } from './desk.ts'
import { openMailbox } from './mailbox.ts'

export const MONDAY_10 = '2026-11-23T10:00:00+05:00'
/** An instant of that Monday in Kostanay. */
export const onMonday = (time: string): string => `2026-11-23T${time}:00+05:00`
export const LETTER = {
  body: 'kostanay-roads',
  channel: 'email',
  subject: 'Яма у школы',
  text: 'Просим заделать яму',
  language: 'ru',
}
export const ADDRESS = 'kense@kostanay-roads.example'

/** Kostanay's desk with one case, a mail server of the test, and `write` to send a letter to the road department. */
export async function openLetters(t: Test, config: Partial<Config> = {}) {
  const box = await openMailbox(t)
  const test = await makeApp(t, { at: MONDAY_10, config: { smtpUrl: box.url, ...config } })
  const desk = await makeDesk(test)
  const { url, number, reporter } = await desk.report({ category: 'roads.pothole' })
  const write = (more: Record<string, unknown> = {}) =>
    desk.as(desk.responder).post(`${url}/contacts`, { ...LETTER, ...more })
  const seen = async (id: number) => (await desk.as(desk.responder).get(`/contacts/${id}`)).body
  const letters = () => box.mails.filter((m) => m.from.startsWith('reply+'))
  return { ...test, ...desk, box, url, number, reporter, write, seen, letters }
}

export const statesOf = ({ database }: TestApp) =>
  database.sql`select state, attempts, fault, told from letters order by id`

/** Another address for the road department, as an administrator would put it in. */
export async function setAddress({ database, deps }: TestApp, email: string | null): Promise<void> {
  await database.sql`with b as (update reference_stamp set stamp = stamp + 1 where id = 1)
    update bodies set email = ${email} where id = ${LETTER.body}`
  await deps.world.refresh()
}
