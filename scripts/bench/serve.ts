// The product, serving as it does in production; the engine and its mail are measured apart.
import { readConfig } from '../../server/config.ts'
import { type Instance, startInstance } from '../../server/main.ts'
import { makeApiKey } from '../../server/staff/keys.ts'
import { answerCalls, usage } from './child.ts'

let instance: Instance | undefined

answerCalls(
  {
    async start(databaseUrl: string, folder: string) {
      const result = readConfig({
        DATABASE_URL: databaseUrl,
        DATA_DIR: `${folder}/serve`,
        SECRET_KEY: '5'.repeat(64),
        PORT: '0',
        LOG_LEVEL: 'error',
        ENGINE: 'off',
        RATE_LIMIT: 'off',
      })
      if ('faults' in result) throw new Error(result.faults.join('\n'))
      instance = await startInstance(result.config)
      return Number(new URL(instance.url).port)
    },
    /** An API key in the name of a person of the staff. */
    async key(role: string, branch: string) {
      const { deps } = instance!
      const [person] = await deps.sql<{ id: number }[]>`
        select id from staff where ${role} = any(roles) and branch = ${branch} order by id limit 1`
      return (await makeApiKey(deps, null, { name: 'bench', staff: person!.id })).key
    },
    usage,
  },
  () => instance?.stop(),
)
