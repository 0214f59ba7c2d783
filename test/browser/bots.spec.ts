import { expect, test } from './fixtures.ts'
import { botRow, choose, composerOf, repliesOf, say } from './support/places.ts'
import { createBot, createSession, launchBot, sayByScript } from './support/script.ts'

test('a bot is created and launched from the dialog, with a model of Ollama’s list', async ({
  page,
  ollama,
}) => {
  await page.getByRole('button', { name: 'New bot' }).click()
  const dialog = page.getByRole('dialog', { name: 'New bot' })
  await expect(dialog.getByLabel('Id', { exact: true })).toHaveValue('BOT-002')
  await dialog.getByLabel('Name').fill('Reviewer')
  await dialog.getByRole('combobox', { name: 'Model' }).selectOption('tiny2:latest')
  await dialog.getByLabel('Instructions').fill('Be brief.')
  await dialog.getByRole('button', { name: 'Create and launch' }).click()
  await expect(dialog).toBeHidden()

  await expect(botRow(page, 'BOT-002')).toContainText('Reviewer')
  await expect(botRow(page, 'BOT-002')).toContainText('ready')
  await expect(botRow(page, 'BOT-002')).toHaveAttribute('aria-current', 'true')
  expect(ollama.loaded()).toEqual(['tiny2:latest'])

  await say(page, 'Look at this')
  await expect(repliesOf(page).last()).toContainText('You said: Look at this')
})

test('the dialog says what is wrong while it is typed, and cannot be submitted wrong', async ({
  page,
  script,
}) => {
  await createBot(script, { id: 'TUTOR-1', name: 'Tutor' })
  await page.getByRole('button', { name: 'New bot' }).click()
  const dialog = page.getByRole('dialog', { name: 'New bot' })
  await dialog.getByLabel('Name').fill('Another tutor')
  await dialog.getByRole('combobox', { name: 'Model' }).selectOption('tiny:latest')

  await dialog.getByLabel('Id', { exact: true }).fill('tutor-1')
  await expect(dialog.getByLabel('Id', { exact: true })).toHaveValue('TUTOR-1')
  await expect(dialog.getByLabel('Id', { exact: true })).toHaveAccessibleDescription(
    /TUTOR-1 is taken/,
  )
  await expect(dialog.getByRole('button', { name: 'Create and launch' })).toBeDisabled()
  await dialog.getByLabel('Id', { exact: true }).press('Enter')
  await expect(dialog).toBeVisible()

  await dialog.getByLabel('Id', { exact: true }).fill('B!')
  await expect(dialog.getByLabel('Id', { exact: true })).toHaveAccessibleDescription(
    /capital letters/,
  )
  await dialog.getByLabel('Temperature', { exact: true }).fill('3')
  await expect(dialog.getByLabel('Temperature', { exact: true })).toHaveAccessibleDescription(
    /from 0 to 2/,
  )

  await dialog.getByLabel('Id', { exact: true }).fill('TUTOR-2')
  await dialog.getByLabel('Temperature', { exact: true }).fill('0.2')
  await dialog.getByRole('button', { name: 'Create', exact: true }).click()
  await expect(botRow(page, 'TUTOR-2')).toContainText('stopped')
  expect((await script.call('bots.list', {})).bots).toHaveLength(3)
})

test('launching says that the model is being loaded, and for how long', async ({
  page,
  script,
  ollama,
}) => {
  const botId = await createBot(script)
  ollama.setFault({ kind: 'slow-load', ms: 60_000 })
  await botRow(page, botId).click()
  await page.getByRole('main').getByRole('button', { name: 'Launch', exact: true }).first().click()
  await expect(botRow(page, botId)).toContainText(/loading, \d+\.\d s/)

  await choose(page, 'Actions for Tutor', 'Stop')
  await expect(botRow(page, botId)).toContainText('stopped')
  await ollama.waitFor(() => ollama.liveGenerations === 0)
})

test('a bot is stopped: its reply ends, what was said stays, its model is freed', async ({
  page,
  script,
  ollama,
}) => {
  const botId = await launchBot(script)
  await botRow(page, botId).click()
  ollama.setFault({ kind: 'hang', afterTokens: 3 })
  await say(page, 'one two three four five')
  await expect(repliesOf(page)).toContainText('You said: one')
  await expect(botRow(page, botId)).toContainText('busy')

  await choose(page, 'Actions for Tutor', 'Stop')
  await expect(botRow(page, botId)).toContainText('stopped')
  await expect(repliesOf(page)).toContainText('You said: one')
  await expect(repliesOf(page)).toContainText('Stopped')
  await expect(composerOf(page)).toBeEnabled()
  await expect(page.getByRole('button', { name: 'Send' })).toBeDisabled()
  expect(ollama.loaded()).toEqual([])
})

test('a bot that was edited, duplicated and deleted is brought back with its conversation', async ({
  page,
  script,
}) => {
  const botId = await launchBot(script)
  await sayByScript(script, await createSession(script, botId), 'Remember this')

  await choose(page, 'Actions for Tutor', 'Edit')
  await page.getByRole('dialog').getByLabel('Name').fill('Mentor')
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click()
  await expect(botRow(page, botId)).toContainText('Mentor')

  await choose(page, 'Actions for Mentor', 'Duplicate')
  await page.getByRole('dialog').getByRole('button', { name: 'Create', exact: true }).click()
  await expect(botRow(page, 'BOT-003')).toContainText('Mentor copy')

  await choose(page, 'Actions for Mentor', 'Delete')
  await expect(botRow(page, botId)).toBeHidden()
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(botRow(page, botId)).toContainText('Mentor')
  await expect(botRow(page, botId)).toHaveAttribute('aria-current', 'true')
  await expect(repliesOf(page)).toContainText('You said: Remember this')
})

test('fifty bots are no trouble: all are listed and the last one can be reached', async ({
  page,
  script,
}) => {
  const ids = Array.from({ length: 50 }, (_, index) => `MANY-${String(index + 1).padStart(2, '0')}`)
  for (const id of ids) await createBot(script, { id, name: `Bot ${id}` })
  await expect(page.locator('[data-bot]')).toHaveCount(51)
  await botRow(page, 'BOT-001').press('End')
  await expect(botRow(page, 'MANY-50')).toBeFocused()
  await expect(botRow(page, 'MANY-50')).toBeInViewport()
  await botRow(page, 'MANY-50').press('Enter')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Bot MANY-50')
})
