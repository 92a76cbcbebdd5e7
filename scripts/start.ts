// npm start: one instance, until it is told to stop.
import { readConfig } from '../server/config.ts'
import { startInstance } from '../server/main.ts'

const result = readConfig(process.env)
if ('faults' in result) {
  console.error(`Daybreak cannot start:\n${result.faults.map((fault) => `  ${fault}`).join('\n')}`)
  process.exit(1)
}

// Whatever nobody caught is a fault to be seen, and never a reason to leave reports unanswered.
process.on('unhandledRejection', (reason) => {
  console.error(
    JSON.stringify({ level: 50, msg: 'unhandled rejection', name: (reason as Error)?.name, stack: framesOf(reason) }),
  )
})

const starting = startInstance(result.config)
let stopping = false
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    if (stopping) process.exit(1)
    stopping = true
    // Told to stop while it starts: what was begun has to be ended, or the database would go on alone.
    starting
      .then((instance) => instance.stop())
      .then(
        () => process.exit(0),
        (error) => {
          console.error(`Daybreak did not stop cleanly: ${(error as Error).message}`)
          process.exit(1)
        },
      )
  })
}

try {
  const instance = await starting
  console.log(`Daybreak (Таң) is up: ${instance.url}`)
  // Only a hint: a database that dies at this very moment comes back, and is no reason to end.
  const [staffed] = await instance.deps.sql`select from staff where id <> 1 limit 1`.catch(() => [true])
  if (!staffed) {
    console.log('Nobody works here yet. Make the first administrator:')
    console.log('  npm run staff -- add --email you@example.org --name "Your Name" --role admin,central-head')
  }
} catch (error) {
  console.error(`Daybreak cannot start: ${(error as Error).message}`)
  process.exit(1)
}

/** The frames without the message, which may quote what somebody typed. */
function framesOf(error: unknown): string | undefined {
  return error instanceof Error ? error.stack?.split('\n').slice(1, 8).join('\n') : undefined
}
