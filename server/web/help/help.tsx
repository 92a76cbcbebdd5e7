import type { HelpView } from '../../../shared/contract/help.ts'
import { formatNear } from '../../../shared/i18n/format.ts'
import { say, t } from '../../../shared/i18n/text.ts'
import type { FullWorld } from '../../world.ts'
import { beginning } from '../case-words.ts'
import { type Fact, FactList } from '../components/fact-list.tsx'
import { ErrorSummary, Input, NO_FAULTS, type OptionGroup, Select, TextArea } from '../components/form.tsx'
import { Notice } from '../components/notice.tsx'
import { Pagination } from '../components/pagination.tsx'
import { inLanguage } from '../here.ts'
import { type Back, DeedForm, fieldOf, Tag } from '../orders/parts.tsx'
import { StaffLayout } from '../staff/layout.tsx'
import type { StaffHere } from '../staff/pages.ts'

export const HELP_DEEDS = ['taking', 'answer', 'instruction', 'withdrawal'] as const
export type HelpDeed = (typeof HELP_DEEDS)[number]

/** `/help`: what branches asked, by its hour. */
export function HelpListPage(props: {
  here: StaffHere
  world: FullWorld
  state: 'waiting' | 'all'
  items: readonly HelpView[]
  next: string | null
  beyondFirst: boolean
}) {
  const { here, world, state, items, next, beyondFirst } = props
  const { lang } = here
  const path = (which: string, cursor?: string) =>
    inLanguage(
      lang,
      `/help${which === 'all' || cursor ? '?' : ''}${new URLSearchParams({ ...(which === 'all' ? { state: 'all' } : {}), ...(cursor ? { cursor } : {}) })}`,
    )
  const title = t(lang, here.me.branch === 'KZ' ? 'page.help.title' : 'page.help.own')
  return (
    <StaffLayout here={here} title={title} at="help">
      <div class="wide section">
        <h1>{title}</h1>
        <nav class="switch" aria-label={title}>
          {(['waiting', 'all'] as const).map((which) => (
            <a href={path(which)} aria-current={which === state ? 'true' : undefined}>
              {t(lang, `page.help.${which}`)}
            </a>
          ))}
        </nav>
        {items.length === 0 ? (
          <p class="quiet">{t(lang, 'page.help.none')}</p>
        ) : (
          <ul class="cards">
            {items.map((help) => (
              <li>
                <div class="card">
                  <h2 class="card__title">
                    <a href={inLanguage(lang, `/help/${help.id}`)}>{beginning(help.question)}</a>
                  </h2>
                  <p class="card__facts">
                    <HelpState here={here} help={help} />
                    <span>{t(lang, 'page.orders.due', { date: nearOf(here, world, help, help.dueAt) })}</span>
                    <span>{world.reference.branch(help.branch)?.name[lang] ?? help.branch}</span>
                    <span>{help.case}</span>
                  </p>
                </div>
              </li>
            ))}
          </ul>
        )}
        <Pagination lang={lang} first={beyondFirst ? path(state) : null} next={next && path(state, next)} />
      </div>
    </StaffLayout>
  )
}

const nearOf = (here: StaffHere, world: FullWorld, help: HelpView, at: string) =>
  formatNear(here.lang, world.reference.branch(help.branch)?.zone ?? 'UTC', Date.parse(at), here.now)

function HelpState({ here: { lang }, help }: { here: StaffHere; help: HelpView }) {
  if (help.overdue)
    return (
      <Tag look="missed" mark="✕">
        {t(lang, 'page.orders.overdue')}
      </Tag>
    )
  const [look, mark] = { open: ['waiting', '○'], taken: ['soon', '◔'], withdrawn: ['done', '●'] }[
    help.state as string
  ] ?? ['met', '✓']
  return (
    <Tag look={look!} mark={mark!}>
      {say(lang, `helpState.${help.state}`)}
    </Tag>
  )
}

/** What this person may do with it now. */
function helpDeedsOf({ me }: StaffHere, help: HelpView): HelpDeed[] {
  if (help.lapsed || (help.state !== 'open' && help.state !== 'taken')) return []
  if (me.roles.includes('central') || me.roles.includes('central-head'))
    return [...(help.state === 'open' ? (['taking'] as const) : []), 'answer', 'instruction']
  return me.roles.includes('responder') || me.roles.includes('head') ? ['withdrawal'] : []
}

/** `/help/{id}`: the question, and the centre's answer. */
export function HelpPage(props: {
  here: StaffHere
  world: FullWorld
  help: HelpView
  people: readonly OptionGroup[]
  back: Back | null
  done: HelpDeed | 'asked' | null
}) {
  const { here, world, help, back, done } = props
  const { lang } = here
  const near = (at: string) => nearOf(here, world, help, at)
  const facts: Fact[] = [
    [t(lang, 'page.orders.state'), <HelpState here={here} help={help} />],
    [t(lang, 'page.orders.dueName'), near(help.dueAt)],
    [t(lang, 'page.orders.branch'), world.reference.branch(help.branch)?.name[lang] ?? help.branch],
    [t(lang, 'page.orders.case'), <a href={inLanguage(lang, `/desk/cases/${help.case}`)}>{help.case}</a>],
  ]
  const title = t(lang, 'page.help.number', { id: String(help.id) })
  return (
    <StaffLayout here={here} title={title} at="help" faulty={back !== null}>
      <div class="wide section">
        <a class="back" href={inLanguage(lang, '/help')}>
          {t(lang, here.me.branch === 'KZ' ? 'page.help.title' : 'page.help.own')}
        </a>
        <ErrorSummary lang={lang} faults={back?.faults ?? NO_FAULTS} />
        {done && (
          <Notice kind="met" said>
            <p>{t(lang, `page.help.done.${done}`)}</p>
          </Notice>
        )}
        <h1>{title}</h1>
        <p class="quiet">{t(lang, 'page.help.asked', { who: help.askedBy.name, when: near(help.askedAt) })}</p>
        {help.takenBy && help.takenAt && (
          <p class="quiet">{t(lang, 'page.help.taken', { who: help.takenBy.name, when: near(help.takenAt) })}</p>
        )}
        <FactList facts={facts} />
        {help.dueBecause && <p class="quiet">{help.dueBecause[lang]}</p>}
        {help.lapsed && <p>{t(lang, 'page.help.lapsed')}</p>}
        {(['question', 'tried', 'needed'] as const).map((part) => (
          <section aria-labelledby={part}>
            <h2 id={part}>{t(lang, `page.help.${part}`)}</h2>
            <p class="words">{help[part]}</p>
          </section>
        ))}
        {help.answeredBy && (
          <section aria-labelledby="answered">
            <h2 id="answered">{t(lang, 'page.help.answer')}</h2>
            <p class="quiet">
              {t(lang, 'page.orders.by', { who: help.answeredBy.name, when: near(help.answeredAt!) })}
            </p>
            {help.answer && <p class="words">{help.answer}</p>}
            {help.instruction !== null && (
              <p>
                <a href={inLanguage(lang, `/instructions/${help.instruction}`)}>{t(lang, 'page.help.instructed')}</a>
              </p>
            )}
          </section>
        )}
        <Deeds {...props} />
      </div>
    </StaffLayout>
  )
}

function Deeds({ here, help, people, back }: Parameters<typeof HelpPage>[0]) {
  const { lang } = here
  const field = (deed: HelpDeed, name: string, label: Parameters<typeof helpLabel>[1]) =>
    fieldOf(lang, back, deed, name, helpLabel(lang, label))
  const inside = (deed: HelpDeed) => {
    if (deed === 'answer') return <TextArea {...field(deed, 'text', 'answerText')} maxLength={10_000} />
    if (deed !== 'instruction') return null
    return (
      <>
        <TextArea {...field(deed, 'text', 'order')} maxLength={10_000} />
        <Select
          {...field(deed, 'responsible', 'responsible')}
          empty={t(lang, 'page.help.field.choose')}
          groups={people}
        />
        <Input {...field(deed, 'dueOn', 'dueOn')} type="date" autocomplete="off" />
        <Input
          {...field(deed, 'publicText', 'publicText')}
          hint={t(lang, 'page.help.field.publicHint')}
          maxLength={500}
          optional
        />
      </>
    )
  }
  const deeds = helpDeedsOf(here, help)
  return (
    <section class="deeds">
      {deeds.map((deed) => (
        <DeedForm
          here={here}
          deed={deed}
          action={`/help/${help.id}/${deed}`}
          title={t(lang, `page.help.do.${deed}`)}
          back={back}
          open={deed === 'answer' && !back}
        >
          {inside(deed)}
        </DeedForm>
      ))}
    </section>
  )
}

export const helpLabel = (
  lang: StaffHere['lang'],
  name: 'answerText' | 'order' | 'responsible' | 'dueOn' | 'publicText',
) => t(lang, `page.help.field.${name}`)

export const ASK_PARTS = ['question', 'tried', 'needed'] as const

/** `/desk/cases/{number}/help`: the branch asks the centre. */
export function AskHelpPage({ here, number, back }: { here: StaffHere; number: string; back: Back | null }) {
  const { lang } = here
  return (
    <StaffLayout here={here} title={t(lang, 'page.help.ask')} at="desk" faulty={back !== null}>
      <div class="wide section">
        <a class="back" href={inLanguage(lang, `/desk/cases/${number}`)}>
          {number}
        </a>
        <ErrorSummary lang={lang} faults={back?.faults ?? NO_FAULTS} />
        <h1>{t(lang, 'page.help.ask')}</h1>
        <p>{t(lang, 'page.help.askLead')}</p>
        <DeedForm
          here={here}
          deed="help"
          action={`/desk/cases/${number}/help`}
          title={t(lang, 'page.help.send')}
          back={back}
          open
        >
          {ASK_PARTS.map((part) => (
            <TextArea {...fieldOf(lang, back, 'help', part, t(lang, `page.help.${part}`))} rows={4} maxLength={5_000} />
          ))}
        </DeedForm>
      </div>
    </StaffLayout>
  )
}
