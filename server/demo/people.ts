import { CENTRAL } from '../../shared/domain/case.ts'
import type { Role } from '../../shared/domain/people.ts'
import type { Lang } from '../../shared/domain/text.ts'
import type { Deps } from '../deps.ts'
import { hashPassword } from '../staff/password.ts'
import { addStaff } from '../staff/staff.ts'
import { pick, seeded } from './random.ts'
import type { DemoWords } from './words.ts'

/** Everybody in the demo has the same. It is printed, and worth nothing outside. */
export const DEMO_PASSWORD = 'tang-atty-2026'

interface Seat {
  readonly branch: string
  readonly roles: readonly Role[]
  readonly mailbox: string
}

/** A head and two responders in every region; duty officers, the head, an administrator and an auditor in the centre. */
export function demoSeats(regions: readonly string[]): Seat[] {
  const seat = (branch: string, role: Role, n: number): Seat => ({
    branch,
    roles: [role],
    mailbox: `${role}${n > 0 ? `-${n}` : ''}.${branch.toLowerCase()}`,
  })
  return [
    seat(CENTRAL, 'central-head', 0),
    seat(CENTRAL, 'central', 1),
    seat(CENTRAL, 'central', 2),
    seat(CENTRAL, 'admin', 0),
    seat(CENTRAL, 'auditor', 0),
    ...regions.flatMap((branch) => [
      seat(branch, 'head', 0),
      seat(branch, 'responder', 1),
      seat(branch, 'responder', 2),
    ]),
  ]
}

/** Makes the sample staff; those that exist stay. `done` is told after each. */
export async function addDemoPeople(
  deps: Deps,
  seats: readonly Seat[],
  words: DemoWords,
  done: () => void,
): Promise<void> {
  const random = seeded(7)
  const passwordHash = await hashPassword(DEMO_PASSWORD)
  for (const [n, { branch, roles, mailbox }] of seats.entries()) {
    const name = `${pick(random, words.firstNames)} ${pick(random, words.lastNames)}`
    const email = `${mailbox}@demo.example`
    const language: Lang = n % 3 === 0 ? 'ru' : 'kk'
    const [known] = await deps.sql`select from staff where email = ${email}`
    if (!known)
      await addStaff(deps, null, {
        ...{ email, name, roles, branch, language, passwordHash },
        password: DEMO_PASSWORD,
        byOperator: true,
      })
    done()
  }
}
