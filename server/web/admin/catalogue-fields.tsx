import type { CategoryRow } from '../../../db/views/reference.ts'
import { LANGS } from '../../../shared/domain/text.ts'
import { t } from '../../../shared/i18n/text.ts'
import type { ReferenceBody, ReferenceBranch } from '../../reference.ts'
import type { FullWorld } from '../../world.ts'
import { Checkbox, Input, Select, TextArea } from '../components/form.tsx'
import type { Entry } from '../staff/entry.ts'
import type { StaffHere } from '../staff/pages.ts'

const TERMS = ['law', 'letter', 'law-or-letter'] as const

const WORDS = {
  email: 'page.admin.branch.email',
  backup: 'page.admin.branch.backup',
  timezone: 'page.admin.branch.timezone',
  phone: 'page.admin.body.phone',
  note: 'page.admin.body.note',
  kind: 'page.admin.body.kind',
  level: 'page.admin.body.level',
  region: 'page.admin.body.region',
  replyTerm: 'page.admin.body.term',
} as const

export const labelsOf = ({ lang }: StaffHere, ...fields: (keyof typeof WORDS)[]): Record<string, string> => ({
  ...Object.fromEntries(LANGS.map((l) => [`name-${l}`, t(lang, `page.admin.name.${l}`)])),
  ...Object.fromEntries(fields.map((field) => [field, t(lang, WORDS[field])])),
})

function Names({ here: { lang }, entry, name }: { here: StaffHere; entry: Entry; name?: Record<string, string> }) {
  return (
    <div class="fields">
      {LANGS.map((l) => (
        <Input {...entry.field(`name-${l}`, t(lang, `page.admin.name.${l}`), name?.[l])} maxLength={300} />
      ))}
    </div>
  )
}

function Active({ here: { lang }, entry, active }: { here: StaffHere; entry: Entry; active: boolean }) {
  const id = `${entry.name}-active`
  return <Checkbox lang={lang} id={id} label={t(lang, 'page.admin.active')} checked={entry.ticked(id, active)} />
}

export function BranchFields({
  here,
  world,
  entry,
  branch,
}: {
  here: StaffHere
  world: FullWorld
  entry: Entry
  branch: ReferenceBranch
}) {
  const { lang } = here
  return (
    <>
      <Names here={here} entry={entry} name={branch.name} />
      <div class="fields">
        <Input {...entry.field('email', t(lang, WORDS.email), branch.email ?? '')} type="email" optional />
        <Select
          {...entry.field('backup', t(lang, WORDS.backup), branch.backup ?? '')}
          hint={t(lang, 'page.admin.branch.backupHint')}
          empty={t(lang, 'page.admin.branch.noBackup')}
          options={world.reference.branches
            .filter((b) => b.active && b.code !== branch.code && b.parent !== null)
            .map((b) => ({ value: b.code, text: b.name[lang] }))}
        />
        <Input {...entry.field('timezone', t(lang, WORDS.timezone), branch.timezone)} maxLength={60} />
      </div>
      {branch.level === 'district' && (
        <>
          <input type="hidden" name="hasActive" value="1" />
          <Active here={here} entry={entry} active={branch.active} />
        </>
      )}
    </>
  )
}

function TermSelect({ here: { lang }, entry, term }: { here: StaffHere; entry: Entry; term?: string }) {
  return (
    <Select
      {...entry.field('replyTerm', t(lang, WORDS.replyTerm), term)}
      empty={t(lang, 'page.admin.choose')}
      options={TERMS.map((one) => ({ value: one, text: t(lang, `page.admin.body.terms.${one}`) }))}
    />
  )
}

export function BodyFields({ here, entry, body }: { here: StaffHere; entry: Entry; body: ReferenceBody }) {
  const { lang } = here
  return (
    <>
      <Names here={here} entry={entry} name={body.name} />
      <div class="fields">
        <Input
          {...entry.field('email', t(lang, 'page.admin.body.email'), body.email ?? '')}
          hint={t(lang, 'page.admin.body.emailHint')}
          type="email"
          optional
        />
        <Input {...entry.field('phone', t(lang, WORDS.phone), body.phone ?? '')} optional maxLength={40} />
        <TermSelect here={here} entry={entry} term={body.replyTerm.kind} />
      </div>
      <TextArea {...entry.field('note', t(lang, WORDS.note), body.note ?? '')} optional rows={3} />
      <Active here={here} entry={entry} active={body.active} />
    </>
  )
}

export function NewBody({ here, world: { reference }, entry }: { here: StaffHere; world: FullWorld; entry: Entry }) {
  const { lang } = here
  const known = (field: 'kind' | 'level') =>
    [...new Set(reference.bodies.map((b) => b[field]))].sort().map((value) => ({ value, text: value }))
  return (
    <>
      <Input {...entry.field('id', t(lang, 'page.admin.body.id'))} maxLength={80} autocomplete="off" />
      <Names here={here} entry={entry} />
      <div class="fields">
        <Select
          {...entry.field('kind', t(lang, WORDS.kind))}
          empty={t(lang, 'page.admin.choose')}
          options={known('kind')}
        />
        <Select
          {...entry.field('level', t(lang, WORDS.level))}
          empty={t(lang, 'page.admin.choose')}
          options={known('level')}
        />
        <Select
          {...entry.field('region', t(lang, WORDS.region))}
          empty={t(lang, 'page.admin.body.country')}
          options={reference.regions.map((r) => ({ value: r.code, text: r.name[lang] }))}
        />
        <TermSelect here={here} entry={entry} />
        <Input {...entry.field('email', t(lang, 'page.admin.body.email'))} type="email" optional />
      </div>
    </>
  )
}

export function CategoryFields({ here, entry, category }: { here: StaffHere; entry: Entry; category: CategoryRow }) {
  const { lang } = here
  const word = (name: 'severity' | 'days' | 'level' | 'competent') => t(lang, `page.admin.category.${name}`)
  return (
    <>
      <Names here={here} entry={entry} name={category.name} />
      <div class="fields">
        <Select
          {...entry.field('severity', word('severity'), String(category.severity))}
          empty={t(lang, 'page.admin.choose')}
          options={([1, 2, 3, 4] as const).map((n) => ({
            value: String(n),
            text: `${n} · ${t(lang, `severity.${n}`)}`,
          }))}
        />
        <Input
          {...entry.field('overallDays', word('days'), String(category.overallDays))}
          inputMode="numeric"
          maxLength={4}
        />
        <Select
          {...entry.field('level', word('level'), category.level ?? '')}
          empty={t(lang, 'page.admin.category.place')}
          options={(['region', 'central'] as const).map((value) => ({ value, text: t(lang, `level.${value}`) }))}
        />
      </div>
      <TextArea
        {...entry.field('competent', word('competent'), category.competent.join(', '))}
        hint={t(lang, 'page.admin.category.competentHint')}
        rows={2}
      />
      {LANGS.map((l) => (
        <TextArea
          {...entry.field(
            `keywords-${l}`,
            t(lang, `page.admin.category.keywords.${l}`),
            (category.keywords?.[l] ?? []).join(', '),
          )}
          hint={t(lang, 'page.admin.category.keywordsHint')}
          optional
          rows={2}
        />
      ))}
      <Checkbox
        lang={lang}
        id="category-place"
        label={t(lang, 'page.admin.category.hidesPlace')}
        checked={entry.ticked('category-place', category.place === 'hidden')}
      />
      <Active here={here} entry={entry} active={category.active} />
    </>
  )
}
