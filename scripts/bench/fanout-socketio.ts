// socket.io emitting to everybody, over WebSocket only.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Server } from 'socket.io'
import { answerCalls } from './child.ts'
import { broadcasts, watched } from './fanout-clock.ts'

const http = createServer()
// No pings while frames are counted.
const io = new Server(http, {
  transports: ['websocket'],
  pingInterval: 600_000,
  pingTimeout: 600_000,
  perMessageDeflate: false,
})
let payload: { text: string }

answerCalls(
  {
    ...watched,
    async start(length: number) {
      const frame = JSON.stringify(['event', { text: '' }]).length + '42'.length
      payload = { text: 'x'.repeat(length - frame) }
      await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
      return (http.address() as AddressInfo).port
    },
    broadcast: (messages: number, everyMs: number) =>
      broadcasts(messages, everyMs, () => void io.emit('event', payload)),
  },
  async () => {
    await io.close()
  },
)
