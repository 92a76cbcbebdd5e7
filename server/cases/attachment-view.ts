import type { AttachmentRow } from '../../db/views/attachments.ts'
import type { AttachmentView } from '../../shared/contract/attachment.ts'
import type { FileType } from '../../shared/domain/picture.ts'
import { rfc3339 } from '../../shared/domain/zone.ts'
import type { Sight } from './view.ts'

const ENDINGS: Record<FileType, string> = {
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/webp': 'webp',
  'application/pdf': 'pdf',
}

/** Whether a reader may open a file: outsiders only what is public of a public case and not hidden. */
export function isOpenTo(
  file: Pick<AttachmentRow, 'public' | 'hidden' | 'byKind'>,
  sight: Sight,
  casePublic: boolean,
): boolean {
  if (sight === 'inside') return true
  // A body's letter may name other people and other cases.
  if (file.byKind === 'body' && !file.public) return false
  return !file.hidden && (sight === 'reporter' || (casePublic && file.public))
}

/** What a file is called for this reader: a name somebody gave may hold a name. */
export function fileName(file: Pick<AttachmentRow, 'id' | 'name' | 'mime'>, sight: Sight): string {
  return sight === 'outside' ? `${file.id}.${ENDINGS[file.mime as FileType]}` : file.name
}

export function viewAttachment(
  file: AttachmentRow,
  sight: Sight,
  where: { url: string; zone: string; public: boolean },
): AttachmentView {
  return {
    id: file.id,
    name: fileName(file, sight),
    mime: file.mime,
    size: file.size,
    url: `${where.url}/attachments/${file.id}`,
    public: file.public && where.public && !file.hidden,
    at: rfc3339(where.zone, file.at),
  }
}
