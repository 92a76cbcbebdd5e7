import type { CDPSession, Page } from 'playwright-core'
import type { TestApp } from './app.ts'

/** What a page holds after its rubbish has been collected. */
export interface Held {
  readonly nodes: number
  readonly listeners: number
  readonly documents: number
  /** Kilobytes of scripts' heap. */
  readonly heap: number
}

/** Asks the browser itself, by its debugger. */
export async function holder(page: Page): Promise<() => Promise<Held>> {
  const debuggee: CDPSession = await page.context().newCDPSession(page)
  await debuggee.send('Performance.enable')
  await debuggee.send('HeapProfiler.enable')
  return async () => {
    // what one collection frees may be what another part of the browser was still holding
    for (let i = 0; i < 3; i++) await debuggee.send('HeapProfiler.collectGarbage')
    const { metrics } = await debuggee.send('Performance.getMetrics')
    const of = (name: string) => metrics.find((m) => m.name === name)?.value ?? Number.NaN
    return {
      nodes: of('Nodes'),
      listeners: of('JSEventListeners'),
      documents: of('Documents'),
      heap: Math.round(of('JSHeapUsedSize') / 1024),
    }
  }
}

/** Ids of the events a page's sockets have brought, in the order they came; attach it before the page is opened. */
export function heardBy(page: Page): number[] {
  const heard: number[] = []
  page.on('websocket', (socket) =>
    socket.on('framereceived', ({ payload }) => {
      const frame = JSON.parse(String(payload))
      if (frame.type === 'event') heard.push(frame.event.id)
    }),
  )
  return heard
}

/** Every event recorded after an id, in the order of the feed. */
export async function eventsAfter({ database }: TestApp, id: number): Promise<number[]> {
  const rows = await database.sql<{ id: number }[]>`
    select id from events where (xid, id) > (select xid, id from events where id = ${id}) order by xid, id`
  return rows.map((row) => row.id)
}

export async function lastEvent({ database }: TestApp): Promise<number> {
  const [row] = await database.sql<{ id: number }[]>`select id from events order by xid desc, id desc limit 1`
  return row!.id
}
