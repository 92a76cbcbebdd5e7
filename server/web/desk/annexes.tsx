import { LARGEST_ANNEXES, MOST_ANNEXES } from '../../../shared/domain/mailing.ts'
import { formatNumber } from '../../../shared/i18n/format.ts'
import { t } from '../../../shared/i18n/text.ts'
import { Checkbox } from '../components/form.tsx'
import type { DeskCase } from './case-read.ts'
import { annexField } from './deeds.ts'
import type { Sheet } from './form.tsx'

const MB = 1024 * 1024
/** More would not fit into one form. */
const MOST_SHOWN = 40

interface AnnexFile {
  readonly id: number
  /** Which file of the mail `id`; null: a file of the case. */
  readonly n: number | null
  readonly name: string
  readonly size: number
  /** The letter whose answer brought it; null: it is of the case. */
  readonly from: string | null
  /** Which photo of the case; null: another file. */
  readonly photo: number | null
}

/** Files that a letter by mail may take along: the photos of the case, and what bodies have sent about it. */
export function Annexes({ sheet, desk }: { sheet: Sheet; desk: DeskCase }) {
  const { lang } = sheet
  const files = filesOf(desk)
  if (files.length === 0) return null
  const { id, label, faults } = sheet.field('annexes')
  const fault = faults.get(id)
  const size = (bytes: number) => formatNumber(lang, Math.max(bytes / MB, 0.1), 1)
  return (
    <div class={`govuk-form-group${fault ? ' govuk-form-group--error' : ''}`} id={id} tabIndex={-1}>
      <fieldset class="govuk-fieldset" aria-describedby={`${id}-hint`}>
        <legend class="govuk-label">
          {label}
          <span class="quiet small"> ({t(lang, 'page.frame.optional')})</span>
        </legend>
        <p class="govuk-hint" id={`${id}-hint`}>
          {t(lang, 'page.write.annexesHint', { n: MOST_ANNEXES, size: size(LARGEST_ANNEXES) })}
        </p>
        {fault && (
          <p class="govuk-error-message">
            <span class="shade">{t(lang, 'page.frame.errorPrefix')}: </span>
            {fault}
          </p>
        )}
        {files.map((file) => (
          <Checkbox
            lang={lang}
            id={`contacts-${annexField(file.id, file.n)}`}
            name={annexField(file.id, file.n)}
            label={file.photo === null ? file.name : t(lang, 'page.write.photo', { n: file.photo, name: file.name })}
            hint={
              file.from === null
                ? t(lang, 'page.write.size', { size: size(file.size) })
                : t(lang, 'page.write.fromReply', { size: size(file.size), number: file.from })
            }
            checked={sheet.value(annexField(file.id, file.n)) === 'yes'}
          />
        ))}
      </fieldset>
    </div>
  )
}

/** A file of an answer stands with its letter, also when it is kept among the files of the case. */
function filesOf({ read, letters }: DeskCase): AnnexFile[] {
  const replied = letters.flatMap(({ outgoingNumber, replies }) =>
    replies.flatMap(({ files, mail, mailFiles = [] }) => [
      ...files.map((file) => ({ ...file, n: null, from: outgoingNumber, photo: null })),
      ...(mail === null ? [] : mailFiles.map((file) => ({ ...file, id: mail, from: outgoingNumber, photo: null }))),
    ]),
  )
  const known = new Set(replied.filter((file) => file.n === null).map((file) => file.id))
  let photos = 0
  const own = (read.seen.attachments ?? [])
    .filter((file) => !known.has(file.id) && !file.hidden)
    .map((file) => ({ ...file, n: null, from: null, photo: file.mime.startsWith('image/') ? ++photos : null }))
  return [...own, ...replied].slice(0, MOST_SHOWN)
}
