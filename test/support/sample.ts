/** The part of JSON Schema that zod writes into /openapi.json. */
export interface Schema {
  readonly $ref?: string
  readonly type?: string | readonly string[]
  readonly const?: unknown
  readonly enum?: readonly unknown[]
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly items?: Schema
  readonly minItems?: number
  readonly anyOf?: readonly Schema[]
  readonly oneOf?: readonly Schema[]
  readonly allOf?: readonly Schema[]
  readonly format?: string
  readonly minimum?: number
  readonly minLength?: number
  readonly additionalProperties?: unknown
}

export interface Operation {
  readonly method: string
  readonly path: string
  readonly params: readonly { readonly name: string; readonly in: string; readonly schema: Schema }[]
  readonly body: Schema | undefined
}

interface Document {
  readonly paths?: Readonly<Record<string, Readonly<Record<string, OperationObject>>>>
  readonly components?: { readonly schemas?: Readonly<Record<string, Schema>> }
}
interface OperationObject {
  readonly parameters?: Operation['params']
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema?: Schema }>> }
}

/** Every operation of an OpenAPI document. */
export function operationsOf(document: unknown): Operation[] {
  const { paths = {} } = document as Document
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { parameters = [], requestBody }]) => ({
      method: method.toUpperCase(),
      path,
      params: parameters,
      body: Object.values(requestBody?.content ?? {})[0]?.schema,
    })),
  )
}

/** Makes a value that fits the schema; `known` gives values by the name of their field. */
export function sampler(document: unknown, known: (name: string) => unknown) {
  const schemas = (document as Document).components?.schemas ?? {}
  const sample = (schema: Schema, name = '', depth = 0): unknown => {
    const given = depth > 0 ? known(name) : undefined
    if (given !== undefined && !schema.properties) return given
    if (schema.$ref) return sample(schemas[schema.$ref.split('/').at(-1)!] ?? {}, name, depth)
    if (schema.const !== undefined) return schema.const
    if (schema.enum) return schema.enum[0]
    const choice = schema.anyOf ?? schema.oneOf
    if (choice) return sample(choice[0]!, name, depth)
    if (schema.allOf) return Object.assign({}, ...schema.allOf.map((part) => sample(part, name, depth) as object))
    const type = Array.isArray(schema.type) ? schema.type[0] : schema.type
    if (type === 'object' || schema.properties) {
      const entries = Object.entries(schema.properties ?? {})
      return Object.fromEntries(entries.map(([key, part]) => [key, sample(part, key, depth + 1)]))
    }
    if (type === 'array') return schema.items ? [sample(schema.items, name, depth + 1)] : []
    if (type === 'integer' || type === 'number') return Math.max(1, schema.minimum ?? 1)
    if (type === 'boolean') return true
    if (type === 'null') return null
    if (schema.format === 'date') return '2026-11-25'
    if (schema.format === 'date-time') return '2026-11-21T12:00:00+05:00'
    if (schema.format === 'email') return 'somebody@citizen.example'
    return 'Слово'.padEnd(schema.minLength ?? 0, 'о')
  }
  return sample
}

/** Every place in a JSON value, as the keys that lead to it. */
export function placesIn(value: unknown, at: readonly string[] = []): string[][] {
  const below =
    value && typeof value === 'object'
      ? Object.entries(value).flatMap(([key, part]) => placesIn(part, [...at, key]))
      : []
  return at.length > 0 ? [[...at], ...below] : below
}

/** The JSON text of a value with other text at one place; `undefined` takes the place away. */
export function jsonWith(value: unknown, place: readonly string[], text: string | undefined): string {
  if (place.length === 0) return text ?? 'null'
  const [key, ...rest] = place
  const parts = Object.entries(value as object).flatMap(([name, part]) => {
    if (name !== key) return [[name, JSON.stringify(part)] as const]
    if (rest.length === 0 && text === undefined) return []
    return [[name, jsonWith(part, rest, text)] as const]
  })
  if (Array.isArray(value)) return `[${parts.map(([, part]) => part).join(',')}]`
  return `{${parts.map(([name, part]) => `${JSON.stringify(name)}:${part}`).join(',')}}`
}
