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
  /** Of a page's form: what is wrong with a file; what was typed stays. */
  readonly fault?: HttpProblem
}

/**
 * The files of a multipart form, each what its first bytes say it is, pictures without their metadata. Throws
 * `file_too_large`, `file_type_not_allowed`, `too_many_files`, `validation_failed` (no form, or one that breaks off), `csrf`.
 * `page`: a form without files is one too, and a faulty file is told beside what was typed.
 */
export async function readUpload(
  request: FastifyRequest,
  deps: Deps,
  { page = false }: { readonly page?: boolean } = {},
): Promise<Upload> {
  const type = request.headers['content-type'] ?? ''
  if (!/^multipart\/form-data\b/i.test(type)) throw new HttpProblem('unsupported_media_type')
  const form = await parse(await readAll(request), type)
  const files: Uploaded[] = []
  let fault: HttpProblem | undefined
  const fields: Record<string, string> = Object.create(null)
  for (const [name, value] of form) {
    if (typeof value === 'string') fields[name] = value
    // What browsers send for a file field that was left empty.
    else if (page && value.size === 0 && value.name === '') continue
    else {
      try {
        if (files.length === MOST_FILES) throw new HttpProblem('too_many_files', { max: MOST_FILES })
        if (value.size > LARGEST_FILE) throw tooLarge(LARGEST_FILE)
        files.push(fileOf(value.name, new Uint8Array(await value.arrayBuffer())))
      } catch (error) {
        if (!page || !(error instanceof HttpProblem)) throw error
        fault ??= error
      }
    }
  }
  if (request.csrfOwed) checkCsrf(request, deps, fields._csrf)
  if (files.length === 0 && !page) throw new HttpProblem('validation_failed', {}, ['file'])
  return { files, fields: { ...fields }, ...(fault ? { fault } : {}) }
}

/** The platform's own parser: streaming ones wait for ever for a form that ends in a part without a name. */
async function parse(bytes: Buffer<ArrayBuffer>, type: string): Promise<FormData> {
  try {
    return await new Response(bytes, { headers: { 'content-type': type } }).formData()
  } catch {
    // It throws plain errors about what the client sent.
    throw new HttpProblem('validation_failed', {}, ['file'])
  }
}

/** The stream is left whole on refusal: the answer still goes out on it. */
function readAll({ raw }: FastifyRequest): Promise<Buffer<ArrayBuffer>> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let size = 0
    const refuse = () => reject(new HttpProblem('validation_failed', {}, ['file']))
    raw.on('data', (chunk: Buffer) => {
      size += chunk.length
      if (size <= LARGEST_UPLOAD) chunks.push(chunk)
      else reject(tooLarge(LARGEST_UPLOAD))
    })
    raw.once('end', () => resolve(Buffer.concat(chunks)))
    raw.once('error', refuse)
    raw.once('close', refuse)
  })
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
