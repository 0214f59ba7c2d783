import { startFakeOllama } from '@test/support/fake-ollama/fake-ollama'
import { expect, test } from './fixtures.ts'
import { botRow, composerOf, repliesOf, saidOf, say } from './support/places.ts'
import { createBot, launchBot, reachesState } from './support/script.ts'

test('Ollama dies in the middle of a reply: what was said stays, and trying again answers', async ({
  page,
  script,
  ollama,
}) => {
  const botId = await launchBot(script)
  await botRow(page, botId).click()
  ollama.setFault({ kind: 'hang', afterTokens: 4, requests: 1 })
  await say(page, 'alpha beta gamma delta')
  const reply = repliesOf(page).first()
  await expect(reply).toContainText('You said: alpha beta')

  await ollama.kill()
  const failure = reply.locator('[data-status]')
  await expect(failure).toBeVisible()
  await expect(failure).toContainText(/No reply|broke off/)
  await expect(failure).toContainText(/Ollama/)
  await expect(reply).toContainText('You said: alpha beta')

  await ollama.restart()
  await failure.getByRole('button', { name: 'Try again' }).click()
  await expect(repliesOf(page).last()).toContainText('You said: alpha beta gamma delta')
  await expect(failure).toBeHidden()
  await expect(saidOf(page)).toHaveCount(1)
})

test('a failure that the engine tells is shown as a failure, never as an answer', async ({
  page,
  script,
  ollama,
}) => {
  await botRow(page, await launchBot(script)).click()
  ollama.setFault({ kind: 'error-line', afterTokens: 0, requests: 1 })
  await say(page, 'Hello')
  const failure = page.getByRole('group', { name: 'No reply' })
  await expect(failure).toContainText('No reply')
  await expect(page.getByRole('button', { name: 'Copy message' })).toHaveCount(1)

  await failure.getByRole('button', { name: 'Try again' }).click()
  await expect(repliesOf(page).last()).toContainText('You said: Hello')
  await expect(failure).toBeHidden()
})

test('a model that Ollama does not have fails the launch with the cause and the next step', async ({
  page,
  script,
}) => {
  const botId = await createBot(script, { model: 'not-there' })
  await botRow(page, botId).click()
  await page.getByRole('main').getByRole('button', { name: 'Launch', exact: true }).first().click()
  await expect(botRow(page, botId)).toContainText('failed')
  const notice = page.getByRole('main').getByRole('alert').first()
  await expect(notice).toContainText('not-there')
  await expect(notice).toContainText('ollama pull')
  await expect(page.getByRole('button', { name: 'Send' })).toBeDisabled()

  await page.getByRole('main').getByRole('button', { name: /^Edit/ }).first().click()
  const dialog = page.getByRole('dialog', { name: `Edit ${botId}` })
  await dialog.getByRole('button', { name: 'Choose from the list' }).click()
  await dialog.getByRole('combobox', { name: 'Model' }).selectOption('tiny:latest')
  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect(dialog).toBeHidden()
  // Another model is loaded by itself: what was launched and failed is tried again with it.
  await expect(botRow(page, botId)).toContainText('ready')
})

test.describe('without Ollama', () => {
  test.use({
    ollama: async ({}, use) => {
      const ollama = await startFakeOllama()
      await ollama.close()
      await use(ollama)
    },
  })

  test('the dialog and the launch say that it cannot be reached and what to do; once it is there, the bot comes up', async ({
    page,
    script,
    ollama,
  }) => {
    await page.getByRole('button', { name: 'New bot' }).click()
    const dialog = page.getByRole('dialog', { name: 'New bot' })
    await expect(dialog.getByText(/Ollama is not reachable/)).toBeVisible()
    await dialog.getByLabel('Name').fill('Tutor')
    await dialog.getByRole('textbox', { name: 'Model' }).fill('tiny')
    await dialog.getByRole('button', { name: 'Create and launch' }).click()
    await expect(botRow(page, 'BOT-002')).toContainText('failed')
    await expect(page.getByRole('main').getByRole('alert').first()).toContainText(/Start Ollama/)
    await composerOf(page).fill('I can still write')

    // The Guide needs no model: it goes on answering.
    await botRow(page, 'BOT-001').click()
    await say(page, 'How do I connect Ollama?')
    await expect(repliesOf(page).last()).toContainText('From the user guide:')

    await ollama.restart()
    await expect(botRow(page, 'BOT-002')).toContainText('ready')
    await reachesState(script, 'BOT-002', 'ready')
    await botRow(page, 'BOT-002').click()
    await expect(composerOf(page)).toHaveValue('I can still write')
    await composerOf(page).press('Enter')
    await expect(repliesOf(page)).toHaveCount(1)
  })
})
