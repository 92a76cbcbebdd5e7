import { because } from './kk/because.ts'
import { calendar } from './kk/calendar.ts'
import { policyFault, row } from './kk/fault.ts'
import { follower } from './kk/follower.ts'
import * as labels from './kk/labels.ts'
import { letter } from './kk/letter.ts'
import { mail } from './kk/mail.ts'
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
  page,
  problem,
} as const
