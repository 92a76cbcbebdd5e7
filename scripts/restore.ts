// npm run restore -- FILE: fills an empty database from a backup and checks every table; changes nothing when anything is wrong.
import { keyCheckOf, restore } from '../db/restore.ts'
import { withFile } from './support/copy.ts'
import { showProgress } from './support/progress.ts'

process.exitCode = await withFile('Usage: npm run restore -- FILE.tar.gz', async (file, { url }, { secretKey }) => {
  const { about, manifest } = await restore(url, file, showProgress('Checked'))
  const rows = Object.values(manifest.tables).reduce((sum, table) => sum + table.rows, 0)
  console.log(`Restored the state of ${about.madeAt}: ${rows.toLocaleString('en-US')} rows, every checksum right.`)
  if (about.keyCheck === keyCheckOf(secretKey)) return
  console.error(
    'The backup was made under another SECRET_KEY: contacts of reporters cannot be read until that key is set.',
  )
})
