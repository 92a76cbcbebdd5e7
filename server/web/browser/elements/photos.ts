/** The longer side of a photo that is sent, in pixels: enough to read a house number. */
const LONGEST = 1_600
const QUALITY = 0.82
/** Smaller files go as they are. */
const SMALL = 300_000

/** Makes photos smaller on the phone before they leave it; drawn anew, they say nothing of where and when they were taken. */
export class Photos extends HTMLElement {
  private working: Promise<void> | null = null

  connectedCallback(): void {
    const input = this.querySelector('input')
    const form = input?.form
    if (!input || !form || typeof createImageBitmap !== 'function' || typeof DataTransfer !== 'function') return
    const said = this.querySelector('[role=status]')
    // The browser's own control speaks the language of the browser, which may be another than the page's.
    const choose = this.querySelector<HTMLElement>('[data-choose]')
    if (choose) {
      choose.hidden = false
      input.classList.add('shade')
    }
    input.addEventListener('change', () => {
      if (said) said.textContent = this.dataset.resizing ?? ''
      const working = shrinkAll(input).finally(() => {
        if (this.working !== working) return
        this.working = null
        this.preview(input)
        const n = input.files?.length ?? 0
        if (said) said.textContent = n > 0 ? (this.dataset.chosen ?? '').replace('%', String(n)) : ''
      })
      this.working = working
    })
    form.addEventListener('submit', (event) => {
      if (!this.working) return
      event.preventDefault()
      const { submitter } = event
      void this.working.then(() => {
        if (submitter instanceof HTMLElement) submitter.click()
        else form.submit()
      })
    })
  }

  private preview(input: HTMLInputElement): void {
    const list = this.querySelector('[data-preview]')
    const pictures = [...(input.files ?? [])].map((file) => {
      const picture = document.createElement('img')
      picture.src = URL.createObjectURL(file)
      picture.alt = file.name
      picture.onload = () => URL.revokeObjectURL(picture.src)
      // What is no photo shows nothing; the server says so.
      picture.onerror = () => item.remove()
      const item = document.createElement('li')
      item.append(picture)
      return item
    })
    list?.replaceChildren(...pictures)
  }
}

async function shrinkAll(input: HTMLInputElement): Promise<void> {
  const chosen = [...(input.files ?? [])]
  const sent = new DataTransfer()
  for (const file of chosen) sent.items.add(await shrunk(file))
  // Chosen anew meanwhile: the next round is the right one.
  if ([...(input.files ?? [])].every((file, i) => file === chosen[i])) input.files = sent.files
}

/** The photo made smaller, or as it was where the browser cannot read it: the server looks at it, too. */
async function shrunk(file: File): Promise<File> {
  if (file.size < SMALL || !file.type.startsWith('image/')) return file
  try {
    const picture = await createImageBitmap(file)
    const scale = Math.min(1, LONGEST / Math.max(picture.width, picture.height))
    const canvas = document.createElement('canvas')
    canvas.width = Math.round(picture.width * scale)
    canvas.height = Math.round(picture.height * scale)
    canvas.getContext('2d')?.drawImage(picture, 0, 0, canvas.width, canvas.height)
    picture.close()
    const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/jpeg', QUALITY))
    if (!blob || blob.size >= file.size) return file
    return new File([blob], file.name.replace(/\.\w+$/, '.jpg'), { type: 'image/jpeg' })
  } catch {
    return file
  }
}
