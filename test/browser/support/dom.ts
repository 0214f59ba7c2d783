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

/** How far a page can be scrolled sideways, in pixels. */
export const sidewaysOf = (page: Page): Promise<number> =>
  page.locator('html').evaluate((element: PageElement) => element.scrollWidth - element.clientWidth)
