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
  console.error(JSON.stringify({ level: 50, msg: 'unhandled rejection', name: (reason as Error)?.name, stack: framesOf(reason) }))
})

try {
  const instance = await startInstance(result.config)
  console.log(`Daybreak (Таң) is up: ${instance.url}`)
  const [staffed] = await instance.deps.sql`select from staff where id <> 1 limit 1`
  if (!staffed) {
    console.log('Nobody works here yet. Make the first administrator:')
    console.log('  npm run staff -- add --email you@example.org --name "Your Name" --role admin,central-head')
  }
  let stopping = false
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (stopping) process.exit(1)
      stopping = true
      instance.stop().then(
        () => process.exit(0),
        (error) => {
          console.error(`Daybreak did not stop cleanly: ${(error as Error).message}`)
          process.exit(1)
        },
      )
    })
  }
} catch (error) {
  console.error(`Daybreak cannot start: ${(error as Error).message}`)
  process.exit(1)
}

/** The frames without the message, which may quote what somebody typed. */
function framesOf(error: unknown): string | undefined {
  return error instanceof Error ? error.stack?.split('\n').slice(1, 8).join('\n') : undefined
}
