import { AxeBuilder } from '@axe-core/playwright'
import type { ChatRequest, Said } from '@test/support/fake-ollama/options'
import { expect, test } from './fixtures.ts'
import { sidewaysOf } from './support/dom.ts'
import { botRow, composerOf, repliesOf, say } from './support/places.ts'
import { launchBot } from './support/script.ts'

/** Calculates once for each thing said, then answers. */
function calculates({ messages }: ChatRequest): Said {
  const last = messages.at(-1)
  if (last?.role === 'tool') return `It is **${last.content}**.`
  return ['Let me see.', { call: 'math_evaluate', with: { expression: '6 * 7' } }]
}

test.use({ ollamaOptions: { reply: calculates }, reducedMotion: 'reduce' })

test('a call is allowed with the keyboard, and folds away with its result in it', async ({
  page,
  script,
}) => {
  const tools = [{ tool: 'math.evaluate', approval: 'ask' as const }]
  await botRow(page, await launchBot(script, { model: 'scripted', options: { tools } })).click()
  await say(page, 'What is 6 times 7?')
  const reply = repliesOf(page).last()
  const question = reply.getByRole('group', { name: 'May Tutor use math.evaluate?' })
  await expect(question).toBeVisible()
  await expect(reply).toContainText('"expression": "6 * 7"')

  await page.setViewportSize({ width: 320, height: 568 })
  expect(await sidewaysOf(page)).toBe(0)
  const { violations } = await new AxeBuilder({ page }).analyze()
  expect(violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')).toEqual(
    [],
  )

  const allow = question.getByRole('button', { name: 'Allow once' })
  await expect(composerOf(page)).toBeFocused()
  for (let tabs = 0; tabs < 12; tabs += 1) {
    if (await allow.evaluate((element) => element === document.activeElement)) break
    await page.keyboard.press('Shift+Tab')
  }
  await expect(allow).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(reply).toContainText('It is 42.')
  const call = reply.locator('details', { hasText: 'math.evaluate' })
  await expect(call).toHaveAttribute('data-state', 'done')
  await expect(call).not.toHaveAttribute('open')
  await call.locator('summary').press('Enter')
  await expect(call.getByLabel('Result')).toHaveText('42')
})
