import { aPng } from '@test/support/pictures'
import { createBot } from './create-bot'
import { expect, test } from './fixtures'

test.use({
  ollamaOptions: {
    models: [{ name: 'scripted', voice: 'script', capabilities: ['completion', 'vision'] }],
  },
})

test('a picture is attached in the window, sent, and shown in the conversation', async ({
  page,
  ollama,
}) => {
  await createBot(page, 'Seer')
  await page
    .getByLabel('Files to attach')
    .setInputFiles([{ name: 'roof.png', mimeType: 'image/png', buffer: aPng() }])
  await expect(page.getByRole('button', { name: 'Remove roof.png' })).toBeVisible()
  await page.getByRole('textbox', { name: 'Message to Seer' }).fill('What is this?')
  await page.getByRole('button', { name: 'Send' }).click()
  const shown = page.getByRole('log').getByRole('img', { name: 'roof.png' })
  // Loaded through the window's own protocol.
  await expect(shown).toHaveJSProperty('naturalWidth', 4)
  await expect(page.getByRole('log').getByRole('article')).toHaveCount(2)
  const asked = ollama.requests.findLast(({ path }) => path === '/api/chat')?.body
  expect(asked).toMatchObject({ messages: [{ images: [aPng().toString('base64')] }] })
  await page.getByRole('button', { name: 'roof.png' }).click()
  const large = page.getByRole('dialog', { name: 'roof.png' })
  await expect(large.getByRole('img', { name: 'roof.png' })).toHaveJSProperty('naturalWidth', 4)
  await page.keyboard.press('Escape')
  await expect(large).toBeHidden()
})

test('what is no picture is refused in the window with the controller’s own words', async ({
  page,
}) => {
  await createBot(page, 'Seer')
  const answer = await page.evaluate(async () => {
    const response = await fetch('/api/v1/attachments?name=a.png', {
      method: 'POST',
      body: '<svg/>',
    })
    return { status: response.status, ...((await response.json()) as { error: { code: string } }) }
  })
  expect(answer).toMatchObject({ status: 400, error: { code: 'invalid_input' } })
})
