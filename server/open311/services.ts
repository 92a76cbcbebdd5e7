import type { Lang } from '../../shared/domain/text.ts'
import { t } from '../../shared/i18n/text.ts'
import type { Reference } from '../reference.ts'

/** The state in which the categories are shipped (epoch ms); a test tells when db/reference/categories.json has changed. */
export const SHIPPED = {
  at: Date.parse('2026-11-21T00:00:00Z'),
  sha256: '600f2e6e54ab5fc665ef8c835df06707d1fe4e49642ed5077d3b024d335b6a24',
} as const

/** Every active category is a service, its group the topic above it. */
export function listServices(reference: Reference, lang: Lang) {
  return reference.categories
    .filter(({ active }) => active)
    .map(({ id, parent, name, example, keywords }) => ({
      service_code: id,
      service_name: name[lang],
      description: example ? t(lang, 'open311.service', { name: name[lang], example: example[lang] }) : name[lang],
      metadata: false,
      type: 'realtime' as const,
      keywords: keywords?.[lang]?.join(',') || null,
      group: (parent === null ? undefined : reference.category(parent)?.name[lang]) ?? name[lang],
    }))
}
