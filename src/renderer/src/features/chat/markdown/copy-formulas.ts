const FORMULA = '[data-tex]'

/** From now on, what is copied from a page has the TeX of its formulas in their place. A formula is copied whole or not at all. */
export function copyFormulasAsTex(page: Document): void {
  page.addEventListener('copy', (event) => {
    const selection = page.getSelection()
    if (event.defaultPrevented || event.clipboardData === null) return
    if (selection === null || selection.isCollapsed) return
    const copy = copyOf(selection.getRangeAt(0))
    if (copy === null) return
    event.clipboardData.setData('text/plain', textOf(copy, page))
    event.clipboardData.setData('text/html', copy.innerHTML)
    event.preventDefault()
  })
}

/** Null where there are no formulas; the browser copies better than we do. */
function copyOf(range: Range): HTMLElement | null {
  const { commonAncestorContainer: ancestor } = range
  const around = ancestor instanceof Element ? ancestor : ancestor.parentElement
  const copy = document.createElement('div')
  const only = around?.closest(FORMULA)
  copy.append(only ? only.cloneNode(true) : range.cloneContents())
  const formulas = copy.querySelectorAll(FORMULA)
  for (const formula of formulas) formula.replaceWith(formula.getAttribute('data-tex') ?? '')
  for (const button of copy.querySelectorAll('button')) button.remove()
  return formulas.length === 0 ? null : copy
}

/** As it would be read, with the lines that its elements make; only what is on the page has such. */
function textOf(copy: HTMLElement, page: Document): string {
  copy.className = 'visually-hidden'
  copy.setAttribute('aria-hidden', 'true')
  page.body.append(copy)
  const text = copy.innerText
  copy.remove()
  return text
}
