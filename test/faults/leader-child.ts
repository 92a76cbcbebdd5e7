// One instance's engine for clock.test.ts: tells of every pass it makes. Arguments: lease (ms), ms between wakes (0: never).
import { openDeps } from '../../scripts/support/open.ts'
import { Engine } from '../../server/engine/engine.ts'

const [leaseMs = 1_000, every = 0] = process.argv.slice(2).map(Number)
const { deps } = await openDeps()
process.on('disconnect', () => process.exit(0))

// Every pass begins with this.
const at = deps.world.at.bind(deps.world)
deps.world.at = (instant) => {
  process.send!('pass')
  return at(instant)
}
const engine = new Engine(deps, {
  leaseMs,
  schedule(_expression, wake) {
    const timer = every > 0 ? setInterval(wake, every) : undefined
    return { stop: () => clearInterval(timer) }
  },
})
engine.start()
process.send!('started')
