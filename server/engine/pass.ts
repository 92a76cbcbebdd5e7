/** One run of the engine for one instant. */
export interface Pass {
  /** Epoch ms: everything due at or before it is handled. */
  readonly at: number
  /** False when the time is up or the lease is lost: stop at the next safe point, the next pass goes on. */
  alive(): Promise<boolean>
}

/** What a job did, in figures; all zero means nothing happened and nothing is logged. */
export type Did = Record<string, number>
