// The floor: `ws` sending in a loop, the payload ready-made as a Buffer (the fastest it takes).
import type { AddressInfo } from 'node:net'
import { WebSocketServer } from 'ws'
import { answerCalls } from './child.ts'
import { broadcasts, watched } from './fanout-clock.ts'

let server: WebSocketServer
let payload: Buffer

answerCalls(
  {
    ...watched,
    async start(length: number) {
      payload = Buffer.alloc(length, 'x')
      server = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: false })
      await new Promise((resolve) => server.once('listening', resolve))
      return (server.address() as AddressInfo).port
    },
    broadcast: (messages: number, everyMs: number) =>
      broadcasts(messages, everyMs, () => {
        for (const client of server.clients)
          if (client.readyState === client.OPEN) client.send(payload, { binary: false })
      }),
  },
  async () => {
    for (const client of server.clients) client.terminate()
    server.close()
  },
)
