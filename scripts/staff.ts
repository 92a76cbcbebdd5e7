// npm run staff -- add|list|disable|enable|password|api-key …: people and API keys, also while a server runs on the same database.
import { parseArgs } from 'node:util'
import { safeError } from '../db/errors.ts'
import { findStaffByEmail, listStaff, type StaffRow } from '../db/staff.ts'
import type { Deps } from '../server/deps.ts'
import { HttpProblem } from '../server/problem.ts'
import { makeApiKey, takeApiKeyBack } from '../server/staff/keys.ts'
import { isWeak } from '../server/staff/password.ts'
import { addStaff, changeStaff, resetPassword } from '../server/staff/staff.ts'
import { email as emailSchema, GIVEN_ROLES } from '../shared/contract/staff.ts'
import { words } from '../shared/contract/text.ts'
import type { Role } from '../shared/domain/people.ts'
import { isLang } from '../shared/domain/text.ts'
import { problemText } from '../shared/i18n/problem.ts'
import { openDeps } from './support/open.ts'

const USAGE = `Usage: npm run staff -- COMMAND
  add --email E --name N --role R [--branch KZ-39] [--language kk|ru|en] [--password P]
      Roles: ${GIVEN_ROLES.join(', ')}; several with commas or by repeating --role. A responder or a head
      needs --branch; the other roles belong to the centre (KZ). Without --password one is made and printed once.
  list [--branch KZ-39] [--all]          --all: disabled people too
  disable --email E                      signs the person out; the engine hands their open cases on
  enable --email E
  password --email E [--password P]      a new password; every session of the person ends
  api-key --email E --name N             a key that acts in the person's name, printed once
  api-key --disable ID                   takes a key back`

class Wrong extends Error {}

const SHORTEST = 8

const OPTIONS = {
  email: { type: 'string' },
  name: { type: 'string' },
  role: { type: 'string', multiple: true },
  branch: { type: 'string' },
  language: { type: 'string' },
  password: { type: 'string' },
  disable: { type: 'string' },
  all: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const

type Given = ReturnType<typeof parse>['values']
type Command = (deps: Deps, given: Given) => Promise<string>

const COMMANDS: Readonly<Record<string, { allows: readonly (keyof Given)[]; run: Command }>> = {
  add: { allows: ['email', 'name', 'role', 'branch', 'language', 'password'], run: add },
  list: { allows: ['branch', 'all'], run: list },
  disable: { allows: ['email'], run: (deps, given) => setDisabled(deps, given, true) },
  enable: { allows: ['email'], run: (deps, given) => setDisabled(deps, given, false) },
  password: { allows: ['email', 'password'], run: password },
  'api-key': { allows: ['email', 'name', 'disable'], run: apiKey },
}

process.exitCode = await main(process.argv.slice(2))

/** 0: done; 1: refused, nothing was changed; 2: called wrongly. */
async function main(args: string[]): Promise<number> {
  try {
    const { command, given } = read(args)
    if (given.help) {
      console.log(USAGE)
      return 0
    }
    const { deps, close } = await openDeps()
    try {
      console.log(await command(deps, given))
      return 0
    } finally {
      await close()
    }
  } catch (error) {
    if (error instanceof Wrong) {
      console.error(error.message)
      return 2
    }
    if (!(error instanceof HttpProblem)) {
      console.error(`The command failed: ${safeError(error).code ?? (error as Error).message}`)
      return 1
    }
    const { title, detail } = problemText('en', error.code, error.details)
    console.error(`${error.path.length ? `--${error.path.join('.')}: ` : ''}${title}. ${detail}`)
    return 1
  }
}

function parse(args: string[]) {
  return parseArgs({ args, options: OPTIONS, allowPositionals: true })
}

function read(args: string[]): { command: Command; given: Given } {
  let parsed: ReturnType<typeof parse>
  try {
    parsed = parse(args)
  } catch (error) {
    throw new Wrong(`${(error as Error).message}\n\n${USAGE}`)
  }
  const { values: given, positionals } = parsed
  if (given.help) return { command: list, given }
  const [name = '', ...more] = positionals
  const command = COMMANDS[name]
  if (!command || more.length > 0)
    throw new Wrong(`${name ? `There is no command "${[name, ...more].join(' ')}".\n\n` : ''}${USAGE}`)
  const odd = (Object.keys(given) as (keyof Given)[]).find((key) => !command.allows.includes(key))
  if (odd) throw new Wrong(`"${name}" does not take --${odd}.\n\n${USAGE}`)
  return { command: command.run, given }
}

async function add(deps: Deps, given: Given): Promise<string> {
  const roles = readRoles(given.role)
  const inBranch = roles.some((role) => role === 'responder' || role === 'head')
  if (inBranch && !given.branch)
    throw new Wrong(`A ${roles.join(' and ')} works in a branch: add --branch, such as --branch KZ-39.`)
  if (inBranch && roles.some((role) => role === 'central' || role === 'central-head'))
    throw new Wrong('One person works either in a branch (responder, head) or in the centre (central, central-head).')
  if (given.branch && !deps.world.reference.branch(given.branch))
    throw new Wrong(`There is no branch ${given.branch}. Regions are KZ-10 … KZ-79, the centre is KZ.`)
  const language = given.language ?? 'ru'
  if (!isLang(language)) throw new Wrong('--language is kk, ru or en.')
  const email = readEmail(given.email)
  const name = words(200).safeParse(given.name ?? '')
  if (!name.success) throw new Wrong('Say who it is: --name "Name Surname".')
  const branch = given.branch
  const added = await addStaff(deps, null, {
    email,
    name: name.data,
    roles,
    branch,
    language,
    password: readPassword(given.password, { email, name: name.data }),
    byOperator: true,
  })
  const { person, password } = added!
  const lines = [`${person.name} <${person.email}>: ${person.roles.join(', ')} in ${person.branch} (id ${person.id})`]
  if (password) lines.push(`Password, shown only now: ${password}`)
  lines.push(`Sign in: ${deps.config.publicUrl}/sign-in`)
  return lines.join('\n')
}

async function list(deps: Deps, given: Given): Promise<string> {
  const lines: string[] = []
  for (let afterId = 0; ; ) {
    const filter = {
      branches: null,
      branch: given.branch ?? null,
      role: null,
      disabled: given.all ?? false,
      limit: 500,
    }
    const rows = await listStaff(deps.sql, { ...filter, afterId })
    lines.push(...rows.map(line))
    if (rows.length < filter.limit) break
    afterId = rows.at(-1)!.id
  }
  return lines.length > 0 ? lines.join('\n') : 'Nobody.'
}

function line({ id, email, name, roles, branch, disabledAt }: StaffRow): string {
  return [id, branch, roles.join(','), email, name, ...(disabledAt === null ? [] : ['(disabled)'])].join('\t')
}

async function setDisabled(deps: Deps, given: Given, disabled: boolean): Promise<string> {
  const person = await getPerson(deps, given)
  await changeStaff(deps, null, null, person.id, { disabled })
  return disabled
    ? `${person.name} is disabled and signed out; the engine hands open cases on within a minute.`
    : `${person.name} may sign in again.`
}

async function password(deps: Deps, given: Given): Promise<string> {
  const person = await getPerson(deps, given)
  const made = await resetPassword(deps, null, null, person.id, readPassword(given.password, person), true)
  return made
    ? `New password of ${person.name}, shown only now: ${made}`
    : `${person.name} has the new password; every session has ended.`
}

async function apiKey(deps: Deps, given: Given): Promise<string> {
  if (given.disable !== undefined) {
    const id = Number(given.disable)
    if (!Number.isSafeInteger(id) || id < 1) throw new Wrong('--disable wants the number of the key.')
    await takeApiKeyBack(deps, null, id)
    return `Key ${id} is taken back.`
  }
  const name = words(100).safeParse(given.name ?? '')
  if (!name.success) throw new Wrong('Say what the key is for: --name "Import from 109".')
  const person = await getPerson(deps, given)
  const made = await makeApiKey(deps, null, { name: name.data, staff: person.id })
  return `Key ${made.id} in the name of ${person.name}, shown only now: ${made.key}`
}

async function getPerson(deps: Deps, given: Given): Promise<StaffRow> {
  const email = readEmail(given.email)
  const person = await findStaffByEmail(deps.sql, email)
  if (!person) throw new HttpProblem('unknown_staff', {}, ['email'])
  return person
}

/** The operator's own choice is taken, but for what is no password at all. */
function readPassword(given: string | undefined, of: { email: string; name: string }): string | undefined {
  if (given === undefined) return undefined
  if ([...given].length < SHORTEST || given.length > 200)
    throw new Wrong(
      `--password wants ${SHORTEST} characters or more (200 at most). Without it one is made and printed once.`,
    )
  if (isWeak(given, of))
    console.error('This password is easy to guess; a real one is made when you leave out --password.')
  return given
}

function readEmail(given: string | undefined): string {
  const parsed = emailSchema.safeParse(given ?? '')
  if (!parsed.success) throw new Wrong('--email wants an address, such as --email aigul@example.org.')
  return parsed.data
}

function readRoles(given: readonly string[] | undefined): Role[] {
  const names = (given ?? [])
    .flatMap((value) => value.split(','))
    .map((value) => value.trim())
    .filter(Boolean)
  if (names.length === 0) throw new Wrong(`Say what they do: --role ${GIVEN_ROLES.join(' | ')}.`)
  const odd = names.find((name) => !(GIVEN_ROLES as readonly string[]).includes(name))
  if (odd) throw new Wrong(`There is no role "${odd}". Roles: ${GIVEN_ROLES.join(', ')}.`)
  return names as Role[]
}
