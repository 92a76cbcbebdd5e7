// npm run backup -- FILE: every table of one instant into FILE (.tar.gz), while Daybreak runs or not.
import { backup } from '../db/backup.ts'
import { keyCheckOf } from '../db/restore.ts'
import { withFile } from './support/copy.ts'
import { showProgress } from './support/progress.ts'

process.exitCode = await withFile('Usage: npm run backup -- FILE.tar.gz', async (file, { url }, { secretKey }) => {
  const { tables } = await backup(url, file, {
    at: Date.now(),
    keyCheck: keyCheckOf(secretKey),
    progress: showProgress('Copied'),
  })
  const rows = Object.values(tables).reduce((sum, table) => sum + table.rows, 0)
  console.log(`${file}: ${rows.toLocaleString('en-US')} rows in ${Object.keys(tables).length} tables.`)
  console.log(
    'It holds personal data: keep it as safe as the database. SECRET_KEY is not in it; without that key the contacts of',
  )
  console.log('reporters cannot be read again, so keep it in another place (unset, it stands in DATA_DIR/secret.key).')
})
