import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

type Teardown = { teardown(work: () => unknown): unknown }

/** How a line behaves: whole, cut, or `deaf`: what is sent arrives, and no answer comes back. */
export type Manner = 'whole' | 'cut' | 'deaf'

export interface Line {
  readonly url: string
  manner: Manner
}

/** A line to a server of this machine that can be cut and mended while somebody speaks over it. */
export async function openLine(t: Teardown, to: string): Promise<Line> {
  const { hostname, port } = new URL(to)
  const sockets = new Set<Socket>()
  let manner: Manner = 'whole'
  const server = createServer((near) => {
    if (manner === 'cut') return near.destroy()
    const far = connect(Number(port), hostname)
    const deaf = manner === 'deaf'
    for (const socket of [near, far]) {
      sockets.add(socket)
      socket.on('close', () => sockets.delete(socket))
      socket.on('error', () => undefined)
    }
    near.pipe(far)
    if (deaf) far.once('data', () => near.destroy())
    else far.pipe(near)
    near.on('close', () => far.destroy())
    far.on('close', () => near.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.teardown(() => {
    for (const socket of sockets) socket.destroy()
    return new Promise((resolve) => server.close(resolve))
  })
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    get manner() {
      return manner
    },
    set manner(now) {
      manner = now
      // Conversations under way have the old manner.
      for (const socket of sockets) socket.destroy()
    },
  }
}
