import { expect, test } from './fixtures.ts'
import { botRow, composerOf, openSession, repliesOf, sessionRow } from './support/places.ts'
import { createSession, launchBot, sayByScript } from './support/script.ts'

test('the address is the place: a reload and Back return to it', async ({ page, script }) => {
  const botId = await launchBot(script)
  const first = await createSession(script, botId)
  const second = await createSession(script, botId)
  await sayByScript(script, first, 'in the first')
  await sayByScript(script, second, 'in the second')

  await openSession(page, botId, first)
  await expect(repliesOf(page)).toContainText('in the first')
  await expect(page).toHaveTitle(/in the first · Tutor · Port 8000/)
  await sessionRow(page, second).click()
  await expect(repliesOf(page)).toContainText('in the second')
  await page.reload()
  await expect(repliesOf(page)).toContainText('in the second')
  await page.goBack()
  await expect(repliesOf(page)).toContainText('in the first')
  await page.goForward()
  await expect(repliesOf(page)).toContainText('in the second')
})

test('a link is followed also when something else changes in the same instant', async ({
  page,
  script,
}) => {
  const botId = await launchBot(script)
  const sessionId = await createSession(script, botId)
  await expect(sessionRow(page, sessionId).or(botRow(page, botId)).first()).toBeVisible()
  await composerOf(page).focus()
  // The address changes at once, its event comes later; what is typed in between changes the store.
  await page.evaluate(
    `location.hash = '#/${botId}/${sessionId}'; document.execCommand('insertText', false, 'x')`,
  )
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Tutor')
  await expect(sessionRow(page, sessionId)).toHaveAttribute('aria-current', 'true')
})

test('an address that leads nowhere shows what there is, and says so in the address', async ({
  page,
}) => {
  await page.goto('/#/NO-BOT/nothing')
  await page.reload()
  await expect(repliesOf(page)).toContainText('I am the Guide')
  await expect(page).toHaveURL(/#\/BOT-001\//)
})
