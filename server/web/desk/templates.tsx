import type { Case } from '../../../shared/domain/case.ts'
import type { Key } from '../../../shared/i18n/catalog.ts'
import { isKey, say, t } from '../../../shared/i18n/text.ts'
import type { FullWorld } from '../../world.ts'
import { Hidden } from '../components/form.tsx'
import { inLanguage } from '../here.ts'
import type { StaffHere } from '../staff/pages.ts'

/** The patterns of an answer with the topics they are for. */
const TEMPLATES = {
  outage: ['heat', 'water', 'power-gas'],
  repair: ['housing'],
  roads: ['roads', 'transport'],
  clean: ['waste-ecology'],
  people: ['health', 'education', 'social'],
  papers: ['land-construction', 'business-agro', 'order-rights'],
  visit: [],
} as const satisfies Record<string, readonly string[]>
type TemplateName = keyof typeof TEMPLATES

const isTemplate = (name: string): name is TemplateName => Object.hasOwn(TEMPLATES, name)

/** Those for the topic of the case come first. */
function templatesFor(category: string, world: FullWorld): TemplateName[] {
  const topic = world.reference.category(category)?.parent ?? category
  const names = Object.keys(TEMPLATES) as TemplateName[]
  const fits = (name: TemplateName) => (TEMPLATES[name] as readonly string[]).includes(topic)
  return [...names.filter(fits), ...names.filter((name) => !fits(name))]
}

/** The words of a template in the language of the report; empty for none. */
export function patternOf(name: string, part: 'text' | 'next', c: Case, world: FullWorld): string {
  const key = `page.template.${name}.${part}`
  if (!isTemplate(name) || !isKey(key)) return ''
  const topic = world.reference.category(c.category)?.name[c.language].toLocaleLowerCase(c.language) ?? ''
  return part === 'text' ? say(c.language, key as Key, { topic }) : say(c.language, key as Key)
}

/** Choosing one fills the answer: at once with scripts, by loading the page anew without. */
export function Templates({
  here,
  world,
  c,
  back,
  chosen,
}: {
  here: StaffHere
  world: FullWorld
  c: Case
  back: string
  chosen: string
}) {
  const { lang } = here
  return (
    <db-template for="reaction-form">
      <form class="deed__template" method="get" action={`${inLanguage(lang, `/desk/cases/${c.number}`)}#reaction`}>
        <Hidden values={Object.fromEntries(new URLSearchParams(back))} />
        <label class="govuk-label" for="template">
          {t(lang, 'page.desk.field.template')}
        </label>
        <select class="govuk-select" id="template" name="template">
          <option value="">{t(lang, 'page.desk.field.templateNone')}</option>
          {templatesFor(c.category, world).map((name) => (
            <option
              value={name}
              selected={name === chosen ? true : undefined}
              data-text={patternOf(name, 'text', c, world)}
              data-next-action={patternOf(name, 'next', c, world)}
            >
              {t(lang, `page.template.${name}.name`)}
            </option>
          ))}
        </select>
        <button class="button button--second" type="submit">
          {t(lang, 'page.desk.field.templateUse')}
        </button>
      </form>
    </db-template>
  )
}
