import { AxeBuilder } from '@axe-core/playwright'
import { expect, test } from './fixtures.ts'
import { sidewaysOf } from './support/dom.ts'
import { choose } from './support/places.ts'
import { createBot } from './support/script.ts'

const MODELS = [
  {
    name: 'big',
    contextLength: 65_536,
    parameters: [
      ['temperature', '0.6'],
      ['top_p', '0.95'],
    ] as const,
  },
]
const SHOTS = process.env['PORT8000_SHOTS']

test.use({ ollamaOptions: { models: MODELS } })

test('the options of a bot are set by keyboard, from presets too, and reach Ollama typed', async ({
  page,
  script,
  ollama,
}) => {
  const botId = await createBot(script, { name: 'Reviewer', model: 'big' })
  await createBot(script, { name: 'Reader', model: 'big', options: { contextLength: 32_768 } })
  await choose(page, 'Actions for Reviewer', 'Edit')
  const dialog = page.getByRole('dialog', { name: `Edit ${botId}` })
  await expect(dialog.getByRole('textbox', { name: 'Top P' })).toBeHidden()
  await dialog.locator('summary', { hasText: 'Options' }).focus()
  await page.keyboard.press('Enter')
  await expect(dialog.getByRole('textbox', { name: 'Top P' })).toHaveAttribute(
    'placeholder',
    'model: 0.95',
  )
  await expect(dialog.getByRole('textbox', { name: 'Top K' })).toHaveAttribute(
    'placeholder',
    'Ollama’s default: 40',
  )

  await dialog.getByRole('textbox', { name: 'Top K' }).fill('many')
  await dialog.getByRole('textbox', { name: 'Min P' }).focus()
  await expect(dialog.getByRole('textbox', { name: 'Top K' })).toHaveAccessibleDescription(
    /whole number from 0 to 1,000/,
  )
  await expect(dialog.getByRole('button', { name: 'Save' })).toBeDisabled()
  await dialog.getByRole('button', { name: 'Reset Top K' }).press('Enter')
  await expect(dialog.getByRole('textbox', { name: 'Top K' })).toHaveValue('')
  await expect(dialog.getByRole('textbox', { name: 'Top K' })).toBeFocused()

  await dialog.getByRole('textbox', { name: 'Min P' }).fill('0.1')
  await dialog.getByRole('button', { name: 'Creative' }).press('Enter')
  await expect(dialog.getByLabel('Temperature', { exact: true })).toHaveValue('1.2')
  await expect(dialog.getByRole('textbox', { name: 'Min P' })).toHaveValue('')
  await dialog.getByRole('button', { name: 'Undo' }).press('Enter')
  await expect(dialog.getByLabel('Temperature', { exact: true })).toHaveValue('0.7')
  await expect(dialog.getByRole('textbox', { name: 'Min P' })).toHaveValue('0.1')
  await dialog.getByRole('button', { name: 'As the model declares' }).press('Enter')
  await expect(dialog.getByLabel('Temperature', { exact: true })).toHaveValue('0.6')

  await dialog.getByRole('textbox', { name: 'Seed' }).fill('42')
  await dialog.getByRole('textbox', { name: 'Context' }).fill('16384')
  await expect(dialog.getByRole('textbox', { name: 'Context' })).toHaveAccessibleDescription(
    /wants 16,384; the model is loaded with 32,768 for /,
  )
  await dialog.getByRole('textbox', { name: 'Keep in memory' }).fill('2h')
  await dialog.getByRole('textbox', { name: 'Stop at' }).fill('THE END')
  await dialog.getByRole('button', { name: 'Save' }).press('Enter')
  await expect(dialog).toBeHidden()
  const { bots } = await script.call('bots.list', {})
  expect(bots.find(({ id }) => id === botId)).toMatchObject({
    temperature: 0.6,
    options: { seed: 42, contextLength: 16_384, keepAliveS: 7_200, stop: ['THE END'] },
  })
  await script.call('bots.launch', { botId })
  await ollama.waitForRequest('/api/chat')
  expect(ollama.requests.find(({ path }) => path === '/api/chat')?.body).toMatchObject({
    keep_alive: 7_200,
    options: { num_ctx: 32_768 },
  })
})

for (const colorScheme of ['light', 'dark'] as const) {
  test(`the options keep to a narrow page, and keep nobody out, in ${colorScheme}`, async ({
    page,
    script,
  }) => {
    const botId = await createBot(script, {
      name: 'Reviewer',
      model: 'big',
      options: { topP: 0.9, seed: 7 },
    })
    await page.emulateMedia({ colorScheme })
    await choose(page, 'Actions for Reviewer', 'Edit')
    const dialog = page.getByRole('dialog', { name: `Edit ${botId}` })
    await dialog.locator('summary', { hasText: 'Options' }).press('Enter')
    await expect(dialog.getByRole('textbox', { name: 'Top P' })).toHaveValue('0.9')
    await expect(dialog.getByRole('textbox', { name: 'Top K' })).toBeVisible()
    for (const width of [1_440, 375, 320]) {
      await page.setViewportSize({ width, height: 720 })
      expect(await sidewaysOf(page)).toBe(0)
      await page.evaluate(
        'Promise.all(document.getAnimations().map((one) => one.finished.catch(() => {})))',
      )
      const { violations } = await new AxeBuilder({ page }).include('dialog').analyze()
      expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([])
      if (SHOTS !== undefined) {
        await dialog.getByRole('group', { name: 'Presets' }).scrollIntoViewIfNeeded()
        await page.screenshot({ path: `${SHOTS}-${colorScheme}-${String(width)}.png` })
      }
    }
  })
}

test('the owner pins how a model is loaded, and the models page says for whom it is so', async ({
  page,
  script,
}) => {
  const one = await createBot(script, {
    name: 'One',
    model: 'big',
    options: { contextLength: 32_768 },
  })
  const other = await createBot(script, { name: 'Other', model: 'big' })
  await page.keyboard.press('Control+Shift+M')
  const row = page.locator('[data-model="big:latest"]')
  await expect(row).toContainText(
    `Loads with 32,768 tokens of context for ${one}; ${other} wants 8,192.`,
  )
  await row.getByRole('button', { name: 'More for big:latest' }).press('Enter')
  await page.getByRole('menuitem', { name: 'How it is loaded…' }).press('Enter')
  const dialog = page.getByRole('dialog', { name: 'How big:latest is loaded' })
  await dialog.getByRole('textbox', { name: 'Context' }).fill('100000')
  await dialog.getByRole('button', { name: 'Save' }).press('Enter')
  await expect(dialog.getByRole('alert')).toContainText('trained for 65,536 tokens')
  await dialog.getByRole('textbox', { name: 'Context' }).fill('12288')
  await dialog.getByRole('textbox', { name: 'Context' }).press('Enter')
  await expect(dialog).toBeHidden()
  await expect(row).toContainText('Loads with 12,288 tokens of context, pinned')
  if (SHOTS !== undefined) await page.screenshot({ path: `${SHOTS}-models.png` })
})
