import { isDeepStrictEqual } from 'node:util'
import type { Test } from 'tap'

/** Checks by the thousand, told as one: what fails is listed by its name, what holds is counted. */
export class Gather {
  private readonly failed: string[] = []
  private count = 0

  ok(holds: unknown, name: string): void {
    this.count++
    if (!holds) this.failed.push(name)
  }

  notOk(holds: unknown, name: string): void {
    this.ok(!holds, name)
  }

  same(found: unknown, wanted: unknown, name: string): void {
    this.ok(isDeepStrictEqual(found, wanted), `${name}: ${JSON.stringify(found)}, not ${JSON.stringify(wanted)}`)
  }

  match(text: string, wanted: RegExp, name: string): void {
    this.ok(wanted.test(text), `${name}: ${text}`)
  }

  notMatch(text: string, unwanted: RegExp, name: string): void {
    this.ok(!unwanted.test(text), `${name}: ${text}`)
  }

  /** Tells the test; fewer checks than `least` mean that it looked at nothing. */
  tell(t: Test, least = 1): void {
    t.ok(this.count >= least, `${this.count} checks`)
    t.same(this.failed, [])
  }
}
