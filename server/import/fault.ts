/** Why a row is left out; the codes of the catalogs' section `row`. */
export type RowFaultCode =
  | 'not_json'
  | 'not_utf8'
  | 'columns'
  | 'missing'
  | 'unreadable'
  | 'no_map'
  | 'no_place'
  | 'in_future'
  | 'closed_before_reported'
  | 'twice'
  | 'too_long'

export class RowFault extends Error {
  readonly code: RowFaultCode
  readonly params: Readonly<Record<string, string | number>>

  constructor(code: RowFaultCode, params: Record<string, string | number> = {}) {
    super(code)
    this.code = code
    this.params = params
  }
}
