import type { Lang } from '../../shared/domain/text.ts'
import type { Reference } from '../reference.ts'
import type { Option, OptionGroup } from './components/form.tsx'

/** Choices of the forms, in the reader's language and order. */
export function regionOptions(reference: Reference, lang: Lang): Option[] {
  return reference.regions.map((region) => ({ value: region.code, text: region.name[lang] }))
}

/** Every district under its region; the browser narrows the choice to the region chosen, where it can. */
export function districtGroups(reference: Reference, lang: Lang): OptionGroup[] {
  const collator = new Intl.Collator(lang)
  return reference.regions.flatMap((region) => {
    const options = reference
      .districtsOf(region.code)
      .map((district) => ({ value: district.kato, text: district.name[lang] }))
      .sort((a, b) => collator.compare(a.text, b.text))
    return options.length > 0 ? [{ label: region.name[lang], key: region.code, options }] : []
  })
}

/** Topics with what belongs to them; a topic itself can be chosen, too. */
export function categoryGroups(reference: Reference, lang: Lang): OptionGroup[] {
  const active = reference.categories.filter((c) => c.active)
  return active
    .filter((c) => c.parent === null)
    .map((topic) => ({
      label: topic.name[lang],
      options: [topic, ...active.filter((c) => c.parent === topic.id)].map((c) => ({
        value: c.id,
        text: c.name[lang],
      })),
    }))
}
