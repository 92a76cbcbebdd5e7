import { because } from './kk/because.ts'
import { calendar } from './kk/calendar.ts'
import { policyFault, row } from './kk/fault.ts'
import { follower } from './kk/follower.ts'
import * as labels from './kk/labels.ts'
import { letter } from './kk/letter.ts'
import { mail } from './kk/mail.ts'
import { open311 } from './kk/open311.ts'
import { page } from './kk/page.ts'
import { problem } from './kk/problem.ts'

/** Қазақша каталог: басқа тілдердің кілттері осыдан шығады. */
export const kk = {
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
} as const
