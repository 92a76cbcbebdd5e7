/** How the rows of the document are read and written: SQL put together from lists of columns. */

/** A column of a jsonb record: JSON key, column, type. Instants travel as epoch milliseconds. */
export type Column = readonly [
  key: string,
  column: string,
  type:
    | 'bigint'
    | 'int'
    | 'text'
    | 'boolean'
    | 'jsonb'
    | 'float8'
    | 'instant'
    | 'base64'
    | 'bigint[]'
    | 'text[]'
    | 'date'
    | 'tokens',
]

const sqlType = (type: Column[2]): string =>
  (({ instant: 'float8', base64: 'text', tokens: 'text' }) as Record<string, string>)[type] ?? type

const read = ([key, , type]: Column): string => {
  const name = `x."${key}"`
  if (type === 'instant') return `to_timestamp(${name} / 1000)`
  if (type === 'base64') return `decode(${name}, 'base64')`
  if (type === 'tokens') return `array_to_tsvector(string_to_array(${name}, ' '))`
  return name
}

/** The columns, for an insert. */
export const names = (columns: readonly Column[]) => columns.map(([, column]) => column).join(', ')
/** Their values, read from the record `x`. */
export const reads = (columns: readonly Column[]) => columns.map(read).join(', ')
/** A part of the document as rows `x`; `g` is the number of the command. */
export const record = (part: string, columns: readonly Column[]) =>
  `jsonb_to_recordset($1::jsonb->'${part}') as x(g int${columns.map((c) => `, "${c[0]}" ${sqlType(c[2])}`).join('')})`
/** All rows of a part whose command may write (`gate`). */
export const insert = (table: string, part: string, columns: readonly Column[]) =>
  `insert into ${table} (${names(columns)}) select ${reads(columns)} from ${record(part, columns)} join gate using (g)`
/** The rows named by `id`; `more` is set besides. */
export const update = (table: string, part: string, id: Column, columns: readonly Column[], more = '') =>
  `update ${table} t set ${columns.map((c) => `${c[1]} = ${read(c)}`).join(', ')}${more} from ${record(part, [id, ...columns])} join gate using (g) where t.id = x.id`

export const ID: Column = ['id', 'id', 'bigint']
