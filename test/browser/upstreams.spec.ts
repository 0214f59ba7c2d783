import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { startFakeOllama } from '@test/support/fake-ollama/fake-ollama'
import type { FakeOllama } from '@test/support/fake-ollama/fake-ollama'
import { expect, test } from './fixtures.ts'
import { sidewaysOf } from './support/dom.ts'

const row = (page: Page, name: string) => page.locator(`[data-upstream="${name}"]`)

async function openServers(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Settings' }).click()
  await page.getByRole('button', { name: 'Ollama servers' }).click()
  await expect(row(page, 'Ollama')).toContainText('answers')
}

async function add(page: Page, other: FakeOllama): Promise<void> {
  await page.getByRole('button', { name: 'Add a server' }).press('Enter')
  await page.getByRole('textbox', { name: 'Name' }).fill('Cellar')
  await page.getByRole('textbox', { name: 'Address' }).fill(other.url)
  await page.getByLabel('Token').fill('hush-this-is-the-token')
  await page.getByRole('textbox', { name: 'Address' }).press('Enter')
  await expect(row(page, 'Cellar')).toContainText('answers')
}

test.describe('the Ollama servers in the settings', () => {
  let other: FakeOllama
  test.beforeEach(async () => {
    other = await startFakeOllama({ version: '0.24.0', models: [{ name: 'only-there' }] })
  })
  test.afterEach(() => other.close())

  test('are tried, added, drained, removed and brought back by keyboard', async ({ page }) => {
    await openServers(page)
    await page.getByRole('button', { name: 'Add a server' }).press('Enter')
    await expect(page.getByRole('textbox', { name: 'Name' })).toBeFocused()
    await page.getByRole('button', { name: 'Test the connection' }).press('Enter')
    await expect(page.getByText('An address begins with http://')).toBeVisible()
    await page.getByRole('textbox', { name: 'Address' }).fill('http://127.0.0.1:1')
    await page.getByRole('button', { name: 'Test the connection' }).press('Enter')
    await expect(page.getByText('Ollama does not answer.')).toBeVisible()
    await page.getByRole('textbox', { name: 'Address' }).fill(other.url)
    await page.getByRole('button', { name: 'Test the connection' }).press('Enter')
    await expect(page.getByText('Ollama 0.24.0 answers in')).toContainText('with 1 model.')
    await page.getByRole('button', { name: 'Add server' }).press('Enter')
    await expect(page.getByText('Needs a name.')).toBeVisible()
    await page.getByRole('textbox', { name: 'Name' }).fill('Cellar')
    await page.getByRole('button', { name: 'Add server' }).press('Enter')
    await expect(row(page, 'Cellar')).toContainText('version 0.24.0')
    await expect(row(page, 'Cellar')).toContainText('1 model')
    await page.getByRole('button', { name: 'Drain Cellar' }).press('Enter')
    await expect(row(page, 'Cellar')).toContainText('drained')
    await page.getByRole('button', { name: 'Take Cellar back into use' }).press('Enter')
    await expect(row(page, 'Cellar')).toContainText('answers')
    await page.getByRole('button', { name: 'Remove Cellar' }).press('Enter')
    await expect(row(page, 'Cellar')).toHaveCount(0)
    await expect(page.getByText('“Cellar” was removed.')).toBeVisible()
    await expect(page.getByRole('button', { name: 'Undo' })).toBeFocused()
    await page.keyboard.press('Enter')
    await expect(row(page, 'Cellar')).toBeVisible()
    await expect(page.getByRole('button', { name: 'Remove Ollama' })).toHaveCount(0)
  })

  test('never show a token again, and forget it when told', async ({ page }) => {
    await openServers(page)
    await add(page, other)
    await expect(row(page, 'Cellar')).toContainText('token set')
    await page.getByRole('button', { name: 'Edit Cellar' }).press('Enter')
    await expect(page.getByLabel('Token', { exact: true })).toHaveValue('')
    expect(await page.content()).not.toContain('hush-this')
    await page.getByRole('checkbox', { name: /^Forget/ }).press('Space')
    await page.getByRole('button', { name: 'Save', exact: true }).press('Enter')
    await expect(row(page, 'Cellar')).not.toContainText('token set')
  })

  test('say when one goes away, and which models are where', async ({ page }) => {
    await openServers(page)
    await add(page, other)
    await page.keyboard.press('Escape')
    await page.keyboard.press('Control+Shift+M')
    await expect(page.locator('[data-model="only-there:latest"]')).toContainText('On Cellar')
    await expect(page.getByRole('list', { name: 'Ollama servers' })).toContainText(
      'Cellar: version 0.24.0',
    )
    await other.kill()
    await page.getByRole('button', { name: 'Read the models again' }).click()
    await expect(page.getByRole('list', { name: 'Ollama servers' })).toContainText(
      'Cellar: does not answer',
    )
  })

  for (const width of [1440, 375, 320]) {
    for (const colorScheme of ['light', 'dark'] as const) {
      test(`fit ${String(width)} px in ${colorScheme}, and axe finds nothing serious`, async ({
        page,
      }) => {
        await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
        await page.setViewportSize({ width: 1440, height: 800 })
        await openServers(page)
        await add(page, other)
        await page.setViewportSize({ width, height: 800 })
        for (const step of ['list', 'form']) {
          if (step === 'form')
            await page.getByRole('button', { name: 'Edit Cellar' }).press('Enter')
          expect(await sidewaysOf(page)).toBe(0)
          const { violations } = await new AxeBuilder({ page }).analyze()
          expect(
            violations.filter(({ impact }) => impact === 'serious' || impact === 'critical'),
          ).toEqual([])
        }
      })
    }
  }
})
