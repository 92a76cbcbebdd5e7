/**
 * Arrays as PostgreSQL writes them in text ({1,NULL,"a \"b\""}; manual, 8.15). postgres.js would ask each new connection for
 * the types of arrays, and a connection that dies over that question rejects a promise that nobody holds.
 */

type Element = {
  /** OID of the array type; those of the built-in types are fixed (pg_type.dat). */
  readonly array: number
  readonly parse: (text: string) => unknown
  readonly write: (value: never) => string
}

const text = { parse: (x: string) => x, write: String }
const number = { parse: Number, write: String }
const json = { parse: (x: string): unknown => JSON.parse(x), write: (x: unknown) => JSON.stringify(x) }

/** How the elements are read and written; instants come from db/client.ts. */
const ELEMENTS: Readonly<Record<string, Element>> = {
  bool: { array: 1000, parse: (x) => x === 't', write: (x: boolean) => (x ? 't' : 'f') },
  bytea: {
    array: 1001,
    parse: (x) => Buffer.from(x.slice(2), 'hex'),
    write: (x: Uint8Array) => `\\x${Buffer.from(x).toString('hex')}`,
  },
  name: { array: 1003, ...text },
  int2: { array: 1005, ...number },
  int4: { array: 1007, ...number },
  text: { array: 1009, ...text },
  varchar: { array: 1015, ...text },
  int8: { array: 1016, ...number },
  float4: { array: 1021, ...number },
  float8: { array: 1022, ...number },
  oid: { array: 1028, ...number },
  date: { array: 1182, ...text },
  json: { array: 199, ...json },
  numeric: { array: 1231, ...text },
  uuid: { array: 2951, ...text },
  jsonb: { array: 3807, ...json },
  xid8: { array: 271, ...text },
}

/** The array types for `postgres({ types })`; `instant`: how the elements of timestamptz[] are read and written. */
export function arrayTypes(instant: { parse: (text: string) => unknown; serialize: (value: unknown) => string }) {
  const all: Record<string, Element> = {
    ...ELEMENTS,
    timestamptz: { array: 1185, parse: instant.parse, write: instant.serialize },
    timestamp: { array: 1115, parse: instant.parse, write: instant.serialize },
  }
  return Object.fromEntries(
    Object.entries(all).map(([name, { array, parse, write }]) => [
      `${name}s`,
      {
        to: array,
        from: [array],
        parse: (x: string) => readArray(x, parse),
        // A literal of the caller's own goes as it is.
        serialize: (x: unknown) => (Array.isArray(x) ? writeArray(x, write) : String(x)),
      },
    ]),
  )
}

/** '{1,NULL,{2}}' → [1, null, [2]]. Throws RangeError on what is no array. */
export function readArray(literal: string, parse: (text: string) => unknown): unknown[] {
  // '[0:1]={1,2}': bounds are told only where they are not usual; nothing here needs them.
  let at = literal.indexOf('{')
  if (at < 0) throw new RangeError('not an array')
  const list = (): unknown[] => {
    const items: unknown[] = []
    for (at++; literal[at] !== '}'; ) {
      if (at >= literal.length) throw new RangeError('an array without end')
      if (literal[at] === ',') at++
      if (literal[at] === '{') items.push(list())
      else if (literal[at] === '"') items.push(parse(quoted()))
      else items.push(bare())
    }
    at++
    return items
  }
  const quoted = (): string => {
    const begin = ++at
    let escaped = false
    for (; literal[at] !== '"'; at++) {
      if (at >= literal.length) throw new RangeError('an array without end')
      if (literal[at] === '\\') {
        escaped = true
        at++
      }
    }
    const value = literal.slice(begin, at++)
    return escaped ? value.replace(/\\(.)/gs, '$1') : value
  }
  const bare = (): unknown => {
    const begin = at
    while (at < literal.length && literal[at] !== ',' && literal[at] !== '}') at++
    const value = literal.slice(begin, at)
    return value === 'NULL' ? null : parse(value)
  }
  return list()
}

/** [1, null, [2]] → '{"1",NULL,{"2"}}' */
export function writeArray(values: readonly unknown[], write: (value: never) => string): string {
  const items = values.map((value) => {
    if (Array.isArray(value)) return writeArray(value, write)
    if (value === null) return 'NULL'
    if (value === undefined) throw new TypeError('undefined in an array for the database')
    return `"${write(value as never).replace(/["\\]/g, '\\$&')}"`
  })
  return `{${items.join(',')}}`
}
