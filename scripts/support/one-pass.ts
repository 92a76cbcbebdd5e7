import { parseArgs } from 'node:util'
import { runOnce } from '../../server/engine/engine.ts'
import { instantMs } from '../../shared/contract/text.ts'
import { openDeps } from './open.ts'

const USAGE = 'Usage: npm run engine -- --once [--at 2026-11-22T09:00:00+05:00]'

/** One pass; the exit code: 0, 1 when a job failed, 2 when the arguments cannot be read. */
export async function main(args: readonly string[]): Promise<number> {
  const asked = readAsked(args)
  if (typeof asked === 'string') return refuse(asked)
  const { deps, close } = await openDeps()
  try {
    const now = deps.now()
    const at = asked.at ?? now
    if (at > now && deps.config.nodeEnv === 'production')
      return refuse('An instant in the future is a drill, and this is production: nothing was done.')
    const did = await runOnce(deps, at)
    console.log(JSON.stringify({ at: new Date(at).toISOString(), did }))
    return Object.values(did).some((job) => 'fault' in job) ? 1 : 0
  } finally {
    await close()
  }
}

function readAsked(args: readonly string[]): { at: number | undefined } | string {
  try {
    const { values } = parseArgs({ args: [...args], options: { once: { type: 'boolean' }, at: { type: 'string' } } })
    if (!values.once) return `${USAGE}\nThe engine runs by itself inside npm start; this command makes one pass.`
    if (values.at === undefined) return { at: undefined }
    const parsed = instantMs.safeParse(values.at)
    if (parsed.success) return { at: Date.parse(parsed.data) }
    return `${USAGE}\n--at wants an instant with its offset (RFC 3339, years 2000 to 2099), not ${JSON.stringify(values.at)}.`
  } catch (error) {
    return `${USAGE}\n${(error as Error).message}`
  }
}

function refuse(why: string): number {
  console.error(why)
  return 2
}
