import type { Catalog } from './catalog.ts'
import { because } from './ru/because.ts'
import { calendar } from './ru/calendar.ts'
import { policyFault, row } from './ru/fault.ts'
import { follower } from './ru/follower.ts'
import * as labels from './ru/labels.ts'
import { letter } from './ru/letter.ts'
import { mail } from './ru/mail.ts'
import { open311 } from './ru/open311.ts'
import { page } from './ru/page.ts'
import { problem } from './ru/problem.ts'

export const ru: Catalog = {
  ...labels,
  because,
  calendar,
  policyFault,
  row,
  follower,
  letter,
  mail,
  open311,
  page,
  problem,
}
