import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { expect, test } from './fixtures.ts'
import { botRow, choose, openSession, repliesOf, say, sessionRow } from './support/places.ts'
import { createBot, createSession, launchBot, sayByScript } from './support/script.ts'

const MARKDOWN = [
  '## Heading\n\nText with `code`, a [link](https://ollama.com) and **bold**.',
  '```ts\n// comment\nconst answer: number = 42\nreturn `text ${answer}`\n```',
  '> A quote\n\n| one | two |\n| --- | --- |\n| 1 | 2 |',
  '- [x] done\n- [ ] open',
].join('\n\n')

const BACKGROUND = 'getComputedStyle(document.body).backgroundColor'

/** Between the themes nothing differs but the colours. */
const RULES_IN_DARK = ['color-contrast', 'link-in-text-block']

/** What axe finds that keeps people out, one line each. */
async function problemsOf(page: Page, colorScheme: 'light' | 'dark'): Promise<readonly string[]> {
  // Colours are judged as they are when nothing moves any more.
  await page.evaluate(
    'Promise.all(document.getAnimations().map((one) => one.finished.catch(() => {})))',
  )
  const axe = new AxeBuilder({ page })
  if (colorScheme === 'dark') axe.withRules(RULES_IN_DARK)
  const { violations } = await axe.analyze()
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, help, nodes }) => nodes.map((node) => `${id}: ${help}: ${node.html}`))
}

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(`in ${colorScheme}`, () => {
    test.use({
      colorScheme,
      reducedMotion: 'reduce',
      viewport: { width: 1440, height: 900 },
      ollamaOptions: { reply: () => MARKDOWN },
    })

    test('axe finds nothing serious in folders, tags, what is selected, the archive and the bin', async ({
      page,
      script,
    }) => {
      const botId = await createBot(script)
      const { folder } = await script.call('folders.create', { name: 'Work' })
      const made = await Promise.all(
        ['one', 'two', 'three'].map(() => script.call('sessions.create', { botId })),
      )
      const [one = '', two = '', three = ''] = made.map(({ session }) => session.id)
      await script.call('sessions.organise', {
        sessionIds: [one],
        ...{ folderId: folder.id, pinned: true, addTags: ['music', 'long'] },
      })
      await script.call('sessions.delete', { sessionId: three })
      await botRow(page, botId).click()
      await sessionRow(page, two).press('Space')
      expect(await problemsOf(page, colorScheme)).toEqual([])
      for (const name of ['Tags…', 'Move…']) {
        await page.getByRole('button', { name }).click()
        await page.getByRole('dialog').waitFor()
        expect(await problemsOf(page, colorScheme)).toEqual([])
        await page.keyboard.press('Escape')
      }
      await page.getByRole('button', { name: 'Stop selecting' }).click()
      await page.locator(`[data-folder="${folder.id}"]`).click()
      await sessionRow(page, one).waitFor()
      expect(await problemsOf(page, colorScheme)).toEqual([])
      await page.getByRole('button', { name: 'Back from Work' }).click()
      await choose(page, 'More for this list', 'Bin')
      await page.getByRole('button', { name: /for good/ }).waitFor()
      expect(await problemsOf(page, colorScheme)).toEqual([])
    })

    test('axe finds nothing serious in the conversation, in every state', async ({
      page,
      script,
      ollama,
    }) => {
      const botId = await launchBot(script)
      await createBot(script, { name: 'Stopped one', color: 'amber' })
      const failed = await createBot(script, { name: 'Failed one', model: 'none', color: 'pink' })
      await script.call('bots.launch', { botId: failed })
      await expect(botRow(page, failed)).toContainText('failed')
      const sessionId = await createSession(script, botId)
      await sayByScript(script, sessionId, 'Everything, please')
      await openSession(page, botId, sessionId)
      await expect(repliesOf(page).locator('pre')).toBeVisible()
      expect(await problemsOf(page, colorScheme)).toEqual([])

      ollama.setFault({ kind: 'error-line', afterTokens: 3, requests: 1 })
      await say(page, 'Break')
      await expect(page.getByRole('button', { name: 'Try again' })).toBeVisible()
      ollama.setFault({ kind: 'hang', afterTokens: 3, requests: 1 })
      await page.getByRole('button', { name: 'Try again' }).click()
      await expect(page.getByRole('button', { name: 'Stop', exact: true })).toBeVisible()
      for (const text of ['one', 'two']) await say(page, text)
      await expect(page.getByRole('list', { name: 'Waiting messages' })).toContainText('two')
      expect(await problemsOf(page, colorScheme)).toEqual([])

      await botRow(page, failed).click()
      await expect(page.getByRole('main').getByRole('alert').first()).toBeVisible()
      expect(await problemsOf(page, colorScheme)).toEqual([])
    })

    test('axe finds nothing serious in menus, dialogs and settings', async ({ page }) => {
      await page.getByRole('button', { name: 'Actions for Guide' }).first().click()
      await expect(page.getByRole('menu')).toBeVisible()
      expect(await problemsOf(page, colorScheme)).toEqual([])
      await page.keyboard.press('Escape')

      await page.getByRole('button', { name: 'New bot' }).click()
      const id = page.getByRole('dialog').getByLabel('Id', { exact: true })
      // The suggestion comes a moment after the dialog, and would stand before what is typed meanwhile.
      await expect(id).toHaveValue('BOT-002')
      await id.fill('BOT-001')
      await expect(page.getByText(/BOT-001 is taken/).first()).toBeVisible()
      expect(await problemsOf(page, colorScheme)).toEqual([])
      await page.keyboard.press('Escape')

      await page.getByRole('button', { name: 'Settings' }).click()
      const settings = page.getByRole('dialog', { name: 'Settings' })
      for (const section of ['Ollama', 'New bots', 'Appearance', 'Server', 'Devices', 'Tokens']) {
        await settings.getByRole('button', { name: section, exact: true }).click()
        await expect(settings.getByRole('heading', { name: section })).toBeVisible()
        await expect(settings.getByText(/^Reading/)).toHaveCount(0)
        expect(await problemsOf(page, colorScheme), section).toEqual([])
      }
      await settings.getByRole('button', { name: 'Shortcuts' }).click()
      expect(await problemsOf(page, colorScheme)).toEqual([])
    })

    test('axe finds nothing serious on the sign-in page and on a phone', async ({
      openBrowser,
      openSignedIn,
    }) => {
      const stranger = await openBrowser({ colorScheme, reducedMotion: 'reduce' })
      await stranger.goto('/')
      await expect(stranger.getByRole('heading', { name: 'Sign in to Port 8000' })).toBeVisible()
      expect(await problemsOf(stranger, colorScheme)).toEqual([])

      const phone = await openSignedIn({
        colorScheme,
        reducedMotion: 'reduce',
        viewport: { width: 375, height: 812 },
        hasTouch: true,
      })
      expect(await problemsOf(phone, colorScheme)).toEqual([])
      await phone.getByRole('button', { name: /^Bots and conversations/ }).click()
      expect(await problemsOf(phone, colorScheme)).toEqual([])
    })
  })
}

test('the theme is there from the first paint, and the choice is kept', async ({ page }) => {
  await page.emulateMedia({ colorScheme: 'light' })
  await page.getByRole('button', { name: 'Settings' }).click()
  await page.getByRole('button', { name: 'Appearance' }).click()
  const light = await page.evaluate<string>(BACKGROUND)
  await page.getByText('Dark', { exact: true }).click()
  const dark = await page.evaluate<string>(BACKGROUND)
  expect(dark).not.toBe(light)

  // The page's own program is held back: what is seen until it comes is dark already.
  const release = Promise.withResolvers<undefined>()
  await page.route('**/assets/*.js', async (route) => {
    await release.promise
    await route.continue()
  })
  await page.reload({ waitUntil: 'commit' })
  await expect.poll(() => page.evaluate('document.styleSheets.length')).toBeGreaterThan(0)
  await expect(page.locator('#root')).toBeAttached()
  expect(await page.evaluate(BACKGROUND)).toBe(dark)
  release.resolve(undefined)
  await expect(repliesOf(page)).toHaveCount(1)
  expect(await page.evaluate(BACKGROUND)).toBe(dark)
})
