import { randomUUID } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import type { TestApp } from './app.ts'
import { makePerson, putOnDuty } from './make.ts'

/** The application on a port of its own, for a browser. */
export async function listen({ app }: TestApp): Promise<string> {
  await app.listen({ host: '127.0.0.1', port: 0 })
  return `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`
}

const FORM = { 'content-type': 'application/x-www-form-urlencoded' }

/** A form of a page, sent as a browser without scripts sends it. */
export function postForm(
  { app }: TestApp,
  url: string,
  fields: Record<string, string>,
  headers: Record<string, string> = {},
) {
  return app.inject({
    method: 'POST',
    url,
    payload: new URLSearchParams(fields).toString(),
    headers: { ...FORM, origin: 'http://localhost:80', ...headers },
  })
}

/** The fields of a report as the form sends them. */
export function reportFields(more: Record<string, string> = {}): Record<string, string> {
  return {
    key: randomUUID(),
    text: 'Үш күннен бері үйде жылу жоқ, балалар тоңып отыр.',
    region: 'KZ-39',
    address: 'Абай көшесі, 12-үй',
    publish: 'yes',
    step: 'send',
    ...more,
  }
}

/** A branch at work: somebody on duty in Kostanay all week. */
export async function makeBranch(made: TestApp) {
  const person = await makePerson(made, {
    name: 'Айгүл Серікқызы',
    roles: ['responder'],
    branch: 'KZ-39',
    language: 'kk',
  })
  await makePerson(made, { name: 'Болат Ермекұлы', roles: ['head'], branch: 'KZ-39', language: 'kk' })
  await putOnDuty(made, person, '2026-11-16T00:00:00+05:00', '2026-11-30T00:00:00+05:00')
  return person
}
