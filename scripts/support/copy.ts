import { type OpenDatabase, openDatabase } from '../../db/open.ts'
import { type Config, readConfig } from '../../server/config.ts'

const quiet = { info: () => undefined, warn: console.error, error: console.error }

/**
 * What backup and restore have in common: one file as the argument, the settings, the database as it is (not migrated). Returns the exit code;
 * a fault is one line and no stack.
 */
export async function withFile(
  usage: string,
  work: (file: string, database: OpenDatabase, config: Config) => Promise<void>,
): Promise<number> {
  const [file, ...more] = process.argv.slice(2)
  if (!file || more.length > 0 || file.startsWith('-')) {
    console.error(usage)
    return 2
  }
  const settings = readConfig(process.env)
  if ('faults' in settings) {
    console.error(settings.faults.join('\n'))
    return 1
  }
  try {
    const database = await openDatabase(settings.config, quiet)
    try {
      await work(file, database, settings.config)
    } finally {
      await database.stop()
    }
    return 0
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    return 1
  }
}
