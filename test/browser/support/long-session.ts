import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Locator, Page } from '@playwright/test'
import { openSqliteStorage } from '@main/storage/sqlite/sqlite-storage'
import { makeLongSession } from '@test/support/make-long-session'
import type { LongSession } from '@test/support/make-long-session'
import { recordingLog } from '@test/support/recording-log'
import { test as base } from '../fixtures.ts'
import { ControllerProcess } from './controller-process.ts'
import { rowsOf } from './places.ts'

interface Seed extends LongSession {
  readonly dataDirectory: string
}

/** Each test has a controller that knows a conversation of 5,000 messages with a launched bot. */
export const test = base.extend<{ readonly long: LongSession }, { readonly seed: Seed }>({
  // Made once in each worker; every test has a copy.
  seed: [
    async ({}, use) => {
      const dataDirectory = mkdtempSync(join(tmpdir(), 'port8000-long-'))
      const storage = await openSqliteStorage({ dataDirectory, log: recordingLog().log })
      const long = await makeLongSession(storage)
      await storage.close()
      await use({ dataDirectory, ...long })
      rmSync(dataDirectory, { recursive: true, force: true })
    },
    { scope: 'worker', timeout: 60_000 },
  ],

  controller: async ({ ollama, seed }, use) => {
    const controller = await ControllerProcess.start(ollama.url, 0, (directory) =>
      cpSync(seed.dataDirectory, directory, { recursive: true }),
    )
    await use(controller)
    await controller.close()
  },

  long: async ({ seed }, use) => use(seed),
})

/** Rows that say `Question n` or `Answer n`. */
export const saying = (page: Page, words: string): Locator =>
  rowsOf(page).filter({ hasText: new RegExp(`${words}(?!\\d)`) })
