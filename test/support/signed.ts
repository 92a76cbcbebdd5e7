import { newToken } from '../../server/secrets.ts'
import type { Role } from '../../shared/domain/people.ts'
import type { TestApp } from './app.ts'
import { type MadePerson, makePerson } from './make.ts'

export interface Signed {
  /** A session token, used within the last hours of the test's clock. */
  readonly token: string
  /** `headers` for inject. */
  readonly headers: { readonly authorization: string }
}

const DAY = 86_400_000

/** A living session of a person, without the sign-in (hashing a password takes a third of a second). Lasts through any test. */
export async function signIn({ deps }: Pick<TestApp, 'deps'>, person: { readonly id: number }): Promise<Signed> {
  const token = newToken()
  const now = deps.now()
  await deps.sql`
    insert into sessions (token_hash, staff, created_at, seen_at, expires_at)
    values (decode(${deps.secrets.hash(token)}, 'base64'), ${person.id}, ${now}, ${now + 3_650 * DAY}, ${now + 3_650 * DAY})`
  return { token, headers: { authorization: `Bearer ${token}` } }
}

/** A person of the staff who is signed in. */
export async function makeSigned(
  test: TestApp,
  person: { name?: string; roles: Role[]; branch: string; language?: string; email?: string },
): Promise<MadePerson & Signed> {
  const made = await makePerson(test, person)
  return { ...made, ...(await signIn(test, made)) }
}
