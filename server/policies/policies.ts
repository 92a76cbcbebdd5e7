import type { FastifyRequest } from 'fastify'
import {
  activatePolicy,
  findPolicy,
  insertPolicy,
  nextPolicyVersion,
  type PolicyRow,
  saveTrial,
} from '../../db/policies.ts'
import type { PolicyData, TrialView } from '../../shared/contract/policy.ts'
import { type Policy, policyFaults } from '../../shared/domain/policy.ts'
import { say } from '../../shared/i18n/text.ts'
import type { Deps } from '../deps.ts'
import { findAnswer, keyedBy } from '../perform.ts'
import { HttpProblem } from '../problem.ts'
import { changeSetting } from '../settings.ts'
import { tryPolicy } from './trial.ts'
import { viewPolicy } from './view.ts'

/** Throws `policy_faulty` with every fault and its place. */
function refuseFaulty(policy: Policy): void {
  const faults = policyFaults(policy)
  if (faults.length === 0) return
  throw new HttpProblem('policy_faulty', {}, ['data'], (lang) =>
    faults.map(({ path, code }) => ({
      path: `/data/${path.replaceAll('.', '/')}`,
      code,
      message: say(lang, `policyFault.${code}`),
    })),
  )
}

/** A new version as a draft: nothing lives under it until it is tried and made active. Throws `policy_faulty`. */
export async function draftPolicy(deps: Deps, request: FastifyRequest, input: { data: PolicyData; note: string }) {
  const by = staffOf(request)
  const { answer } = await changeSetting(deps, request, {
    read: () => nextPolicyVersion(deps.sql),
    decide(version, world, _ids, now) {
      const ladders = { ...world.policy.ladders, ...input.data.ladders }
      const data: Policy = { ...input.data, ladders, version }
      refuseFaulty(data)
      const name = by === null ? null : (world.roster.person(by)?.name ?? null)
      const row: PolicyRow = {
        version,
        state: 'draft',
        data,
        note: input.note,
        createdAt: now,
        createdBy: by,
        createdByName: name,
        triedAt: null,
        trial: null,
        activatedAt: null,
        activatedBy: null,
        activatedByName: null,
      }
      return {
        write: insertPolicy(deps.sql, { version, data, note: input.note, by, at: now }),
        log: { what: 'policy.draft', subject: String(version), data: { note: input.note } },
        answer: { status: 201, body: viewPolicy(row, world.reference) },
      }
    },
  })
  return answer!.body as ReturnType<typeof viewPolicy>
}

/** Tries a version on past cases beside the one in force, and keeps the result with it. Throws `not_found`. */
export async function runTrial(deps: Deps, request: FastifyRequest, version: number, days: number): Promise<TrialView> {
  const keyed = keyedBy(deps, request)
  const known = await findAnswer(deps, keyed)
  if (known) return known.body as TrialView
  const policy = await getPolicy(deps, version)
  const trial = await tryPolicy(deps, { ...policy.data, version }, days, deps.now())
  const { answer } = await changeSetting(deps, request, {
    read: () => Promise.resolve(undefined),
    decide: (_facts, _world, _ids, now) => ({
      write: saveTrial(deps.sql, version, trial, now),
      log: { what: 'policy.trial', subject: String(version), data: { days } },
      answer: { status: 200, body: trial },
    }),
  })
  return answer!.body as TrialView
}

/**
 * Makes a draft the policy in force: what begins from now on begins under it, what runs goes on under its own. Throws
 * `not_found`, `nothing_to_change` (no draft), `needs_other_person` (its author), `policy_not_tried`, `policy_stale`
 * (tried against a version that is no longer in force), `policy_faulty`.
 */
export async function activate(deps: Deps, request: FastifyRequest, version: number) {
  const by = staffOf(request)
  const { answer } = await changeSetting<{ version: number }, PolicyRow>(deps, request, {
    read: () => getPolicy(deps, version),
    decide(policy, world, _ids, now) {
      if (policy.state !== 'draft') throw new HttpProblem('nothing_to_change')
      if (policy.createdBy === by) throw new HttpProblem('needs_other_person')
      const trial = policy.trial as TrialView | null
      if (!trial) throw new HttpProblem('policy_not_tried')
      if (trial.against !== world.policy.version) throw new HttpProblem('policy_stale')
      refuseFaulty({ ...policy.data, version })
      const name = by === null ? null : (world.roster.person(by)?.name ?? null)
      const after: PolicyRow = { ...policy, state: 'active', activatedAt: now, activatedBy: by, activatedByName: name }
      return {
        write: activatePolicy(deps.sql, version, by, now),
        log: { what: 'policy.activate', subject: String(version), data: { instead: world.policy.version } },
        answer: { status: 200, body: viewPolicy(after, world.reference) },
      }
    },
  })
  return answer!.body as ReturnType<typeof viewPolicy>
}

export async function getPolicy(deps: Deps, version: number): Promise<PolicyRow> {
  const policy = await findPolicy(deps.sql, version)
  if (!policy) throw new HttpProblem('not_found')
  return policy
}

const staffOf = ({ caller }: FastifyRequest): number | null => (caller.kind === 'staff' ? caller.id : null)
