// One engine process of engine-killed.test.ts: passes without end at the instants of its arguments, until it is killed.
import { once } from 'node:events'
import { openDeps } from '../../scripts/support/open.ts'
import { runOnce } from '../../server/engine/engine.ts'
import { escalationsDue } from '../../server/engine/escalate.ts'

/** Small, so that there are many moments to die in. */
const BATCH = 10

const instants = process.argv.slice(2).map(Number)
const { deps } = await openDeps()
process.on('disconnect', () => process.exit(0))
process.send!('ready')

for (;;) {
  // Processes whose clocks disagree: what one sees due the other does not yet. Mostly the early ones, so that the ladder
  // is climbed step by step.
  const at = instants[Math.floor(Math.random() ** 4 * instants.length)]!
  let batches = 0
  const did = await escalationsDue(deps, { at, alive: async () => (await mayWork()) && batches++ < 5 }, BATCH)
  if (did.rungs === 0) await runOnce(deps, at)
}

/** The test gives out the work, so that some is left for every kill on a machine of any speed. */
async function mayWork(): Promise<boolean> {
  process.send!('work?')
  await once(process, 'message')
  return true
}
