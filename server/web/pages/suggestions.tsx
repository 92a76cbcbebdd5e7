import type { ListedCase } from '../../../db/views/cases.ts'
import { t } from '../../../shared/i18n/text.ts'
import type { FullWorld } from '../../world.ts'
import { cardOf } from '../case-words.ts'
import { CaseCard } from '../components/case-card.tsx'
import { Calls } from '../components/danger.tsx'
import type { Here } from '../here.ts'

/** What is offered while the reporter writes: topics to choose, similar open problems nearby, and the emergency numbers. */
export function Suggestions({
  here,
  world,
  categories,
  similar,
}: {
  here: Here
  world: FullWorld
  categories: readonly string[]
  similar: readonly ListedCase[]
}) {
  const { lang } = here
  const found = categories.flatMap((id) => world.reference.category(id) ?? [])
  if (found.length === 0) return null
  return (
    <>
      {found[0]!.severity === 4 && (
        <div class="notice notice--missed">
          <p>
            <strong>{t(lang, 'page.report.dangerFound')}</strong>
          </p>
          <div class="danger danger--inline">
            <Calls lang={lang} />
          </div>
        </div>
      )}
      <p>
        <strong>{t(lang, 'page.report.topicFound')}</strong>
      </p>
      <ul class="chips">
        {found.map((category) => (
          <li>
            <button class="chip" type="button" data-category={category.id} aria-pressed="false">
              {category.name[lang]}
            </button>
          </li>
        ))}
      </ul>
      {similar.length > 0 && (
        <div class="similar">
          <h2>{t(lang, 'page.report.similar')}</h2>
          <p class="quiet small">{t(lang, 'page.report.similarHint')}</p>
          <ul class="cards">
            {similar.map((c) => (
              <li>
                <CaseCard {...cardOf(c, here, world)} />
              </li>
            ))}
          </ul>
        </div>
      )}
    </>
  )
}
