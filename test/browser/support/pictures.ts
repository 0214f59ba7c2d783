import type { Locator, Page } from '@playwright/test'
import { aPng } from '@test/support/pictures'
import type { PngOptions } from '@test/support/pictures'
import type { WsClient } from '@test/support/ws-client'
import type { GivenFile } from './files.ts'
import { botRow, composerOf } from './places.ts'
import { launchBot } from './script.ts'

/** A PNG of one colour, 4 by 3 pixels unless told. */
export function picture(name: string, options?: PngOptions): GivenFile {
  return { name, mimeType: 'image/png', buffer: aPng(options) }
}

/** The pictures beside what is being written. */
export const attachedOf = (page: Page): Locator =>
  page.getByRole('list', { name: 'Attached pictures' })

/** Chooses files as the system's dialog does. */
export const pickFiles = (page: Page, files: readonly GivenFile[]): Promise<void> =>
  page.getByLabel('Files to attach').setInputFiles([...files])

/** A bot whose model sees pictures, with its conversation open. */
export async function readyToSee(page: Page, script: WsClient): Promise<void> {
  await botRow(page, await launchBot(script, { name: 'Seer', model: 'eyes' })).click()
  await composerOf(page).and(page.getByLabel('Message to Seer')).waitFor()
}
