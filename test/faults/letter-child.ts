// The sender of letter-killed.test.ts: sends what is due at the instant of its argument, and is killed on the way.
import { openDeps } from '../../scripts/support/open.ts'
import { sendLetters } from '../../server/engine/letters.ts'
import { makeLetterPost } from '../../server/mail/post.ts'

const at = Number(process.argv[2])
const { deps } = await openDeps()
process.on('disconnect', () => process.exit(0))
const did = await sendLetters(deps, makeLetterPost(deps.config), { now: () => at, alive: async () => true })
process.send!(did)
