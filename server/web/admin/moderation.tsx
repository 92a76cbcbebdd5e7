import type { ComplainedCase, Complaint } from '../../../db/views/moderation.ts'
import { MODERATION_REASONS, type ModerationDeed } from '../../../shared/domain/moderation.ts'
import type { Key } from '../../../shared/i18n/catalog.ts'
import { formatNear, say, t } from '../../../shared/i18n/format.ts'
import { addressShown, pointShown } from '../../cases/view.ts'
import { zoneOf } from '../../staff/view.ts'
import type { FullWorld } from '../../world.ts'
import type { ReadCase } from '../case-read.ts'
import { Hidden, Input, Select, TextArea } from '../components/form.tsx'
import { StackTable } from '../components/stack-table.tsx'
import { Timeline } from '../components/timeline.tsx'
import { inLanguage } from '../here.ts'
import { Entry, type Returned } from '../staff/entry.ts'
import { StaffForm } from '../staff/form.tsx'
import type { StaffHere } from '../staff/pages.ts'
import { stepsOf } from '../steps.ts'
import { AdminFrame } from './frame.tsx'

export function ListPage({
  here,
  world,
  cases,
  wrong,
}: {
  here: StaffHere
  world: FullWorld
  cases: readonly ComplainedCase[]
  wrong: string | undefined
}) {
  const { lang, now } = here
  const zone = zoneOf(world.reference, 'KZ')
  const faults = wrong
    ? new Map([['number', t(lang, 'page.desk.noSuchNumber', { number: wrong.slice(0, 40) })]])
    : new Map<string, string>()
  return (
    <AdminFrame here={here} title={t(lang, 'page.admin.part.moderation')} part="moderation" faults={faults}>
      <form class="row" method="get" action={inLanguage(lang, '/admin/moderation')}>
        <Input
          lang={lang}
          id="number"
          label={t(lang, 'page.admin.moderation.number')}
          faults={faults}
          value={wrong ?? ''}
          maxLength={40}
        />
        <button class="button button--second" type="submit">
          {t(lang, 'page.admin.moderation.open')}
        </button>
      </form>
      <section aria-labelledby="waiting">
        <h2 id="waiting">{t(lang, 'page.admin.moderation.waiting')}</h2>
        {cases.length === 0 ? (
          <p class="notice notice--met">✓ {t(lang, 'page.admin.moderation.none')}</p>
        ) : (
          <StackTable
            labelledBy="waiting"
            heads={[
              t(lang, 'page.admin.moderation.number'),
              t(lang, 'page.admin.moderation.complaints'),
              t(lang, 'page.admin.moderation.reason'),
              t(lang, 'page.admin.log.when'),
            ]}
            rows={cases.map((c) => [
              <a href={inLanguage(lang, `/admin/moderation/${c.number}`)}>{c.number}</a>,
              t(lang, 'page.admin.moderation.count', { n: c.count }),
              c.reasons.map((reason) => complaintWord(lang, reason)).join(', '),
              t(lang, 'page.admin.moderation.since', { date: formatNear(lang, zone, c.since, now) }),
            ])}
          />
        )}
      </section>
    </AdminFrame>
  )
}

const complaintWord = (lang: StaffHere['lang'], reason: string) =>
  say(lang, `page.admin.moderation.complaint.${reason === 'other' ? 'another' : reason}` as Key)

interface OneProps {
  readonly here: StaffHere
  /** As everyone sees it. */
  readonly seen: ReadCase
  /** As those who work on it do. */
  readonly read: ReadCase
  readonly complaints: readonly Complaint[]
  readonly returned: Returned | null
  readonly saved: boolean
}

export function OnePage(props: OneProps) {
  const { here, seen, read, complaints, returned, saved } = props
  const { lang, now } = here
  const { row } = read
  const { case: c } = row.facts
  const { moderation } = row
  const waiting = complaints.filter((one) => one.outcome === null)
  const address = addressShown(seen.seen.case, 'outside', seen.world.reference)
  const said = stepsOf(seen.events, here, c.zone, seen.world).filter((step) => step.words)
  const deeds = stepsOf(
    read.events.filter((e) => e.kind === 'moderated'),
    here,
    c.zone,
    read.world,
  )
  return (
    <AdminFrame
      here={here}
      title={t(lang, 'page.admin.moderation.title', { number: c.number })}
      back={{ to: '/admin/moderation', text: t(lang, 'page.admin.part.moderation') }}
      saved={saved}
      {...(returned ? { faults: returned.faults } : {})}
    >
      {waiting.length > 0 && (
        <section aria-labelledby="complaints">
          <h2 id="complaints">{t(lang, 'page.admin.moderation.complaints')}</h2>
          <Complaints here={here} zone={c.zone} items={complaints} />
          <DeedForm {...props} deed="keep" name="keep" />
        </section>
      )}
      <section aria-labelledby="public">
        <h2 id="public">{t(lang, 'page.admin.moderation.public')}</h2>
        <p>
          <a href={inLanguage(lang, `/cases/${c.number}`)}>{c.number}</a>
        </p>
        {moderation?.removed && <p class="notice notice--soon">{t(lang, 'page.admin.moderation.removed')}</p>}
        {!c.public && !moderation?.removed && <p class="notice">{t(lang, 'page.admin.moderation.private')}</p>}
        {c.public && (
          <div class="seen-public">
            {c.title && (
              <p lang={c.language}>
                <b>{c.title}</b>
              </p>
            )}
            <p lang={c.language}>{c.text}</p>
            {address && <p lang={c.language}>{address}</p>}
            {said.map((step) => (
              <p>
                <span class="quiet">
                  {formatNear(lang, c.zone, step.at, now)} · {step.title}
                </span>
                <br />
                <span lang={step.words?.lang}>{step.words?.text}</span>
              </p>
            ))}
          </div>
        )}
      </section>
      <section aria-labelledby="mask">
        <h2 id="mask">{t(lang, 'page.admin.moderation.mask')}</h2>
        {moderation && moderation.words.length > 0 && (
          <>
            <p>{t(lang, 'page.admin.moderation.masked', { words: moderation.words.join(' · ') })}</p>
            <DeedForm {...props} deed="unmask" name="unmask" />
          </>
        )}
        <DeedForm {...props} deed="mask" name="mask" />
      </section>
      {c.lat !== null && (
        <section aria-labelledby="point">
          <h2 id="point">{t(lang, 'page.admin.moderation.point')}</h2>
          <p>
            {t(
              lang,
              pointShown(seen.seen.case, 'outside', seen.world.reference)
                ? 'page.admin.moderation.pointShown'
                : 'page.admin.moderation.pointHidden',
            )}
          </p>
          <DeedForm {...props} deed={moderation?.point ? 'show-point' : 'hide-point'} name="point" />
        </section>
      )}
      {row.attachments.length > 0 && (
        <section aria-labelledby="files">
          <h2 id="files">{t(lang, 'page.desk.files')}</h2>
          {row.attachments.map((file) => (
            <div class="panel">
              <p>
                <a href={`/api/v1/cases/${c.number}/attachments/${file.id}`}>{file.name}</a>{' '}
                {file.hidden && <span class="tag is-done">● {t(lang, 'page.admin.moderation.fileHidden')}</span>}
              </p>
              <DeedForm {...props} deed={file.hidden ? 'show' : 'hide'} name={`file-${file.id}`} file={file.id} />
            </div>
          ))}
        </section>
      )}
      <section class="danger-zone" aria-labelledby="remove">
        <h2 id="remove">{t(lang, 'page.admin.moderation.remove')}</h2>
        <p>{t(lang, 'page.admin.moderation.removeHint')}</p>
        <DeedForm
          {...props}
          deed={moderation?.removed ? 'restore' : 'remove'}
          name={moderation?.removed ? 'restore' : 'remove'}
        />
      </section>
      {deeds.length > 0 && (
        <section aria-labelledby="history">
          <h2 id="history">{t(lang, 'page.admin.moderation.history')}</h2>
          <Timeline here={here} zone={c.zone} steps={[...deeds].reverse()} />
        </section>
      )}
      {waiting.length === 0 && complaints.length > 0 && (
        <section aria-labelledby="complaints">
          <h2 id="complaints">{t(lang, 'page.admin.moderation.complaints')}</h2>
          <Complaints here={here} zone={c.zone} items={complaints} />
        </section>
      )}
    </AdminFrame>
  )
}

function Complaints({
  here: { lang, now },
  zone,
  items,
}: {
  here: StaffHere
  zone: string
  items: readonly Complaint[]
}) {
  return (
    <ul class="plain">
      {items.map((one) => (
        <li>
          <b>{complaintWord(lang, one.reason)}</b>{' '}
          <span class="quiet">
            {formatNear(lang, zone, one.at, now)}
            {one.outcome && ` · ${t(lang, `page.admin.moderation.settled.${one.outcome}`)}`}
          </span>
          {one.text && <p lang={one.language}>{one.text}</p>}
        </li>
      ))}
    </ul>
  )
}

/** One deed with its reason; each can be taken back by another, so none asks twice. */
function DeedForm({
  here,
  read,
  complaints,
  returned,
  deed,
  name,
  file,
}: OneProps & { deed: ModerationDeed; name: string; file?: number }) {
  const { lang } = here
  const entry = new Entry(here, name, returned)
  return (
    <StaffForm here={here} action={`/admin/moderation/${read.row.facts.case.number}`} id={entry.id}>
      <Hidden
        values={{
          do: deed,
          file: file === undefined ? null : String(file),
          // That nothing was changed is not said in public, so it needs no public reason.
          reason: deed === 'keep' ? 'another' : null,
          looked: complaints.flatMap((one) => (one.outcome === null ? [one.id] : [])).join() || '-',
        }}
      />
      {deed === 'mask' && (
        <TextArea
          {...entry.field('words', t(lang, 'page.admin.moderation.maskWords'))}
          hint={t(lang, 'page.admin.moderation.maskHint')}
          rows={3}
        />
      )}
      <div class="fields">
        {deed !== 'keep' && (
          <Select
            {...entry.field('reason', t(lang, 'page.admin.moderation.reason'))}
            empty={t(lang, 'page.admin.choose')}
            options={MODERATION_REASONS.map((value) => ({ value, text: t(lang, `moderation.reason.${value}`) }))}
          />
        )}
        <Input {...entry.field('note', t(lang, 'page.admin.moderation.note'))} optional maxLength={1_000} />
      </div>
      <button class="button button--second" type="submit">
        {t(lang, `page.admin.moderation.${deed}`)}
      </button>
    </StaffForm>
  )
}
