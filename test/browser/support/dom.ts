import type { Locator, Page } from '@playwright/test'

// Tests are compiled without the DOM's types, so that none of its globals can slip into what runs under Node. This is all of
// an element that they touch inside the page.
interface PageElement {
  readonly id: string
  readonly clientWidth: number
  readonly scrollWidth: number
  readonly dataset: Readonly<Record<string, string | undefined>>
  scrollTop: number
  getBoundingClientRect(): { readonly top: number; readonly bottom: number }
  querySelectorAll(selector: string): Iterable<PageElement>
  scrollIntoView(options: { readonly block: 'start' }): void
}

/** The row at the top of the view. */
export interface Anchor {
  readonly id: string
  /** Pixels from the top of the page. */
  readonly top: number
  /** How many rows there were. */
  readonly count: number
}

/** Scrolls to `top` pixels and answers, in the same instant, which row is then read. */
export const scrollTo = (scroller: Locator, top: number): Promise<Anchor> =>
  scroller.evaluate((element: PageElement, wanted): Anchor => {
    element.scrollTop = wanted
    const rows = [...element.querySelectorAll('[data-row-id]')]
    const viewTop = element.getBoundingClientRect().top
    const row = rows.find((one) => one.getBoundingClientRect().bottom > viewTop + 1)
    return {
      id: row?.dataset['rowId'] ?? '',
      top: row?.getBoundingClientRect().top ?? 0,
      count: rows.length,
    }
  }, top)

/** Scrolls until this row stands at the top of the view. */
export const scrollToRow = (row: Locator): Promise<void> =>
  row.evaluate((element: PageElement) => element.scrollIntoView({ block: 'start' }))

/** Where an element stands, in pixels from the top of the page. */
export const topOf = (element: Locator): Promise<number> =>
  element.evaluate((one: PageElement) => one.getBoundingClientRect().top)

/** The same, once it has been the same for some frames: keys scroll smoothly. */
export const restingTopOf = (element: Locator): Promise<number> =>
  element.evaluate(async (one: HTMLElement): Promise<number> => {
    let [top, still] = [NaN, 0]
    while (still < 20) {
      await new Promise((resolve) => requestAnimationFrame(resolve))
      const now = one.getBoundingClientRect().top
      still = now === top ? still + 1 : 0
      top = now
    }
    return top
  })

/** How far a page can be scrolled sideways, in pixels. */
export const sidewaysOf = (page: Page): Promise<number> =>
  page.locator('html').evaluate((element: PageElement) => element.scrollWidth - element.clientWidth)
