import { replyTerm } from '../../../shared/domain/contact.ts'
import { localDate } from '../../../shared/domain/zone.ts'
import { formatDate, t } from '../../../shared/i18n/format.ts'
import type { ReferenceBody } from '../../reference.ts'
import type { FullWorld } from '../../world.ts'
import { Radios } from '../components/form.tsx'
import type { DeskCase } from './case-read.ts'
import { bodyOptions } from './choices.ts'
import { Choice, type Sheet } from './form.tsx'

/** So many are offered by name; the rest stand in the list below. */
const OFFERED = 4

/** Whom to write to: the competent ones with their reason, their term and its article, and what was written before. */
export function BodyChoice({
  sheet,
  world,
  desk,
  now,
}: {
  sheet: Sheet
  world: FullWorld
  desk: DeskCase
  now: number
}) {
  const { lang } = sheet
  const c = desk.read.row.facts.case
  const offers = world.reference.competentBodies(c.category, c.region, c.district).slice(0, OFFERED)
  const today = localDate(c.zone, now)
  const field = sheet.field('body')
  return (
    <>
      {offers.length > 0 && (
        <Radios
          {...field}
          value={sheet.value('body', sheet.opened ? '' : offers[0]!.body.id)}
          options={offers.map(({ body, because }) => ({
            value: body.id,
            text: body.name[lang],
            hint: [
              t(lang, `page.desk.field.bodyWhy.${because.rule}`),
              termOf(body),
              already(body) && t(lang, 'page.desk.field.already', { numbers: already(body)! }),
            ]
              .filter(Boolean)
              .join('; '),
          }))}
        />
      )}
      <Choice
        sheet={sheet}
        name="other"
        optional={offers.length > 0}
        empty={t(lang, 'page.desk.field.bodyPick')}
        options={bodyOptions(world, lang, c).filter((o) => !offers.some(({ body }) => body.id === o.value))}
      />
    </>
  )

  function termOf(body: ReferenceBody): string {
    if (!body.replyByLaw) return t(lang, 'page.desk.field.termLetter')
    const { on } = replyTerm(body, today, null, world, c.zone)
    const article = world.reference.legalTerm('reply', today)?.rule.citation?.[lang] ?? ''
    return t(lang, 'page.desk.field.term', { date: formatDate(lang, on, { weekday: 'short' }), article })
  }

  function already(body: ReferenceBody): string {
    return desk.letters
      .filter((letter) => letter.body === body.id)
      .map((letter) => letter.outgoingNumber)
      .join(', ')
  }
}
