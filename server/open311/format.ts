import Builder from 'fast-xml-builder'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { isLang, type Lang } from '../../shared/domain/text.ts'
import { languageOf } from '../language.ts'

export const FORMATS = ['json', 'xml'] as const
export type Format = (typeof FORMATS)[number]

/** A value of the answer; in XML null is an empty element, and the items of an array are elements of their own. */
export type Value = string | number | boolean | null | readonly Value[] | { readonly [name: string]: Value }

/** Whole, as clients compare it; `charset` is asked for by GeoReport. */
const TYPES: Readonly<Record<Format, string>> = {
  json: 'application/json; charset=utf-8',
  xml: 'text/xml; charset=utf-8',
}
/** What the items of an array are called (the Spark convention: in JSON the name of the item is left out). */
const ITEMS = {
  services: 'service',
  service_requests: 'request',
  errors: 'error',
  attributes: 'attribute',
  endpoints: 'endpoint',
  formats: 'format',
} as const
export type Root = 'services' | 'service_definition' | 'service_requests' | 'errors' | 'discovery'

const builder = new Builder({ suppressEmptyNode: true, processEntities: true })

/** The format by the ending of the address alone; without one by Accept, XML being the one that must be there. */
export function formatOf({ url, headers }: Pick<FastifyRequest, 'url' | 'headers'>): Format {
  const [, ending] = /\.(json|xml)\/?(?:\?|$)/.exec(url) ?? []
  if (ending) return ending as Format
  return /\bjson\b/.test(headers.accept ?? '') ? 'json' : 'xml'
}

/** The language of the reader: `locale` (`ru`, `ru_RU`), else as everywhere. */
export function localeOf(request: Pick<FastifyRequest, 'query' | 'body' | 'headers'>): Lang {
  for (const given of [request.query, request.body] as ({ locale?: unknown } | null | undefined)[]) {
    const locale = given?.locale
    const lang = typeof locale === 'string' ? locale.trim().slice(0, 2).toLowerCase() : undefined
    if (isLang(lang)) return lang
  }
  return languageOf(request)
}

/** Sends an answer in the format, the same fields with the same values in both. */
export function send(reply: FastifyReply, format: Format, root: Root, value: Value): FastifyReply {
  const clean = cleaned(value)
  return reply
    .header('content-type', TYPES[format])
    .serializer((body: unknown) => body as string)
    .send(format === 'json' ? JSON.stringify(clean) : xmlOf(root, clean))
}

export function xmlOf(root: Root, value: Value): string {
  return `<?xml version="1.0" encoding="utf-8"?>\n${builder.build({ [root]: laid(root, value) })}\n`
}

function laid(name: string, value: Value): unknown {
  if (Array.isArray(value)) return { [ITEMS[name as keyof typeof ITEMS]]: value.map((item: Value) => laid('', item)) }
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, laid(key, part as Value)]))
}

/** Without what XML 1.0 cannot hold, in both formats; line breaks are one sign, as every reader of XML makes them. */
function cleaned(value: Value): Value {
  if (Array.isArray(value)) return value.map(cleaned)
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, cleaned(part as Value)]))
  if (typeof value !== 'string') return value
  return (
    value
      .toWellFormed()
      .replace(/\r\n?/g, '\n')
      // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the signs that are taken out
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
  )
}
