// npm run verify -- FILE…: checks days of the ledger and proofs of cases as they were downloaded, without the server or its database.
import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { type Checked, checkAll } from '../server/ledger/check.ts'

const USAGE = `Usage: npm run verify -- FILE… [--key KEY]
FILE: a day of the ledger (/api/v1/ledger/2026-11-21.json) or the proof of a case (/api/v1/cases/39-26-0001234-5/proof).
--key: the public key that must have signed them, as you were told it; without it, the key in the file is only shown.`

process.exitCode = main(process.argv.slice(2))

/** The exit code: 0 when all of it holds, 1 when something was changed, 2 when a file cannot be read. */
function main(args: string[]): number {
  let files: string[]
  let key: string | undefined
  try {
    const { values, positionals } = parseArgs({ args, allowPositionals: true, options: { key: { type: 'string' } } })
    files = positionals
    key = values.key
  } catch (error) {
    return refuse(`${(error as Error).message}\n${USAGE}`)
  }
  if (files.length === 0) return refuse(USAGE)
  const documents: { name: string; document: unknown }[] = []
  for (const name of files) {
    try {
      documents.push({ name, document: JSON.parse(readFileSync(name, 'utf8')) })
    } catch (error) {
      return refuse(`${name} cannot be read: ${(error as Error).message}`)
    }
  }
  let wrong = 0
  for (const checked of checkAll(documents, key)) {
    console.log(lineOf(checked))
    if (checked.faults.length > 0) wrong++
  }
  console.log(wrong === 0 ? 'All of it holds.' : `${wrong} of ${files.length} do not hold.`)
  return wrong === 0 ? 0 : 1
}

function lineOf({ name, what, key, faults }: Checked): string {
  const signed = key === undefined ? '' : `, signed with ${key}`
  return faults.length === 0
    ? `ok       ${name}: ${what}${signed}`
    : [`NOT OK   ${name}: ${what}`, ...faults.map((fault) => `         ${fault}`)].join('\n')
}

function refuse(why: string): number {
  console.error(why)
  return 2
}
