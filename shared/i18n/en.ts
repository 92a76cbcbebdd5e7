import type { Catalog } from './catalog.ts'
import { because } from './en/because.ts'
import { calendar } from './en/calendar.ts'
import { policyFault, row } from './en/fault.ts'
import { follower } from './en/follower.ts'
import * as labels from './en/labels.ts'
import { letter } from './en/letter.ts'
import { mail } from './en/mail.ts'
import { open311 } from './en/open311.ts'
import { page } from './en/page.ts'
import { problem } from './en/problem.ts'

export const en: Catalog = {
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
