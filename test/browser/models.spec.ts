import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { expect, test } from './fixtures.ts'
import { sidewaysOf } from './support/dom.ts'
import { createBot, launchBot } from './support/script.ts'

const MODELS = [
  {
    name: 'qwen2.5-coder:7b',
    size: 4_683_087_332,
    parameterSize: '7.6B',
    quantization: 'Q4_K_M',
    family: 'qwen2',
    capabilities: ['completion', 'tools', 'insert'],
    contextLength: 32_768,
    onGpu: 0.81,
  },
  { name: 'tiny', size: 570_663, parameterSize: '140K' },
  {
    name: 'gpt-oss:120b-cloud',
    size: 384,
    capabilities: ['completion', 'thinking', 'tools'],
    remote: { host: 'https://ollama.com:443', model: 'gpt-oss:120b' },
  },
]
const BIG = { name: 'big', size: 4_000_000_000, layers: [3_000_000_000, 1_000_000_000] }

const modelRow = (page: Page, name: string) => page.locator(`[data-model="${name}"]`)
const pullRow = (page: Page, name: string) => page.locator(`[data-pull="${name}"]`)

test.describe('the models page', () => {
  test.use({ ollamaOptions: { models: MODELS, registry: [BIG], pullMs: 4_000 } })

  test('is reached by keyboard, shows what there is, and leads back', async ({ page, script }) => {
    await launchBot(script, { name: 'Reviewer', model: 'qwen2.5-coder:7b' })
    await page.keyboard.press('Control+Shift+M')
    await expect(page.getByRole('heading', { name: 'Models', level: 1 })).toBeVisible()
    await expect(page).toHaveTitle('Models · Port 8000')
    const coder = modelRow(page, 'qwen2.5-coder:7b')
    for (const words of ['4.7 GB', '7.6B', 'Q4_K_M', 'qwen2', '32,768', 'tools', 'Reviewer'])
      await expect(coder).toContainText(words)
    await expect(page.locator('[data-loaded="qwen2.5-coder:7b"]')).toContainText('81 % on the GPU')
    await expect(modelRow(page, 'gpt-oss:120b-cloud')).toContainText('leaves this machine')
    await page.goBack()
    await expect(page.getByRole('textbox', { name: /^Message to / })).toBeVisible()
    await page.getByRole('button', { name: 'Models' }).click()
    await page.getByRole('button', { name: 'Conversations' }).press('Enter')
    await expect(page.getByRole('textbox', { name: /^Message to / })).toBeVisible()
  })

  test('pulls a model for everybody who looks, also when the page goes away', async ({
    page,
    openSignedIn,
  }) => {
    await page.keyboard.press('Control+Shift+M')
    await page.getByRole('textbox', { name: 'Name' }).fill('big')
    await page.keyboard.press('Enter')
    await expect(pullRow(page, 'big')).toContainText('of 3 GB')
    const other = await openSignedIn()
    await other.keyboard.press('Control+Shift+M')
    await expect(pullRow(other, 'big')).toBeVisible()
    await page.close()
    await expect(modelRow(other, 'big:latest')).toContainText('4 GB')
    await expect(pullRow(other, 'big')).toHaveCount(0)
  })

  test('cancels a pull and continues it where it stood', async ({ page, ollama }) => {
    await page.keyboard.press('Control+Shift+M')
    await page.getByRole('textbox', { name: 'Name' }).fill('big')
    await page.getByRole('button', { name: 'Pull', exact: true }).click()
    await expect(pullRow(page, 'big')).toContainText('of 3 GB')
    await page.getByRole('button', { name: 'Cancel the pull of big' }).press('Enter')
    await expect(pullRow(page, 'big')).toContainText('Cancelled at')
    await ollama.waitFor(() => ollama.pullsClosedByClient === 1)
    await page.getByRole('button', { name: 'Go on with the pull of big' }).press('Enter')
    await expect(modelRow(page, 'big:latest')).toBeVisible()
  })

  test('says why a name cannot be pulled, and why a pull failed', async ({ page }) => {
    await page.keyboard.press('Control+Shift+M')
    const name = page.getByRole('textbox', { name: 'Name' })
    await name.fill('no name!!')
    await name.press('Enter')
    await expect(page.getByText('This is no name of a model.')).toBeVisible()
    await name.fill('nothere')
    await name.press('Enter')
    await expect(pullRow(page, 'nothere').getByRole('alert')).toContainText('network')
    await page.getByRole('button', { name: 'Take nothere off the list' }).press('Enter')
    await expect(pullRow(page, 'nothere')).toHaveCount(0)
  })

  test('deletes a model that bots use only after a deliberate choice', async ({ page, script }) => {
    const botId = await launchBot(script, { name: 'Tutor', model: 'tiny' })
    await page.keyboard.press('Control+Shift+M')
    await page.getByRole('button', { name: 'More for tiny:latest' }).press('Enter')
    await page.getByRole('menuitem', { name: 'Delete…' }).press('Enter')
    const dialog = page.getByRole('dialog', { name: 'Delete tiny:latest?' })
    await expect(dialog).toContainText(`Tutor ${botId} is launched and will be stopped`)
    await expect(dialog.getByRole('button', { name: 'Keep it' })).toBeFocused()
    const remove = dialog.getByRole('button', { name: 'Delete model' })
    await expect(remove).toHaveAttribute('aria-disabled', 'true')
    await dialog.getByRole('checkbox').press('Space')
    await remove.press('Enter')
    await expect(modelRow(page, 'tiny:latest')).toHaveCount(0)
    await expect(dialog).toHaveCount(0)
  })

  test('loads a model into memory and frees it', async ({ page }) => {
    await page.keyboard.press('Control+Shift+M')
    await page.getByRole('button', { name: 'More for tiny:latest' }).click()
    await page.getByRole('menuitem', { name: 'Load into memory' }).click()
    await expect(page.locator('[data-loaded="tiny:latest"]')).toContainText('freed in')
    await page.getByRole('button', { name: 'Free tiny:latest' }).press('Enter')
    await expect(page.locator('[data-loaded="tiny:latest"]')).toHaveCount(0)
  })

  test('forbids cloud models by one switch, and says so where one is launched', async ({
    page,
    script,
  }) => {
    const botId = await createBot(script, { name: 'Far', model: 'gpt-oss:120b-cloud' })
    await page.getByRole('button', { name: 'Settings' }).click()
    await page.getByRole('checkbox', { name: 'Forbid cloud models' }).press('Space')
    await expect(page.getByText('Saved.')).toBeVisible()
    await page.keyboard.press('Escape')
    await page.locator(`[data-bot="${botId}"]`).click()
    await page.getByRole('button', { name: 'Launch' }).first().click()
    await expect(page.getByText('cloud models are forbidden in Settings').first()).toBeVisible()
  })

  test('says that Ollama is away, and fills itself when it is back', async ({ page, ollama }) => {
    await ollama.kill()
    await page.keyboard.press('Control+Shift+M')
    await page.getByRole('button', { name: 'Read the models again' }).click()
    await expect(page.getByText('Start Ollama')).toBeVisible()
    await ollama.restart()
    await expect(modelRow(page, 'tiny:latest')).toBeVisible()
  })

  for (const width of [1440, 375, 320]) {
    for (const colorScheme of ['light', 'dark'] as const) {
      test(`fits ${String(width)} px in ${colorScheme}, and axe finds nothing serious`, async ({
        page,
        script,
      }) => {
        await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
        await page.setViewportSize({ width, height: 800 })
        await launchBot(script, { name: 'Reviewer', model: 'qwen2.5-coder:7b' })
        await createBot(script, { name: 'Far', model: 'gpt-oss:120b-cloud' })
        await page.keyboard.press('Control+Shift+M')
        await page.getByRole('textbox', { name: 'Name' }).fill('big')
        await page.keyboard.press('Enter')
        await expect(pullRow(page, 'big')).toContainText('2 files')
        await expect(page.locator('[data-loaded="qwen2.5-coder:7b"]')).toBeVisible()
        expect(await sidewaysOf(page)).toBe(0)
        for (const name of ['Conversations', 'Read the models again'])
          await expect(page.getByRole('button', { name })).toBeInViewport({ ratio: 1 })
        const { violations } = await new AxeBuilder({ page }).analyze()
        expect(
          violations.filter(({ impact }) => impact === 'serious' || impact === 'critical'),
        ).toEqual([])
      })
    }
  }
})
