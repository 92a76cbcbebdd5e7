import pino, { type DestinationStream, type Logger } from 'pino'

/** JSON lines to standard output. Personal data never gets here; the redaction is the second fence. */
export function makeLog(level: string, destination?: DestinationStream): Logger {
  return pino(
    {
      level,
      base: undefined,
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: {
        paths: ['req.headers', 'headers', 'body', 'password', 'token', 'email', 'phone', 'iin', '*.password', '*.token', '*.email', '*.phone', '*.iin', '*.text', 'err.parameters', 'err.query'],
        remove: true,
      },
      serializers: {
        req: (request: { method?: string; routeOptions?: { url?: string } }) => ({ method: request.method, route: request.routeOptions?.url }),
      },
    },
    destination as DestinationStream,
  )
}
