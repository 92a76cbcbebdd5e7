import { CONTACT_CHANNELS } from '../../../shared/domain/contact.ts'
import { addDays } from '../../../shared/domain/date.ts'
import { LANGS } from '../../../shared/domain/text.ts'
import { localDate } from '../../../shared/domain/zone.ts'
import type { Key } from '../../../shared/i18n/catalog.ts'
import { say, t } from '../../../shared/i18n/text.ts'
import type { FullWorld } from '../../world.ts'
import { beginning } from '../case-words.ts'
import { Checkbox, Hidden } from '../components/form.tsx'
import { inLanguage } from '../here.ts'
import type { StaffHere } from '../staff/pages.ts'
import { Annexes } from './annexes.tsx'
import { BodyChoice } from './bodies.tsx'
import type { DeskCase } from './case-read.ts'
import { bodyOptions, branchOptions, peopleGroups } from './choices.ts'
import { CASE_DEEDS, type CaseDeed } from './deeds.ts'
import { Choice, Deed, Line, type Opened, Sheet, Words } from './form.tsx'
import { patternOf, Templates } from './templates.tsx'

export interface FormsProps {
  readonly here: StaffHere
  readonly world: FullWorld
  readonly desk: DeskCase
  readonly opened: Opened | null
  readonly done: string | null
  readonly back: string
  /** The template chosen by address, where there are no scripts. */
  readonly template: string
}

/** What may be done to the case, each behind its name. */
export function Forms(props: FormsProps) {
  const { here, desk } = props
  const deeds = CASE_DEEDS.filter((deed) => desk.can.has(deed))
  return (
    <section class="deeds" aria-labelledby="actions">
      <h2 id="actions">{t(here.lang, 'page.desk.actions')}</h2>
      {deeds.length === 0 && <p class="quiet">{t(here.lang, 'page.desk.noActions')}</p>}
      {deeds.map((deed) => (
        <CaseForm {...props} deed={deed} />
      ))}
      {deeds.length > 0 && here.me.roles.some((role) => role === 'responder' || role === 'head') && (
        <p>
          <a href={inLanguage(here.lang, `/desk/cases/${desk.read.row.facts.case.number}/help`)}>
            {t(here.lang, 'page.help.ask')}
          </a>
        </p>
      )}
    </section>
  )
}

function CaseForm({ deed, ...props }: FormsProps & { deed: CaseDeed }) {
  const { here, desk, opened, done, back, template } = props
  const { lang, now } = here
  const c = desk.read.row.facts.case
  // A template chosen without scripts opens its form, as a fault does.
  const chosen =
    deed === 'reaction' && template && !opened ? { deed, form: {}, faults: new Map<string, string>() } : opened
  const sheet = new Sheet(here, deed, chosen)
  const path = `/desk/cases/${c.number}`
  const left = deed === 'reaction' && c.respondBy > now ? c.respondBy - now : undefined
  return (
    <Deed
      sheet={sheet}
      action={`${path}/${deed}`}
      back={back}
      number={c.number}
      left={left}
      done={done === deed}
      before={deed === 'reaction' && <Templates here={here} world={props.world} c={c} back={back} chosen={template} />}
    >
      <Fields {...props} sheet={sheet} lang={lang} />
    </Deed>
  )
}

function Fields({ sheet, here, world, desk, template }: FormsProps & { sheet: Sheet; lang: string }) {
  const { lang } = sheet
  const c = desk.read.row.facts.case
  const { reference } = world
  const hint = (
    name: 'answerHint' | 'whyPublic' | 'whyInternal' | 'rejectTextHint' | 'replyDueOnHint' | 'alsoCasesHint',
  ) => t(lang, `page.desk.field.${name}`)
  const tomorrow = addDays(localDate(c.zone, here.now), 1)
  const language = <LanguageChoice sheet={sheet} written={c.language} />
  const pattern = template && (['text', 'next'] as const).map((part) => patternOf(template, part, c, world))
  switch (sheet.deed) {
    case 'reaction':
      return (
        <>
          <Words sheet={sheet} name="text" hint={hint('answerHint')} value={pattern ? pattern[0] : ''} rows={5} />
          <Words sheet={sheet} name="nextAction" value={pattern ? pattern[1] : ''} rows={2} />
          <Line sheet={sheet} name="nextActionOn" type="date" value={tomorrow} />
          {language}
        </>
      )
    case 'updates':
      return (
        <>
          <Words sheet={sheet} name="text" />
          <Checkbox
            {...sheet.field('public')}
            hint={t(lang, 'page.desk.field.newsPublicHint')}
            checked={sheet.value('public') === 'yes'}
          />
          <Line sheet={sheet} name="nextActionOn" type="date" optional />
          {language}
        </>
      )
    case 'contacts':
      return (
        <>
          <Follows sheet={sheet} desk={desk} />
          <BodyChoice sheet={sheet} world={world} desk={desk} now={here.now} />
          <Choice
            sheet={sheet}
            name="channel"
            empty={t(lang, 'page.desk.field.pick')}
            value="email"
            options={CONTACT_CHANNELS.map((value) => ({ value, text: say(lang, `contactChannel.${value}` as Key) }))}
          />
          <Line
            sheet={sheet}
            name="subject"
            value={c.title ?? reference.category(c.category)?.name[c.language] ?? ''}
          />
          <Words sheet={sheet} name="text" rows={7} hint={t(lang, 'page.desk.field.letterHint')} />
          {language}
          <Line sheet={sheet} name="replyDueOn" type="date" optional hint={hint('replyDueOnHint')} />
          <Line sheet={sheet} name="alsoCases" optional hint={hint('alsoCasesHint')} />
          <Annexes sheet={sheet} desk={desk} />
        </>
      )
    case 'assignment':
      return (
        <>
          <Choice
            sheet={sheet}
            name="owner"
            optional
            empty={t(lang, 'page.desk.field.ownerAuto')}
            groups={peopleGroups(world, here, c)}
          />
          <Choice
            sheet={sheet}
            name="branch"
            optional
            empty={t(lang, 'page.desk.field.branchSame')}
            options={branchOptions(world, here, c)}
          />
          <Words sheet={sheet} name="reason" rows={2} hint={hint('whyInternal')} />
        </>
      )
    case 'rejection':
      return (
        <>
          <Words sheet={sheet} name="reason" rows={2} hint={hint('whyPublic')} />
          <Words sheet={sheet} name="text" hint={hint('rejectTextHint')} />
          <Choice
            sheet={sheet}
            name="competentBody"
            optional
            empty={t(lang, 'page.desk.field.competentNone')}
            options={bodyOptions(world, lang, c)}
          />
          {language}
        </>
      )
    case 'resolution':
      return (
        <>
          <Words sheet={sheet} name="text" hint={hint('answerHint')} />
          {language}
        </>
      )
    case 'closure':
      return <Words sheet={sheet} name="text" optional hint={hint('whyPublic')} />
    case 'merge':
      return (
        <>
          <MergeChoice sheet={sheet} desk={desk} />
          <Line sheet={sheet} name="other" optional={desk.similar.length > 0} />
          <Words sheet={sheet} name="reason" rows={2} hint={hint('whyPublic')} />
        </>
      )
    case 'instructions':
      return (
        <>
          <Words sheet={sheet} name="text" />
          <Choice
            sheet={sheet}
            name="responsible"
            empty={t(lang, 'page.desk.field.responsibleNone')}
            groups={peopleGroups(world, here, c)}
          />
          <Line sheet={sheet} name="dueOn" type="date" />
        </>
      )
    default:
      return <Words sheet={sheet} name="reason" hint={hint('whyInternal')} />
  }
}

/** The language of the answer follows the language of the report, and can be another. */
function LanguageChoice({ sheet, written }: { sheet: Sheet; written: (typeof LANGS)[number] }) {
  const { lang } = sheet
  return (
    <Choice
      sheet={sheet}
      name="language"
      value={written}
      empty={t(lang, 'page.desk.field.pick')}
      hint={t(lang, 'page.desk.field.answerInHint', { language: t(lang, `page.desk.inLanguage.${written}`) })}
      options={LANGS.map((value) => ({ value, text: t(lang, `page.desk.inLanguage.${value}`) }))}
    />
  )
}

/** The earlier letter that this one follows, when it goes to the next instance. */
function Follows({ sheet, desk }: { sheet: Sheet; desk: DeskCase }) {
  const about = desk.letters.find(({ id }) => String(id) === sheet.value('about'))
  if (!about) return null
  return (
    <>
      <Hidden values={{ about: String(about.id) }} />
      <p class="quiet">{t(sheet.lang, 'page.write.follows', { number: about.outgoingNumber })}</p>
    </>
  )
}

function MergeChoice({ sheet, desk }: { sheet: Sheet; desk: DeskCase }) {
  if (desk.similar.length === 0) return null
  return (
    <Choice
      sheet={sheet}
      name="into"
      optional
      empty={t(sheet.lang, 'page.desk.field.pick')}
      options={desk.similar.map((c) => ({
        value: c.number,
        lang: c.language,
        text: `${c.number} · ${beginning(c.title ?? c.text ?? '', 60)}`,
      }))}
    />
  )
}
