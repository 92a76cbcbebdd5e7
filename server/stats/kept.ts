const FRESH_MS = 5_000
const KEPT = 100

interface Entry<T> {
  value: T
  version: string
  seen: number
}

/**
 * Answers kept by the version of what they were made from. Within a few seconds an older one is given while the new one
 * is made behind it, so that no reader waits for the figures; after that readers wait, because old figures are wrong.
 */
export class Kept<T> {
  private readonly entries = new Map<string, Entry<T>>()
  private readonly making = new Map<string, Promise<T>>()

  async get(key: string, version: string, make: () => Promise<T>): Promise<T> {
    const entry = this.entries.get(key)
    if (entry?.version === version) {
      entry.seen = performance.now()
      return entry.value
    }
    const made = this.make(key, version, make)
    if (entry === undefined || performance.now() - entry.seen > FRESH_MS) return made
    made.catch(() => undefined)
    return entry.value
  }

  private make(key: string, version: string, make: () => Promise<T>): Promise<T> {
    const known = this.making.get(key)
    if (known) return known
    const made = make()
      .then((value) => {
        if (this.entries.size >= KEPT) this.entries.clear()
        this.entries.set(key, { value, version, seen: performance.now() })
        return value
      })
      .finally(() => this.making.delete(key))
    this.making.set(key, made)
    return made
  }
}
