import type { FastifyRequest } from 'fastify'
import type { z } from 'zod'
import { disableApiKey, insertApiKey } from '../../db/api-keys.ts'
import { findStaff, type StaffRow } from '../../db/staff.ts'
import type { newApiKey } from '../../shared/contract/staff.ts'
import { rfc3339 } from '../../shared/domain/zone.ts'
import type { Deps } from '../deps.ts'
import { HttpProblem } from '../problem.ts'
import { newToken } from '../secrets.ts'
import { changeSetting, nothing } from '../settings.ts'
import { zoneOf } from './view.ts'

const API_KEY_PREFIX = 'dbk_'

/** A key that acts in the name of a person, with their roles and no more. Shown once. Throws `unknown_staff`. */
export async function makeApiKey(
  deps: Deps,
  request: FastifyRequest | null,
  input: { readonly name: string; readonly staff: number },
): Promise<z.infer<typeof newApiKey>> {
  const key = `${API_KEY_PREFIX}${newToken()}`
  const { answer } = await changeSetting<{ id: number }, StaffRow>(deps, request, {
    async read() {
      const person = await findStaff(deps.sql, input.staff)
      if (!person || person.disabledAt !== null) throw new HttpProblem('unknown_staff', {}, ['staff'])
      return person
    },
    decide(person, world, ids, now) {
      const id = ids.next()
      const by = request?.caller.kind === 'staff' ? request.caller.id : null
      return {
        write: insertApiKey(deps.sql, { id, hash: deps.secrets.hash(key), ...input, by, at: now }),
        log: { what: 'api-key.add', subject: String(id), data: { ...input } },
        answer: {
          status: 201,
          body: {
            id,
            name: input.name,
            staff: { id: person.id, name: person.name },
            createdAt: rfc3339(zoneOf(world.reference, person.branch), now),
            disabledAt: null,
            sealed: deps.secrets.seal(key, `api-key:${id}`),
          },
        },
      }
    },
  })
  const { sealed, ...view } = answer!.body as Omit<z.infer<typeof newApiKey>, 'key'> & { sealed: string }
  return { ...view, key: deps.secrets.unseal(Buffer.from(sealed, 'base64'), `api-key:${view.id}`) }
}

/** Takes a key back; it stops at its next request. Throws `not_found`. */
export async function takeApiKeyBack(deps: Deps, request: FastifyRequest | null, id: number): Promise<void> {
  const { rows } = await changeSetting(deps, request, {
    read: nothing,
    decide: (_facts, _world, _ids, now) => ({
      write: disableApiKey(deps.sql, id, now),
      log: { what: 'api-key.disable', subject: String(id), data: {} },
    }),
  })
  if (rows.length === 0) throw new HttpProblem('not_found')
}
