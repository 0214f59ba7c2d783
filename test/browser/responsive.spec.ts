import { expect, test } from './fixtures.ts'
import { sidewaysOf } from './support/dom.ts'
import { botRow, composerOf, openSession, repliesOf, saidOf, say } from './support/places.ts'
import { createSession, launchBot, sayByScript } from './support/script.ts'

const LONG =
  'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft'.repeat(3)
const WIDE = [
  LONG,
  '```\n' + 'x'.repeat(400) + '\n```',
  '| ' + 'column | '.repeat(20) + '\n| ' + '--- | '.repeat(20),
  'https://example.com/' + 'path/'.repeat(60),
].join('\n\n')
const SIZES = [
  { width: 1440, height: 900 },
  { width: 1024, height: 768 },
  { width: 768, height: 1024 },
  { width: 375, height: 812 },
  { width: 320, height: 568 },
] as const

test.describe('a conversation with the widest things there are', () => {
  test.use({ ollamaOptions: { reply: () => WIDE } })

  test('fits every width from 1440 down to 320 pixels without scrolling sideways', async ({
    page,
    script,
  }) => {
    const botId = await launchBot(script, { name: LONG.slice(0, 80) })
    const sessionId = await createSession(script, botId)
    await sayByScript(script, sessionId, LONG)
    await openSession(page, botId, sessionId)
    for (const size of SIZES) {
      await page.setViewportSize(size)
      const at = `${String(size.width)} px`
      await expect(composerOf(page), at).toBeInViewport({ ratio: 1 })
      expect(await sidewaysOf(page), at).toBe(0)
      await expect(saidOf(page).first(), at).toBeVisible()
      await expect(page.getByRole('button', { name: 'Send' }), at).toBeInViewport({ ratio: 1 })
    }
  })
})

test.describe('on a phone', () => {
  test.use({ viewport: { width: 375, height: 812 }, hasTouch: true, isMobile: true })

  test('bots and conversations are behind a drawer that closes when one is chosen', async ({
    page,
    script,
  }) => {
    const botId = await launchBot(script)
    await expect(botRow(page, botId)).toHaveCount(0)
    await page.getByRole('button', { name: /^Bots and conversations/ }).tap()
    const drawer = page.getByRole('dialog', { name: 'Bots and conversations' })
    await expect(drawer).toBeVisible()
    await botRow(page, botId).tap()
    await expect(drawer).toHaveCount(0)
    await say(page, 'From a phone')
    await expect(repliesOf(page)).toContainText('You said: From a phone')

    await page.getByRole('button', { name: 'Status' }).tap()
    await expect(page.getByRole('dialog', { name: 'Status' })).toContainText('tiny')
    await page.getByRole('button', { name: 'Close status' }).tap()
    await expect(page.getByRole('dialog', { name: 'Status' })).toHaveCount(0)

    await page.getByRole('button', { name: /^Bots and conversations/ }).tap()
    await page.touchscreen.tap(370, 400)
    await expect(drawer).toHaveCount(0)
  })

  test('everything that is pressed is at least 44 pixels high', async ({ page, script }) => {
    const botId = await launchBot(script)
    const sessionId = await createSession(script, botId)
    await sayByScript(script, sessionId, 'Hello')
    await openSession(page, botId, sessionId)
    const small = `[...document.querySelectorAll('button, input, select, textarea, [role=menuitem]')]
      .filter((one) => one.checkVisibility() && one.type !== 'radio')
      .map((one) => [one.ariaLabel ?? one.textContent, one.getBoundingClientRect()])
      .filter(([, box]) => box.height < 43.5 || box.width < 43.5)
      .map(([name, box]) => name + ' ' + box.width + 'x' + box.height)`
    expect(await page.evaluate(small)).toEqual([])
    await page.getByRole('button', { name: /^Bots and conversations/ }).tap()
    expect(await page.evaluate(small)).toEqual([])
    await page.getByRole('button', { name: 'New bot' }).tap()
    await expect(page.getByRole('dialog', { name: 'New bot' })).toBeVisible()
    expect(await sidewaysOf(page)).toBe(0)
  })
})

test.describe('at 200 %', () => {
  // What a 1280 pixel wide window has at that zoom.
  test.use({ viewport: { width: 640, height: 400 }, deviceScaleFactor: 2 })

  test('one can read, write and open every dialog', async ({ page, script }) => {
    const botId = await launchBot(script)
    const sessionId = await createSession(script, botId)
    await sayByScript(script, sessionId, 'Hello')
    await openSession(page, botId, sessionId)
    await say(page, 'Zoomed')
    await expect(repliesOf(page).last()).toContainText('You said: Zoomed')
    await expect(repliesOf(page).last()).toBeInViewport()
    expect(await sidewaysOf(page)).toBe(0)

    await page.getByRole('button', { name: /^Bots and conversations/ }).click()
    await page.getByRole('button', { name: 'New bot' }).click()
    const dialog = page.getByRole('dialog', { name: 'New bot' })
    await dialog.getByRole('button', { name: 'Create and launch' }).scrollIntoViewIfNeeded()
    await expect(dialog.getByRole('button', { name: 'Create and launch' })).toBeInViewport()
    await dialog.getByLabel('Instructions').scrollIntoViewIfNeeded()
    await expect(dialog.getByLabel('Instructions')).toBeInViewport()
    expect(await sidewaysOf(page)).toBe(0)
  })
})
