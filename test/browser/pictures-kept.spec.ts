import { expect, test } from './fixtures.ts'
import { composerOf, repliesOf, saidOf, say } from './support/places.ts'
import { attachedOf, picture, pickFiles, readyToSee } from './support/pictures.ts'

const EYES = { name: 'eyes', capabilities: ['completion', 'vision'] }

test.describe('what was attached', () => {
  test.use({ ollamaOptions: { models: [EYES] } })

  test('is beside the draft after a reload, and goes with the message', async ({
    page,
    script,
  }) => {
    await readyToSee(page, script)
    await pickFiles(page, [picture('roof.png'), picture('door.png', { width: 9 })])
    await expect(page.getByRole('button', { name: /^Remove/ })).toHaveCount(2)
    await composerOf(page).fill('Which is older?')
    await page.reload()
    await expect(attachedOf(page).getByRole('listitem')).toHaveText(['roof.png', 'door.png'])
    await expect(composerOf(page)).toHaveValue('Which is older?')
    await composerOf(page).press('Enter')
    await expect(saidOf(page).last().getByRole('img')).toHaveCount(2)
    await page.reload()
    await expect(saidOf(page).last().getByRole('img')).toHaveCount(2)
    await expect(attachedOf(page)).toBeHidden()
  })

  test('stays with another version of the message and in a conversation forked from it', async ({
    page,
    script,
    ollama,
  }) => {
    await readyToSee(page, script)
    await pickFiles(page, [picture('roof.png')])
    await expect(page.getByRole('button', { name: 'Remove roof.png' })).toBeVisible()
    // A picture alone is a message too.
    await composerOf(page).press('Enter')
    await expect(repliesOf(page)).toHaveCount(1)
    await saidOf(page).getByRole('button', { name: 'Edit message' }).click()
    const area = page.getByLabel('Another version of your message')
    await area.fill('How old is it?')
    await area.press('Enter')
    await expect(repliesOf(page).last()).toContainText('You said: How old is it?')
    await expect(saidOf(page).getByRole('img', { name: 'roof.png' })).toBeVisible()
    const asked = ollama.requests.findLast(({ path }) => path === '/api/chat')?.body
    expect(asked).toMatchObject({ messages: [{ images: [expect.any(String)] }] })
    await saidOf(page).getByRole('button', { name: 'Version before' }).click()
    await expect(repliesOf(page).last()).not.toContainText('How old is it?')
    await expect(saidOf(page).getByRole('img', { name: 'roof.png' })).toBeVisible()
    await saidOf(page).getByRole('button', { name: 'More for this message' }).click()
    await page.getByRole('menuitem', { name: 'Fork from here' }).click()
    await expect(page.getByText('This is a copy up to that message.')).toBeVisible()
    await expect(saidOf(page).getByRole('img', { name: 'roof.png' })).toBeVisible()
  })

  test('that does not arrive says so, and is tried again', async ({ page, script, watch }) => {
    watch.expect(/ERR_FAILED|429|503/)
    await readyToSee(page, script)
    const uploads = '**/api/v1/attachments?name=*'
    await page.route(uploads, (route) => route.abort())
    await pickFiles(page, [picture('roof.png')])
    const problem = page.getByRole('alert').filter({ hasText: 'roof.png' })
    await expect(problem).toContainText('It did not reach the controller.')
    await page.unroute(uploads)
    await page.route(uploads, (route) => route.fulfill({ status: 503, body: 'Bad gateway' }))
    await page.getByRole('button', { name: 'Try roof.png again' }).press('Enter')
    await expect(problem).toContainText('The controller did not take it. Try again in a moment.')
    await page.unroute(uploads)
    await page.getByRole('button', { name: 'Try roof.png again' }).click()
    await expect(problem).toBeHidden()
    await expect(attachedOf(page).getByRole('listitem')).toHaveAttribute('data-state', 'ready')
  })

  test('that takes long shows that it comes, keeps the message back, and can be stopped', async ({
    page,
    script,
    watch,
  }) => {
    watch.expect(/ERR_FAILED|ERR_ABORTED/)
    await readyToSee(page, script)
    // Never answered.
    await page.route('**/api/v1/attachments?name=*', () => undefined)
    await pickFiles(page, [picture('slow.png')])
    await expect(attachedOf(page).getByRole('status', { name: 'Adding' })).toBeVisible()
    await composerOf(page).fill('Look')
    await composerOf(page).press('Enter')
    await expect(page.getByRole('button', { name: 'Send' })).toHaveAttribute(
      'title',
      'A picture is still being added',
    )
    await expect(composerOf(page)).toHaveValue('Look')
    await page.getByRole('button', { name: 'Stop adding slow.png' }).click()
    await expect(attachedOf(page)).toBeHidden()
    await composerOf(page).press('Enter')
    await expect(repliesOf(page).last()).toContainText('You said: Look')
  })

  test('and is gone from the disk is named where it stood', async ({ page, script, watch }) => {
    watch.expect(/404/)
    await readyToSee(page, script)
    await pickFiles(page, [picture('roof.png')])
    await expect(page.getByRole('button', { name: 'Remove roof.png' })).toBeVisible()
    await say(page, 'Look')
    await expect(repliesOf(page)).toHaveCount(1)
    await page.route('**/api/v1/attachments/*', (route) => route.fulfill({ status: 404 }))
    await page.reload()
    const gone = page.getByRole('button', { name: 'Picture not here: roof.png' })
    await expect(gone).toBeVisible()
    await page.unroute('**/api/v1/attachments/*')
    await gone.click()
    await expect(saidOf(page).getByRole('img', { name: 'roof.png' })).toBeVisible()
  })
})

test.describe('while a reply is made', () => {
  test.use({
    ollamaOptions: { models: [EYES], tokensPerSecond: 5, reply: () => 'Word '.repeat(200) },
  })

  test('a message that waits shows its pictures, and gives them back when it is withdrawn', async ({
    page,
    script,
  }) => {
    await readyToSee(page, script)
    await say(page, 'Tell me a story')
    await expect(page.getByRole('button', { name: 'Stop', exact: true })).toBeVisible()
    await pickFiles(page, [picture('roof.png')])
    await expect(page.getByRole('button', { name: 'Remove roof.png' })).toBeVisible()
    await say(page, 'And this?')
    const waiting = page.getByRole('list', { name: 'Waiting messages' }).getByRole('listitem')
    await expect(waiting.getByRole('img', { name: 'roof.png' })).toBeVisible()
    await waiting.getByRole('button', { name: 'Withdraw this message' }).click()
    await expect(waiting).toHaveCount(0)
    await expect(composerOf(page)).toHaveValue('And this?')
    await expect(page.getByRole('button', { name: 'Remove roof.png' })).toBeVisible()
  })
})
