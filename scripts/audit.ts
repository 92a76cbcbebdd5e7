// npm run audit: checks every invariant on the live database; exit 1 and a list when one is broken.
import { AUDITS, type Broken } from '../db/audit/index.ts'
import { auditAll } from '../server/audit/run.ts'
import { openDeps } from './support/open.ts'

const args = process.argv.slice(2)
if (args.length > 0) {
  console.error('Usage: npm run audit\nIt takes nothing: every invariant is checked on every case.')
  process.exit(2)
}

// A large database takes longer than a request may.
const { deps, close } = await openDeps({ limitMs: 0 })
try {
  const { stderr } = process
  const { cases, broken } = await auditAll(deps.sql, deps.now(), (share) => {
    if (stderr.isTTY) stderr.write(`\r\u001b[K${share < 1 ? `${Math.floor(share * 100)} % of the cases …` : ''}`)
  })
  if (broken.length === 0) {
    console.log(`${cases} cases, ${AUDITS.length} invariants: all of them hold.`)
  } else {
    for (const line of linesOf(broken)) console.log(line)
    const names = new Set(broken.map((b) => b.name))
    console.log(`${cases} cases, ${AUDITS.length} invariants: ${names.size} broken.`)
    process.exitCode = 1
  }
} finally {
  await close()
}

function linesOf(broken: readonly Broken[]): string[] {
  const lines: string[] = []
  let last = ''
  for (const b of [...broken].sort((x, y) => (x.name < y.name ? -1 : x.name > y.name ? 1 : 0))) {
    if (b.name !== last) lines.push(`${b.name}:`)
    last = b.name
    lines.push(`  ${b.subject}: ${b.detail}`)
  }
  return lines
}
