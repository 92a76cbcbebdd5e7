import { readUpload, type Uploaded } from '../cases/upload.ts'
import { checkCsrf } from '../plugins/authentication.ts'
import type { HttpProblem } from '../problem.ts'
import type { FormBody } from './form-body.ts'
import type { Asked, Pages } from './pages.ts'

/** Of a route whose form may bring files: the handler reads it, and one address does not send photos without end. */
export const WITH_FILES = { csrfInHandler: true, rateLimit: { max: 60, timeWindow: 60_000 } } as const

export interface SentForm {
  readonly form: FormBody
  readonly files: readonly Uploaded[]
  /** What is wrong with a file; what was typed stays. */
  readonly fault?: HttpProblem
}

/** The fields and files of a form, plain or multipart. Throws `csrf`, `validation_failed`, `file_too_large` (all of it). */
export async function readSent({ deps }: Pages, { request, form }: Asked): Promise<SentForm> {
  if (!/^multipart\//i.test(request.headers['content-type'] ?? '')) {
    if (request.csrfOwed) checkCsrf(request, deps, form._csrf)
    return { form, files: [] }
  }
  const { fields, files, fault } = await readUpload(request, deps, { page: true })
  // Part of what a repeated request must bring again to be the same one.
  request.body = fields
  const clean = (value: string) => value.replaceAll('\u0000', '').toWellFormed().replaceAll('\r\n', '\n')
  return {
    form: Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, clean(value)])),
    files,
    ...(fault ? { fault } : {}),
  }
}
