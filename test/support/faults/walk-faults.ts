import { expect } from '@playwright/test'
import type { Page } from '@playwright/test'
import type { FakeOllama } from '@test/support/fake-ollama/options'
import { ENGINE_FAULTS, KEPT_BEGINNING } from './engine-faults'
import type { EngineFault } from './engine-faults'

/** How a failed reply is called where it is shown. */
const TITLES = { failed: 'No reply', interrupted: 'The reply broke off' } as const

/**
 * Has Ollama fail in every way, one after the other, while somebody talks to `name`, who is shown and launched: sees what
 * they are told, and that pressing "Try again" and saying something else both work once it is repaired.
 */
export async function walkFaults(page: Page, name: string, ollama: FakeOllama): Promise<void> {
  for (const fault of ENGINE_FAULTS) await walkFault(page, name, ollama, fault)
}

async function walkFault(page: Page, name: string, ollama: FakeOllama, fault: EngineFault) {
  const step = `where ${fault.name}`
  const composer = page.getByRole('textbox', { name: `Message to ${name}` })
  const replies = page.getByRole('log').locator('[data-author="bot"]')
  const asked = ollama.requests.length
  const isAsked = () => ollama.requests.slice(asked).some(({ path }) => path === '/api/chat')
  const before = await replies.count()

  fault.prepare(ollama)
  await composer.fill(`Say it ${step}`)
  await composer.press('Enter')
  const reply = replies.nth(before)
  if (fault.strike) {
    await ollama.waitFor(isAsked)
    if (fault.keeps) await expect(reply, step).toContainText(KEPT_BEGINNING)
    await fault.strike(ollama)
  }

  const failure = reply.getByRole('group', { name: TITLES[fault.status] })
  await expect(failure, step).toContainText(fault.says)
  for (const button of fault.buttons)
    await expect(failure.getByRole('button', { name: button }), step).toBeVisible()
  await expect(failure.getByRole('button'), step).toHaveCount(fault.buttons.length)
  if (fault.keeps) await expect(reply, step).toContainText(KEPT_BEGINNING)

  await fault.repair(ollama)
  await failure.getByRole('button', { name: 'Try again' }).click()
  await expect(replies.nth(before), step).toContainText('That is all.')
  await expect(failure, step).toBeHidden()
  await composer.fill(`And then ${step}`)
  await composer.press('Enter')
  await expect(replies.nth(before + 1), step).toContainText('That is all.')
}
