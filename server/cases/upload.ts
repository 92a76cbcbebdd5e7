import { createHash } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import { LARGEST_FILE, MOST_FILES } from '../../shared/domain/attachment.ts'
import { type FileType, fileTypeOf, withoutMetadata } from '../../shared/domain/picture.ts'
import type { Deps } from '../deps.ts'
import { checkCsrf } from '../plugins/authentication.ts'
import { HttpProblem } from '../problem.ts'

/** All files of one request together. */
export const LARGEST_UPLOAD = 30 * 1024 * 1024

export interface Uploaded {
  readonly name: string
  readonly mime: FileType
  readonly bytes: Uint8Array
  readonly sha256: string
}

export interface Upload {
  readonly files: readonly Uploaded[]
  /** The form's own words. */
  readonly fields: Readonly<Record<string, string>>
}

/**
 * The files of a multipart form, each what its first bytes say it is, pictures without their metadata. Throws
 * `file_too_large`, `file_type_not_allowed`, `too_many_files`, `validation_failed` (no form, or one that breaks off), `csrf`.
 */
export async function readUpload(request: FastifyRequest, deps: Deps): Promise<Upload> {
  if (!request.isMultipart()) throw new HttpProblem('unsupported_media_type')
  try {
    return await readForm(request, deps)
  } catch (error) {
    const known = error instanceof HttpProblem || String((error as { code?: unknown }).code).startsWith('FST_')
    // Everything else is the form parser's: it throws plain errors about what the client sent.
    throw known ? error : new HttpProblem('validation_failed', {}, ['file'])
  }
}

async function readForm(request: FastifyRequest, deps: Deps): Promise<Upload> {
  const files: Uploaded[] = []
  const fields: Record<string, string> = {}
  let size = 0
  for await (const part of request.parts({
    limits: { fileSize: LARGEST_FILE, files: MOST_FILES + 1, fields: 10, fieldSize: 1_000 },
  })) {
    if (part.type === 'field') {
      if (typeof part.value === 'string') fields[part.fieldname] = part.value
      continue
    }
    if (files.length >= MOST_FILES) throw new HttpProblem('too_many_files', { max: MOST_FILES })
    const bytes = await part.toBuffer().catch((error: { code?: string }) => {
      throw error.code === 'FST_REQ_FILE_TOO_LARGE' ? tooLarge(LARGEST_FILE) : error
    })
    size += bytes.length
    if (size > LARGEST_UPLOAD) throw tooLarge(LARGEST_UPLOAD)
    files.push(fileOf(part.filename, bytes))
  }
  if (request.csrfOwed) checkCsrf(request, deps, fields._csrf)
  if (files.length === 0) throw new HttpProblem('validation_failed', {}, ['file'])
  return { files, fields }
}

const tooLarge = (bytes: number) => new HttpProblem('file_too_large', { max: `${bytes / 1_048_576} MB` })

function fileOf(name: string | undefined, given: Uint8Array): Uploaded {
  const mime = fileTypeOf(given)
  if (!mime) throw new HttpProblem('file_type_not_allowed')
  let bytes: Uint8Array
  try {
    bytes = withoutMetadata(given, mime)
  } catch (error) {
    if (error instanceof RangeError) throw new HttpProblem('file_type_not_allowed')
    throw error
  }
  return { name: cleanName(name), mime, bytes, sha256: createHash('sha256').update(bytes).digest('base64') }
}

/** The last part of the path, without what could break a header or a file system. */
function cleanName(name: string | undefined): string {
  const last = (name ?? '').toWellFormed().split(/[/\\]/).at(-1)!
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is taken out
  const clean = last.replace(/[\u0000-\u001f\u007f<>:"|?*]/g, '').trim()
  return [...(clean || 'file')].slice(0, 150).join('')
}
