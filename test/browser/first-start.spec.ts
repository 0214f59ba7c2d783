import { expect, test } from './fixtures.ts'
import { botRow, repliesOf, say } from './support/places.ts'

test('the first start shows the Guide, launched, with its opening message', async ({ page }) => {
  await expect(page).toHaveTitle(/Guide · Port 8000/)
  await expect(botRow(page, 'BOT-001')).toContainText('Guide')
  await expect(botRow(page, 'BOT-001')).toContainText('ready')
  await expect(repliesOf(page)).toHaveCount(1)
  await expect(repliesOf(page)).toContainText('I am not a language model')
  await expect(repliesOf(page)).toContainText('How do I connect Ollama?')
})

test('the Guide answers from the user guide, and the answer is there after a reload', async ({
  page,
}) => {
  await say(page, 'How do I connect Ollama?')
  const answer = repliesOf(page).last()
  await expect(answer).toContainText('From the user guide:')
  await expect(answer).toContainText('http://localhost:11434')
  await expect(answer.getByRole('blockquote').first()).toBeVisible()

  await expect(answer).not.toHaveAttribute('aria-busy', 'true')
  const text = await answer.innerText()
  await page.reload()
  await expect(repliesOf(page)).toHaveCount(2)
  await expect(repliesOf(page).last()).toHaveText(text, { useInnerText: true })
})

test('the Guide says that it found nothing rather than guessing', async ({ page }) => {
  await say(page, 'Zeppelin tulip harvest?')
  await expect(repliesOf(page).last()).toContainText('I found nothing on that')
})
