import { z } from 'zod'
import { instant } from './text.ts'

/** A file of a case. Outsiders get it only while the case and the file are public; its name only those who work on it. */
export const attachmentView = z
  .object({
    id: z.number().int(),
    name: z.string(),
    mime: z.string(),
    size: z.number().int(),
    url: z.string(),
    public: z.boolean(),
    at: instant,
  })
  .meta({ id: 'Attachment' })
export type AttachmentView = z.infer<typeof attachmentView>

export const attachmentsAnswer = z.object({ items: z.array(attachmentView) }).meta({ id: 'Attachments' })
