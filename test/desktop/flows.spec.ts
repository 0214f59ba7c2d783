import { createBot } from './create-bot'
import { expect, test } from './fixtures'

test('the seven flows, in the window', async ({ page, launch, ollama }) => {
  await test.step('launch a bot', async () => {
    await createBot(page, 'Tutor')
    expect(ollama.loaded()).toEqual(['scripted:latest'])
  })

  const log = page.getByRole('log')
  const composer = page.getByRole('textbox', { name: 'Message to Tutor' })
  await test.step('send it a message and receive the reply', async () => {
    await composer.fill('Say something about harbours')
    await composer.press('Enter')
    await expect(log.getByRole('article').nth(0)).toContainText('Say something about harbours')
    await expect(log.getByRole('article').nth(1)).toContainText('That is all.')
    await expect(page.getByRole('button', { name: 'Stop', exact: true })).toHaveCount(0)
  })
  const reply = await log.getByRole('article').nth(1).getByRole('paragraph').first().innerText()

  await test.step('switch bots and come back to each conversation as it was', async () => {
    await page.getByRole('button', { name: /^Guide ready/ }).click()
    await expect(log).toContainText('I am the Guide')
    await expect(log).not.toContainText('harbours')
    await page.getByRole('button', { name: /^Tutor ready/ }).click()
    await expect(log).toContainText('Say something about harbours')
    await expect(log).toContainText(reply)
    await expect(log).not.toContainText('I am the Guide')
  })

  await test.step('stop the bot', async () => {
    await page.getByRole('button', { name: 'Stop bot' }).click()
    await expect(page.getByRole('button', { name: /^Tutor stopped/ })).toBeVisible()
    await expect.poll(() => ollama.loaded()).toEqual([])
    await expect(log).toContainText(reply)
  })

  await test.step('find it stored, and read the history back after a restart', async () => {
    await page.close()
    const again = await launch()
    await again.page.getByRole('button', { name: /^Tutor stopped/ }).click()
    await expect(again.page.getByRole('log')).toContainText('Say something about harbours')
    await expect(again.page.getByRole('log')).toContainText(reply)
  })
})

test('a reply that is stopped ends at once and keeps what it said', async ({ page, ollama }) => {
  ollama.setFault({ kind: 'hang', afterTokens: 3 })
  await createBot(page, 'Tutor')
  await page.getByRole('textbox', { name: 'Message to Tutor' }).fill('Go on')
  await page.getByRole('button', { name: 'Send' }).click()
  const reply = page.getByRole('log').getByRole('article').last()
  await expect(reply).toContainText('Hello! I am')
  await page.getByRole('button', { name: 'Stop', exact: true }).click()
  await ollama.waitForClientClose()
  await expect(page.getByRole('button', { name: 'Stop', exact: true })).toHaveCount(0)
  await expect(reply).toContainText('Hello! I am')
  await expect(reply).toContainText(/stopped/i)
})

test('Ollama away is a failure with a next step, never an answer', async ({ page, ollama }) => {
  await createBot(page, 'Tutor')
  await ollama.kill()
  await page.getByRole('textbox', { name: 'Message to Tutor' }).fill('Are you there?')
  await page.getByRole('button', { name: 'Send' }).click()
  const log = page.getByRole('log')
  await expect(log.getByRole('button', { name: /Try again/ })).toBeVisible()
  await expect(log).toContainText(/Ollama/)
})

test('launching a bot whose model is not there says so', async ({ page }) => {
  await page.getByRole('button', { name: 'New bot' }).click()
  const dialog = page.getByRole('dialog', { name: 'New bot' })
  await dialog.getByRole('textbox', { name: 'Name' }).fill('Lost')
  await dialog.getByRole('combobox', { name: 'Model' }).selectOption('Another model…')
  await dialog.getByRole('textbox', { name: 'Model' }).fill('no-such-model')
  await dialog.getByRole('button', { name: 'Create and launch' }).click()
  await expect(page.getByRole('button', { name: /^Lost failed/ })).toBeVisible()
  await expect(page.getByRole('main')).toContainText('no-such-model')
})
