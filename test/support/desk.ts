import type { InjectOptions } from 'fastify'
import type { TestApp } from './app.ts'
import { type MadePerson, makeCase } from './make.ts'
import { makeSigned, type Signed } from './signed.ts'

export interface Answered {
  readonly status: number
  // biome-ignore lint/suspicious/noExplicitAny: an answer is whatever the server says; the tests say what they expect
  readonly body: any
  readonly text: string
}

type Who = { readonly headers: Readonly<Record<string, string>> }

/** Speaks to the API as somebody: `as(person)` has get, post and put. Without a person, as anyone. */
export function speak({ app }: TestApp) {
  const send = async (
    method: 'GET' | 'POST' | 'PUT' | 'DELETE',
    url: string,
    who: Who | undefined,
    payload?: object,
    headers: Record<string, string> = {},
  ): Promise<Answered> => {
    const options = {
      method,
      url: `/api/v1${url}`,
      headers: { ...who?.headers, ...headers },
      ...(payload ? { payload } : {}),
    }
    const answer = await app.inject(options as InjectOptions)
    const json = answer.headers['content-type']?.toString().includes('json')
    return { status: answer.statusCode, body: json ? answer.json() : undefined, text: answer.body }
  }
  return (who?: Who) => ({
    get: (url: string) => send('GET', url, who),
    post: (url: string, payload: object = {}, headers?: Record<string, string>) =>
      send('POST', url, who, payload, headers),
    del: (url: string, payload?: object, headers?: Record<string, string>) =>
      send('DELETE', url, who, payload, headers),
    put: (url: string, payload: object = {}, headers?: Record<string, string>) =>
      send('PUT', url, who, payload, headers),
  })
}

export interface Desk {
  readonly responder: MadePerson & Signed
  readonly colleague: MadePerson & Signed
  readonly head: MadePerson & Signed
  readonly centre: MadePerson & Signed
  readonly centralHead: MadePerson & Signed
  readonly as: ReturnType<typeof speak>
  /** A report of the branch, with the reporter's own voice. */
  report(more?: Record<string, unknown>): Promise<{ number: string; url: string; reporter: Who; respondBy: string }>
}

export const REACTION = { text: 'Выезжаем на место', nextAction: 'Осмотр с подрядчиком', nextActionOn: '2026-11-24' }

/** The people of Kostanay region and of the centre, signed in. */
export async function makeDesk(test: TestApp): Promise<Desk> {
  const branch = 'KZ-39'
  const responder = await makeSigned(test, { name: 'Айгүл Серікова', roles: ['responder'], branch })
  const colleague = await makeSigned(test, { name: 'Пётр Коваль', roles: ['responder'], branch })
  const head = await makeSigned(test, { name: 'Марат Ахметов', roles: ['head'], branch })
  const centre = await makeSigned(test, { name: 'Дина Омарова', roles: ['central'], branch: 'KZ' })
  const centralHead = await makeSigned(test, { name: 'Ерлан Сапаров', roles: ['central-head'], branch: 'KZ' })
  return {
    responder,
    colleague,
    head,
    centre,
    centralHead,
    as: speak(test),
    async report(more = {}) {
      const made = await makeCase(test, { public: true, ...more })
      return {
        number: made.number,
        url: `/cases/${made.number}`,
        respondBy: made.respondBy,
        reporter: { headers: { authorization: `Bearer ${made.trackingToken}` } },
      }
    },
  }
}
