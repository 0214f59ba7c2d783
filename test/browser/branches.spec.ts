import { expect, test } from './fixtures.ts'
import { composerOf, openSession, repliesOf, rowsOf, saidOf, say } from './support/places.ts'
import { createSession, launchBot, sayByScript } from './support/script.ts'

/** Numbers its replies, so that one version is told from another. */
function counting(): () => string {
  let count = 0
  return () => `reply ${String((count += 1))}`
}

test.describe('versions', () => {
  test.use({ ollamaOptions: { reply: counting() } })

  test('a message is edited where it stands, and both versions and what followed them can be shown, by keyboard', async ({
    page,
    script,
  }) => {
    const botId = await launchBot(script)
    const sessionId = await createSession(script, botId)
    for (const text of ['first', 'second']) await sayByScript(script, sessionId, text)
    await openSession(page, botId, sessionId)
    await expect(rowsOf(page)).toHaveCount(4)

    const first = saidOf(page).first()
    await first.getByRole('button', { name: 'Edit message' }).press('Enter')
    const field = page.getByRole('textbox', { name: 'Another version of your message' })
    await expect(field).toBeFocused()
    await expect(field).toHaveValue('first')
    await page.keyboard.press('Escape')
    await expect(first.getByRole('button', { name: 'Edit message' })).toBeFocused()

    await page.keyboard.press('Enter')
    await field.fill('uno')
    await field.press('Enter')
    await expect(rowsOf(page)).toHaveCount(2)
    await expect(saidOf(page)).toContainText('uno')
    const versions = page.getByRole('group', { name: 'Version 2 of 2' })
    await versions.getByRole('button', { name: 'Version before' }).press('Enter')
    await expect(saidOf(page)).toContainText(['first', 'second'])
    await page.keyboard.press('ArrowRight')
    await expect(rowsOf(page)).toHaveCount(2)
    await expect(saidOf(page)).toContainText('uno')
    await page.reload()
    await expect(saidOf(page)).toContainText('uno')
  })

  test('another reply comes beside the first one, of this bot or of another, and everybody sees the same', async ({
    page,
    script,
    openSignedIn,
  }) => {
    const botId = await launchBot(script)
    await launchBot(script, { id: 'BOT-077', name: 'Critic' })
    const sessionId = await createSession(script, botId)
    const before = await sayByScript(script, sessionId, 'first')
    await openSession(page, botId, sessionId)
    const other = await openSignedIn()
    await openSession(other, botId, sessionId)

    await repliesOf(page).getByRole('button', { name: 'Another reply' }).click()
    await expect(repliesOf(page)).not.toContainText(before)
    await expect(page.getByRole('group', { name: 'Version 2 of 2' })).toBeVisible()
    await repliesOf(page).getByRole('button', { name: 'More for this message' }).click()
    await page.getByRole('menuitem', { name: 'Another bot or model…' }).click()
    const dialog = page.getByRole('dialog', { name: 'Another reply' })
    await dialog.getByLabel('Bot').selectOption('BOT-077')
    await dialog.getByRole('button', { name: 'Ask' }).click()
    for (const one of [page, other]) {
      await expect(one.getByRole('group', { name: 'Version 3 of 3' })).toBeVisible()
      await expect(repliesOf(one).getByRole('heading', { name: 'Critic' })).toBeVisible()
    }
    await page.getByRole('button', { name: 'Version before' }).click()
    await other.getByRole('button', { name: 'Version before' }).click()
    await expect(repliesOf(page)).toContainText(before)
    await expect(repliesOf(other)).toContainText(before)
  })

  test('a conversation is forked at a message, and goes on in a copy of its own', async ({
    page,
    script,
  }) => {
    const botId = await launchBot(script)
    const sessionId = await createSession(script, botId)
    for (const text of ['first', 'second']) await sayByScript(script, sessionId, text)
    await openSession(page, botId, sessionId)
    const firstReply = repliesOf(page).first()
    await firstReply.getByRole('button', { name: 'More for this message' }).click()
    await page.getByRole('menuitem', { name: 'Fork from here' }).click()
    await expect(page).not.toHaveURL(new RegExp(sessionId))
    await expect(rowsOf(page)).toHaveCount(2)
    await say(page, 'elsewhere')
    await expect(rowsOf(page)).toHaveCount(4)
    await openSession(page, botId, sessionId)
    await expect(saidOf(page)).toContainText(['first', 'second'])
    await expect(composerOf(page)).toBeVisible()
  })
})
