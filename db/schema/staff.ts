import { sql } from 'drizzle-orm'
import { boolean, check, index, integer, jsonb, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core'
import { bytea, id, instant } from './columns.ts'

/** A person of the organisation, or the central desk (id 1, roles {desk}): the position that always exists. */
export const staff = pgTable(
  'staff',
  {
    id: id().primaryKey(),
    email: text().notNull(),
    name: text().notNull(),
    roles: text().array().notNull(),
    branch: text().notNull(),
    language: text().notNull().default('ru'),
    passwordHash: text('password_hash'),
    totpSecret: bytea('totp_secret'),
    createdAt: instant('created_at').notNull(),
    disabledAt: instant('disabled_at'),
    calendarToken: bytea('calendar_token'),
  },
  (t) => [
    uniqueIndex('staff_email').on(sql`lower(${t.email})`),
    index('staff_branch').on(t.branch),
    check('staff_has_role', sql`cardinality(${t.roles}) > 0`),
  ],
)

/** Who is on duty where, as half-open intervals. A swap replaces the person on a row; rotations write rows ahead. */
export const duty = pgTable(
  'duty',
  {
    id: id().primaryKey(),
    branch: text().notNull(),
    staff: id('staff')
      .notNull()
      .references(() => staff.id),
    startsAt: instant('starts_at').notNull(),
    endsAt: instant('ends_at').notNull(),
    rotation: id('rotation'),
    swappedFrom: id('swapped_from'),
    createdAt: instant('created_at').notNull(),
  },
  (t) => [
    index('duty_branch_ends').on(t.branch, t.endsAt),
    uniqueIndex('duty_rotation_shift').on(t.rotation, t.startsAt),
    check('duty_forward', sql`${t.endsAt} > ${t.startsAt}`),
  ],
)

export const rotations = pgTable('rotations', {
  id: id().primaryKey(),
  branch: text().notNull(),
  members: id('members').array().notNull(),
  startsOn: text('starts_on').notNull(),
  shiftDays: integer('shift_days').notNull(),
  handover: text().notNull(),
  writtenUntil: instant('written_until'),
  endedAt: instant('ended_at'),
  createdAt: instant('created_at').notNull(),
})

export const absences = pgTable(
  'absences',
  {
    id: id().primaryKey(),
    staff: id('staff')
      .notNull()
      .references(() => staff.id),
    startsAt: instant('starts_at').notNull(),
    endsAt: instant('ends_at').notNull(),
    reason: text(),
    createdAt: instant('created_at').notNull(),
    cancelledAt: instant('cancelled_at'),
  },
  (t) => [index('absences_ends').on(t.endsAt), check('absence_forward', sql`${t.endsAt} > ${t.startsAt}`)],
)

export const sessions = pgTable(
  'sessions',
  {
    tokenHash: bytea('token_hash').primaryKey(),
    staff: id('staff')
      .notNull()
      .references(() => staff.id),
    createdAt: instant('created_at').notNull(),
    seenAt: instant('seen_at').notNull(),
    expiresAt: instant('expires_at').notNull(),
    endedAt: instant('ended_at'),
  },
  (t) => [index('sessions_staff').on(t.staff), index('sessions_expiry').on(t.expiresAt)],
)

export const apiKeys = pgTable(
  'api_keys',
  {
    id: id().primaryKey(),
    keyHash: bytea('key_hash').notNull(),
    name: text().notNull(),
    staff: id('staff')
      .notNull()
      .references(() => staff.id),
    createdAt: instant('created_at').notNull(),
    createdBy: id('created_by'),
    disabledAt: instant('disabled_at'),
  },
  (t) => [uniqueIndex('api_keys_hash').on(t.keyHash)],
)

/** Every change of configuration (staff, duty, branches, policies, calendar): who, what, before and after. */
export const configLog = pgTable(
  'config_log',
  {
    id: id().primaryKey(),
    at: instant('at').notNull(),
    staff: id('staff'),
    what: text().notNull(),
    subject: text().notNull(),
    data: jsonb().notNull(),
  },
  (t) => [index('config_log_at').on(t.at)],
)

/** Failed sign-ins per e-mail (keyed hash) so that guessing one account is slowed down on every instance. */
export const signInFailures = pgTable('sign_in_failures', {
  key: bytea('key').primaryKey(),
  failures: integer().notNull(),
  until: instant('until').notNull(),
  locked: boolean().notNull().default(false),
})
