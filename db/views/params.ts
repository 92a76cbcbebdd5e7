/** Values of a statement put together from fixed fragments: the text depends on its shape only, never on a value. */
export class Params {
  readonly values: unknown[] = []

  /** The placeholder of a value, with its type, so that one shape is one prepared statement. */
  add(value: unknown, type: string): string {
    this.values.push(value)
    return `$${this.values.length}::${type}`
  }
}
