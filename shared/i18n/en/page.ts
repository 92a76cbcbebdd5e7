import type { Translation } from '../catalog.ts'
import type * as kk from '../kk/page.ts'
import { admin } from './page/admin.ts'
import { branch } from './page/branch.ts'
import { case_ } from './page/case.ts'
import { cases } from './page/cases.ts'
import { citizen } from './page/citizen.ts'
import { commitments } from './page/commitments.ts'
import { demo } from './page/demo.ts'
import { desk } from './page/desk.ts'
import { error } from './page/error.ts'
import { clock, frame } from './page/frame.ts'
import { front } from './page/front.ts'
import { grade } from './page/grade.ts'
import { inbox } from './page/inbox.ts'
import { map } from './page/map.ts'
import { meetings } from './page/meetings.ts'
import { help, orders } from './page/orders.ts'
import { reply } from './page/reply.ts'
import { report } from './page/report.ts'
import { settle } from './page/settle.ts'
import { staff } from './page/staff.ts'
import { stats } from './page/stats.ts'
import { template } from './page/template.ts'
import { track } from './page/track.ts'
import { wall } from './page/wall.ts'
import { write } from './page/write.ts'

export const page: Translation<typeof kk.page> = {
  frame,
  clock,
  front,
  report,
  map,
  cases,
  case: case_,
  citizen,
  commitments,
  grade,
  inbox,
  meetings,
  orders,
  help,
  reply,
  track,
  admin,
  branch,
  staff,
  desk,
  settle,
  demo,
  template,
  stats,
  wall,
  write,
  error,
}
