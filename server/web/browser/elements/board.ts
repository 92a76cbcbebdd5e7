/**
 * The board with a mouse: a case dragged to the row of another person is ticked, and the form below filled in; the reason
 * is still asked. What is ticked stays so: the board is not renewed meanwhile.
 */
export class Board extends HTMLElement {
  connectedCallback(): void {
    this.classList.add('has-drag')
    this.mark()
    // The table is renewed from the server: its cards are new ones then.
    const table = this.table()
    if (table) new MutationObserver(() => this.mark()).observe(table, { childList: true })
    this.addEventListener('change', this.hold)
    this.addEventListener('dragstart', this.take)
    this.addEventListener('dragover', this.over)
    this.addEventListener('dragleave', this.leave)
    this.addEventListener('drop', this.put)
  }

  private table(): HTMLElement | null {
    return this.querySelector('table')
  }

  private mark(): void {
    for (const card of this.querySelectorAll<HTMLElement>('[data-card]')) card.draggable = true
  }

  private hold = (): void => {
    const table = this.table()
    if (!table) return
    if (this.querySelector('input[type=checkbox]:checked')) table.removeAttribute('data-live')
    else table.setAttribute('data-live', '')
  }

  private take = (event: DragEvent): void => {
    const card = (event.target as Element).closest?.<HTMLElement>('[data-card]')
    if (!card || !event.dataTransfer) return
    event.dataTransfer.effectAllowed = 'move'
    event.dataTransfer.setData('text/x-daybreak-case', card.dataset.card!)
  }

  private rowAt(event: DragEvent): HTMLElement | null {
    const ours = event.dataTransfer?.types.includes('text/x-daybreak-case')
    return ours ? (event.target as Element).closest<HTMLElement>('tr[data-owner]') : null
  }

  private over = (event: DragEvent): void => {
    const row = this.rowAt(event)
    if (!row) return
    event.preventDefault()
    row.classList.add('is-over')
  }

  private leave = (event: DragEvent): void => {
    this.rowAt(event)?.classList.remove('is-over')
  }

  private put = (event: DragEvent): void => {
    const row = this.rowAt(event)
    const number = event.dataTransfer?.getData('text/x-daybreak-case')
    if (!row || !number) return
    event.preventDefault()
    row.classList.remove('is-over')
    const tick = document.getElementById(`case-${number}`) as HTMLInputElement | null
    const owner = this.querySelector<HTMLSelectElement>('select[name=owner]')
    if (!tick || !owner || tick.closest('tr') === row) return
    tick.checked = true
    owner.value = row.dataset.owner!
    this.hold()
    const reason = this.querySelector<HTMLInputElement>('input[name=reason]')
    reason?.scrollIntoView({ block: 'center' })
    reason?.focus()
  }
}
