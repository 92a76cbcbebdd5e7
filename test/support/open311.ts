import { DOMParser, type Element } from '@xmldom/xmldom'
import { makeApiKey } from '../../server/staff/keys.ts'
import type { TestApp } from './app.ts'
import { makePerson } from './make.ts'

/** A person for whom a system reports, and the system's key. */
export async function makeKey(test: TestApp): Promise<string> {
  const staff = await makePerson(test, { name: 'Қала жүйесі', roles: ['responder'], branch: 'KZ-39' })
  return (await makeApiKey(test.deps, null, { name: 'city', staff: staff.id })).key
}

const ARRAYS: Readonly<Record<string, string>> = {
  services: 'service',
  service_requests: 'request',
  errors: 'error',
  attributes: 'attribute',
  endpoints: 'endpoint',
  formats: 'format',
}

/** XML as its JSON would be (the Spark convention), but that every value is a string; read by a strict reader of another house. */
export function readXml(text: string): unknown {
  const wrong: string[] = []
  const document = new DOMParser({ onError: (level, message) => wrong.push(`${level}: ${message}`) }).parseFromString(
    text,
    'text/xml',
  )
  if (wrong.length > 0) throw new Error(wrong.join('\n'))
  return contentOf(document.documentElement!)
}

function contentOf(element: Element): unknown {
  const children = [...element.childNodes].filter((node): node is Element => node.nodeType === 1)
  const item = ARRAYS[element.tagName]
  if (item) {
    const odd = children.find((child) => child.tagName !== item)
    if (odd) throw new Error(`${odd.tagName} in ${element.tagName}`)
    return children.map(contentOf)
  }
  if (children.length > 0) return Object.fromEntries(children.map((child) => [child.tagName, contentOf(child)]))
  return element.textContent || null
}

/** The JSON with every value as XML writes it. */
export function asWritten(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(asWritten)
  if (value === null) return null
  if (typeof value !== 'object') return String(value)
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, asWritten(part)]))
}

/** Speaks to /open311: GET in both formats, held against each other; POST of a form. */
export function open311(test: TestApp, key?: string) {
  const get = async (path: string, headers: Record<string, string> = {}) => {
    const [name, query] = path.split('?')
    const of = (format: string) =>
      test.app.inject({ url: `/open311/${name}.${format}${query === undefined ? '' : `?${query}`}`, headers })
    const json = await of('json')
    const xml = await of('xml')
    return {
      status: json.statusCode,
      // biome-ignore lint/suspicious/noExplicitAny: an answer is whatever the server says; the tests say what they expect
      body: json.json() as any,
      json,
      xml,
      /** In the shape of the JSON. */
      fromXml: readXml(xml.body),
    }
  }
  const post = async (
    form: Record<string, string> | string[][],
    format = 'json',
    headers: Record<string, string> = {},
  ) => {
    const fields = new URLSearchParams(form as string[][])
    if (key !== undefined && !fields.has('api_key')) fields.set('api_key', key)
    const answer = await test.app.inject({
      method: 'POST',
      url: `/open311/v2/requests.${format}`,
      headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
      payload: String(fields),
    })
    return {
      status: answer.statusCode,
      answer,
      // biome-ignore lint/suspicious/noExplicitAny: as above
      body: (format === 'json' ? answer.json() : readXml(answer.body)) as any,
    }
  }
  return { get, post }
}
