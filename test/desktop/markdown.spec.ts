import { startFakeOllama } from '@test/support/fake-ollama/fake-ollama'
import { createBot } from './create-bot'
import { test as base, expect } from './fixtures'

const REPLY = [
  'So $E = mc^2$.',
  '```ts\nconst answer = 42\n```',
  '```mermaid\nflowchart LR\n  A[Person] --> B[Bot]\n```',
  'That is all.',
].join('\n\n')

const test = base.extend({
  ollama: async ({}, use) => {
    const ollama = await startFakeOllama({ reply: () => REPLY })
    await use(ollama)
    await ollama.close()
  },
})

test('formulas, colours of code and diagrams are made in the window, from its own files', async ({
  page,
}) => {
  await createBot(page, 'Tutor')
  await page.getByRole('textbox', { name: 'Message to Tutor' }).fill('Show me')
  await page.getByRole('button', { name: 'Send' }).click()
  const reply = page.getByRole('log').getByRole('article').last()
  await expect(reply).toContainText('That is all.')
  await expect(reply.locator('math msup')).toBeVisible()
  await expect(reply.locator('pre [class*="hljs-keyword"]')).toHaveText('const')
  const picture = reply.getByRole('img', { name: 'Diagram: flowchart' })
  await expect(picture).toBeVisible({ timeout: 30_000 })
  expect(await picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(0)
  // The frame that draws has nothing of the window's.
  const frame = page.frames().find((one) => one.url() === 'app://port8000/diagram.html')
  expect(await frame?.evaluate(() => [origin, 'desktop' in globalThis])).toEqual(['null', false])
})
