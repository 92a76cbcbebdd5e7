import type { Block, Sheet } from '../../letters/sheet.ts'

/** A letter as it will leave, on the page: the same parts in the same order as in the mail and in the PDF. */
export function LetterSheet({ sheet }: { sheet: Sheet }) {
  const [organisation, ...rest] = sheet.letterhead
  return (
    <article class="sheet" lang={sheet.language}>
      <p class="sheet__head">
        <strong>{organisation}</strong>
        <Lines of={rest} />
      </p>
      <p>
        <Lines of={[sheet.number, sheet.date]} />
      </p>
      <p>{sheet.to}</p>
      {sheet.blocks.map((block) => (
        <Part block={block} />
      ))}
      <p>
        <Lines of={sheet.signature} />
      </p>
    </article>
  )
}

function Part({ block }: { block: Block }) {
  if (block.kind === 'list')
    return (
      <ol>
        {block.items.map((item) => (
          <li class="words">{item}</li>
        ))}
      </ol>
    )
  // The link of an unsent letter leads nowhere yet.
  if (block.kind === 'link') return <p class="sheet__link">{block.url}</p>
  return <p class="words">{block.kind === 'strong' ? <strong>{block.text}</strong> : block.text}</p>
}

function Lines({ of }: { of: readonly string[] }) {
  return of.map((line) => <span class="sheet__line">{line}</span>)
}
