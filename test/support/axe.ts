import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

interface Violation {
  readonly id: string
  readonly help: string
  readonly nodes: readonly { readonly target: readonly string[]; readonly failureSummary?: string }[]
}

/** WCAG 2.2 AA and good practice by axe, in the page as it stands. */
export async function checkAxe(
  t: { same(a: unknown, b: unknown, message: string): unknown },
  page: Page,
): Promise<void> {
  // by the debugger: the page's own policy lets no foreign script in
  const violations = (await page.evaluate(
    `${source};axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'], resultTypes: ['violations'] }).then((r) => r.violations)`,
  )) as Violation[]
  const found = violations.map(
    (v) =>
      `${v.id}: ${v.help} (${v.nodes
        .map((n) => n.target.join(' '))
        .slice(0, 3)
        .join('; ')})`,
  )
  t.same(found, [], `axe: ${page.url()}`)
}
