import type { FastifyInstance } from 'fastify'
import { HttpProblem } from '../problem.ts'

/** The minutes of a meeting are the longest form: twenty decisions of six fields. */
const MOST_FIELDS = 240

export type FormBody = Readonly<Record<string, string>>

/** Plain forms, for the pages only: the API takes JSON. Of a name given twice the last counts. */
export function readForms(app: FastifyInstance): void {
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string', bodyLimit: 200_000 },
    (_request, body, done) => {
      const form: Record<string, string> = Object.create(null)
      let n = 0
      for (const [name, value] of new URLSearchParams(body as string)) {
        if (++n > MOST_FIELDS) return done(new HttpProblem('body_too_large'))
        // PostgreSQL holds no NUL, and a lone surrogate is no text.
        form[name] = value.replaceAll('\u0000', '').toWellFormed().replaceAll('\r\n', '\n')
      }
      done(null, form)
    },
  )
}

/** A field as typed, without spaces around; empty when it is not there. */
export function typed(form: FormBody, name: string): string {
  const value = form[name]
  return typeof value === 'string' ? value.trim() : ''
}
