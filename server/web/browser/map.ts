import { choose } from './map/choose.ts'
import { show } from './map/show.ts'

/**
 * Opens the map over the page, for whoever tapped its button: to look at the point that the button names, or to choose one
 * for the form around it. Resolves when the map stands; rejects when something of it does not come.
 */
export async function open(button: HTMLElement): Promise<void> {
  const { lat, lon } = button.dataset
  const dialog = await fetchDialog(lat === undefined ? 'pin' : 'place')
  document.body.append(dialog)
  dialog.addEventListener('close', () => {
    dialog.remove()
    // The part of the page with the button may have been taken anew meanwhile.
    const again = document.getElementById(button.id) ?? button
    again.focus()
  })
  dialog.querySelector('[data-back]')!.addEventListener('click', () => close(dialog))
  // Browsers that know no modal dialogs show it, too; what they do not do by themselves is done here.
  if (dialog.showModal) dialog.showModal()
  else dialog.setAttribute('open', '')
  dialog.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && !dialog.showModal) close(dialog)
  })
  try {
    if (lat === undefined || lon === undefined) await choose(dialog, button, () => close(dialog))
    else await show(dialog, [Number(lat), Number(lon)])
  } catch (error) {
    close(dialog)
    throw error
  }
}

function close(dialog: HTMLDialogElement): void {
  if (dialog.close) dialog.close()
  else dialog.dispatchEvent(new Event('close'))
}

/** The frame of the map in the language of the page, with its styles there already. */
async function fetchDialog(what: 'pin' | 'place'): Promise<HTMLDialogElement> {
  const answer = await fetch(`/${document.documentElement.lang}/map?for=${what}`)
  if (!answer.ok) throw new Error(String(answer.status))
  const dialog = new DOMParser().parseFromString(await answer.text(), 'text/html').querySelector('dialog')!
  await loadStyles(dialog.dataset.styles!)
  return document.importNode(dialog, true)
}

function loadStyles(href: string): Promise<void> {
  if (document.querySelector(`link[href="${href}"]`)) return Promise.resolve()
  return new Promise((resolve, reject) => {
    const link = document.createElement('link')
    link.rel = 'stylesheet'
    link.href = href
    link.onload = () => resolve()
    link.onerror = () => {
      link.remove()
      reject(new Error(href))
    }
    document.head.append(link)
  })
}
