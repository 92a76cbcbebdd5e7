/** No answer within the client's own limit, or the client gave up waiting. Whether a write happened is unknown. */
export class DatabaseUnavailable extends Error {
  readonly code = 'DATABASE_UNAVAILABLE'
  constructor(message = 'The database does not answer', options?: ErrorOptions) {
    super(message, options)
    this.name = 'DatabaseUnavailable'
  }
}

const unavailable = new Set([
  'DATABASE_UNAVAILABLE',
  // the network's
  ...[
    'ECONNREFUSED',
    'ECONNRESET',
    'EPIPE',
    'ETIMEDOUT',
    'ENOTFOUND',
    'EAI_AGAIN',
    'EHOSTUNREACH',
    'ENETUNREACH',
    'ENOENT',
  ],
  // postgres.js's
  ...['CONNECTION_CLOSED', 'CONNECTION_ENDED', 'CONNECTION_DESTROYED', 'CONNECT_TIMEOUT'],
  // PostgreSQL's: shut down, crashed, starting, dropped, idle too long, statement past its time limit, now a standby
  ...['57P01', '57P02', '57P03', '57P04', '57P05', '57014', '25006'],
])

/** A message from the database about a broken `unique`; with a name, only about that constraint. */
export function isUniqueViolation(error: unknown, constraint?: string): boolean {
  const { code, constraint_name } = safeError(error)
  return code === '23505' && (constraint === undefined || constraint === constraint_name)
}

/** The database cannot be reached, is out of connections or disk (class 53), or did not answer in time: 503, try again. */
export function isUnavailable(error: unknown): boolean {
  const { code } = safeError(error)
  return code !== undefined && (unavailable.has(code) || /^(08|53)...$/.test(code))
}

/** What may be logged of a database error: never the message, which can hold values, nor the parameters. */
export function safeError(error: unknown): { code?: string; constraint_name?: string } {
  for (let at = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth++) {
    const { code, constraint_name } = at as { code?: unknown; constraint_name?: unknown }
    if (typeof code !== 'string') continue
    return typeof constraint_name === 'string' ? { code, constraint_name } : { code }
  }
  return {}
}
