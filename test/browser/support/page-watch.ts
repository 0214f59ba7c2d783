import type { ConsoleMessage, Page } from '@playwright/test'

/** What a dropped connection makes the browser itself say; for tests that cut one. */
export const LOST_CONNECTION = /WebSocket connection to .* failed|ERR_CONNECTION_REFUSED/

/** Gathers everything that pages complain about: errors, warnings, and what the content security policy refused. */
export class PageWatch {
  readonly #complaints: string[] = []
  readonly #expected: RegExp[] = []

  watch(page: Page): void {
    page.on('pageerror', (error) => this.#complaints.push(error.stack ?? error.message))
    page.on('console', (message) => this.#note(message))
    page.on('dialog', (dialog) => {
      this.#complaints.push(`A ${dialog.type()} dialog opened: ${dialog.message()}`)
      void dialog.dismiss()
    })
  }

  /** A complaint like this belongs to the test. */
  expect(complaint: RegExp): void {
    this.#expected.push(complaint)
  }

  /** Those that no test expected. */
  get unexpected(): readonly string[] {
    return this.#complaints.filter((text) => !this.#expected.some((one) => one.test(text)))
  }

  #note(message: ConsoleMessage): void {
    if (message.type() === 'error' || message.type() === 'warning')
      this.#complaints.push(`${message.type()}: ${message.text()} (${message.location().url})`)
  }
}
