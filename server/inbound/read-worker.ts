import { parentPort } from 'node:worker_threads'
import { parseMail, Unreadable } from './parse.ts'

/** What the thread answers: the mail read, or why not. */
export type ReadAnswer =
  | { readonly parsed: Awaited<ReturnType<typeof parseMail>> }
  | { readonly reason: string; readonly fault: string }

/** Reads one mail at a time in a thread of its own, whose memory and time are bounded from outside (reader.ts). */
parentPort?.on('message', async (raw: Uint8Array<ArrayBuffer>) => {
  let answer: ReadAnswer
  try {
    answer = { parsed: await parseMail(raw) }
  } catch (error) {
    if (error instanceof Unreadable) answer = { reason: error.reason, fault: '' }
    else {
      const message = error instanceof Error ? error.message : ''
      const reason = /nesting depth/i.test(message) ? 'nesting' : /header/i.test(message) ? 'headers' : 'broken'
      answer = { reason, fault: error instanceof Error ? error.name : 'unknown' }
    }
  }
  parentPort!.postMessage(answer)
})
