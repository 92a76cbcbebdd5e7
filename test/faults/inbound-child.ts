// One listener of inbound-killed.test.ts: takes mail until it is killed, and reads what it has taken.
import { openDeps } from '../../scripts/support/open.ts'
import { InboundListener } from '../../server/inbound/listener.ts'
import { Reader } from '../../server/inbound/reader.ts'
import { receive } from '../../server/inbound/receive.ts'

const { deps } = await openDeps()
process.on('disconnect', () => process.exit(0))
const port = await new InboundListener(deps).listen(0, '127.0.0.1')
process.send!(port)
const reader = new Reader()
for (;;) {
  const did = await receive(deps, reader, { at: deps.now(), alive: async () => true })
  if (Object.keys(did).length === 0) await new Promise((resolve) => setTimeout(resolve, 20))
}
