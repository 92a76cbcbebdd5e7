import pino, { type DestinationStream, type LogFn, type Logger } from 'pino'
import { safeError } from '../db/errors.ts'

/** JSON lines to standard output. Personal data never gets here; the redaction is the second fence. */
export function makeLog(level: string, destination?: DestinationStream): Logger {
  return pino(
    {
      level,
      base: undefined,
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: {
        paths: [
          'req.headers',
          'headers',
          'body',
          'password',
          'token',
          'email',
          'phone',
          'iin',
          '*.password',
          '*.token',
          '*.email',
          '*.phone',
          '*.iin',
          '*.text',
          'err.parameters',
          'err.query',
        ],
        remove: true,
      },
      hooks: { logMethod: giveText },
      serializers: {
        err: describe,
        req: (request: { method?: string; routeOptions?: { url?: string } }) => ({
          method: request.method,
          route: request.routeOptions?.url,
        }),
      },
    },
    destination as DestinationStream,
  )
}

/** pino takes a line's text from its error when none is given. */
function giveText(this: Logger, args: Parameters<LogFn>, method: LogFn): void {
  const [first, text] = args as unknown[]
  const error = first instanceof Error ? first : (first as { err?: unknown } | undefined)?.err
  if (!(error instanceof Error) || text !== undefined) method.apply(this, args)
  else
    method.apply(this, [
      first instanceof Error ? { err: first } : first,
      isFromDatabase(error) ? 'database error' : error.message,
    ])
}

/** A database's message quotes values ("invalid input syntax for type date: …"), and its fields hold rows: only code and place are told. */
function describe(error: unknown): unknown {
  if (!(error instanceof Error)) return error
  const places = error.stack
    ?.split('\n')
    .filter((line) => line.startsWith('    at ') && !/node_modules.postgres|\(node:/.test(line))
  const message = isFromDatabase(error) ? {} : { message: error.message }
  return { type: error.name, ...safeError(error), ...message, stack: places?.slice(0, 8).join('\n') }
}

function isFromDatabase(error: Error): boolean {
  return /^[0-9A-Z]{5}$/.test(safeError(error).code ?? '')
}
