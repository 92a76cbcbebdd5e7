import type { Translation } from '../../catalog.ts'
import type * as kk from '../../kk/page/demo.ts'

export const demo: Translation<typeof kk.demo> = {
  title: 'Demo: who will you be?',
  lead: 'This is a demonstration: the people are made up, the cases have the shape of real ones. Choose a role, move the clock to the morning and see what the system does by itself.',
  enterAs: 'Enter as {name}',
  password: 'Everybody has the same password: {password}',
  citizen: 'Citizen',
  citizenHint: 'Report a problem: no account is needed.',
  three: 'In three minutes',
  step1: 'Report a problem as a citizen: you see the promised hour.',
  step2: 'Enter as a responder: the queue holds what must be answered. Answer one, leave the others.',
  step3:
    'Enter as the centre, open the wall and move the clock to 9:00: whatever was left unanswered becomes overdue before your eyes, and then goes to the centre by itself.',
  bar: 'Demo',
  now: 'Demo clock: {when} (Almaty)',
  moving: 'The clock is going on to {when}…',
  roles: 'Change role',
  hour: '+1 hour',
  morning: 'Morning, 9:05',
  day: '+1 day',
  clock: 'Move the clock',
}
