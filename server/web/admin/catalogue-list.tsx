import type { ComponentChildren } from 'preact'
import { LANGS } from '../../../shared/domain/text.ts'
import { t } from '../../../shared/i18n/text.ts'
import { Pagination } from '../components/pagination.tsx'
import { StackTable } from '../components/stack-table.tsx'
import type { FormBody } from '../form-body.ts'
import { inLanguage } from '../here.ts'
import type { Entry } from '../staff/entry.ts'
import type { StaffHere } from '../staff/pages.ts'
import { AdminFrame, type AdminPart } from './frame.tsx'

const PAGE = 100

interface Item {
  readonly code: string
  readonly name: Readonly<Record<'kk' | 'ru' | 'en', string>>
  readonly active: boolean
  readonly cells: readonly ComponentChildren[]
}

/** A list that is held in memory, found by name in any language or by code, a hundred at a time. */
export function ListPage({
  here,
  part,
  form,
  heads,
  items,
  faults,
  children,
}: {
  here: StaffHere
  part: AdminPart
  form: FormBody
  heads: readonly string[]
  items: readonly Item[]
  faults?: Entry['faults']
  children?: ComponentChildren
}) {
  const { lang } = here
  const q = (form.q ?? '').trim().slice(0, 100)
  const wanted = q.toLowerCase().split(/\s+/).filter(Boolean)
  const found = items.filter((item) => {
    const all = [item.code, ...LANGS.map((l) => item.name[l])].join(' ').toLowerCase()
    return wanted.every((word) => all.includes(word))
  })
  const from = Math.max(0, Math.trunc(Number(form.from) || 0))
  const link = (at: number) => inLanguage(lang, `/admin/${part}?${new URLSearchParams({ q, from: String(at) })}`)
  return (
    <AdminFrame here={here} title={t(lang, `page.admin.part.${part}`)} part={part} {...(faults ? { faults } : {})}>
      {children}
      <form class="desk__search" method="get" action={inLanguage(lang, `/admin/${part}`)} role="search">
        <label class="shade" for="q">
          {t(lang, 'page.admin.search')}
        </label>
        <input
          class="govuk-input"
          id="q"
          name="q"
          type="search"
          value={q}
          maxLength={100}
          placeholder={t(lang, 'page.admin.search')}
        />
        <button class="button button--second" type="submit">
          {t(lang, 'page.admin.find')}
        </button>
      </form>
      <h2 id="list" class="shade">
        {t(lang, `page.admin.part.${part}`)}
      </h2>
      {found.length === 0 ? (
        <p class="notice">{t(lang, 'page.admin.none')}</p>
      ) : (
        <StackTable
          labelledBy="list"
          heads={heads}
          rows={found.slice(from, from + PAGE).map((item) => [
            <span>
              <a href={inLanguage(lang, `/admin/${part}/${item.code}`)}>{item.name[lang]}</a>{' '}
              <span class="quiet small">{item.code}</span>
              {!item.active && <span class="tag is-done">● {t(lang, 'page.admin.inactive')}</span>}
            </span>,
            ...item.cells,
          ])}
        />
      )}
      <Pagination
        lang={lang}
        first={from > 0 ? link(Math.max(0, from - PAGE)) : null}
        next={from + PAGE < found.length ? link(from + PAGE) : null}
      />
    </AdminFrame>
  )
}
