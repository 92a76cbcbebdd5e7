import { type EmbeddedLog, startEmbedded } from './embedded.ts'

/** The database of this instance: `ensure` brings a dead embedded server back, `stop` is for after your own connections are closed. */
export type OpenDatabase = { url: string; ensure(): Promise<void>; stop(): Promise<void> }

/** The given database, or the embedded one of the data folder, started or joined. Commands beside a running instance use it too. */
export async function openDatabase(
  { databaseUrl, dataDir }: { databaseUrl: string | undefined; dataDir: string },
  log: EmbeddedLog,
): Promise<OpenDatabase> {
  const nothing = () => Promise.resolve()
  return databaseUrl ? { url: databaseUrl, ensure: nothing, stop: nothing } : startEmbedded({ dataDir, log })
}
