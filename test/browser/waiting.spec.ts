import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { connectWs } from '@test/support/ws-client'
import type { WsClient } from '@test/support/ws-client'
import { expect, test } from './fixtures.ts'
import type { ControllerProcess } from './support/controller-process.ts'
import { sidewaysOf } from './support/dom.ts'
import { composerOf, openSession, repliesOf, saidOf, say } from './support/places.ts'
import { createSession, launchBot, sayByScript } from './support/script.ts'

/** Set it to keep what the pages look like, as: PORT8000_SHOTS=/tmp/waiting. */
const SHOTS = process.env['PORT8000_SHOTS']

/** Whoever asks for much gets it for as long as they like; the others are answered in a moment. */
test.use({
  ollamaOptions: {
    parallel: 1,
    firstTokenMs: 300,
    tokensPerSecond: 20,
    reply: ({ messages }) =>
      messages.at(-1)?.content === 'Go on' ? Array.from({ length: 2_000 }, () => 'word ') : 'Yes.',
  },
})

/** Another person on a socket of their own, who wants a long reply. */
async function asker(controller: ControllerProcess, owner: WsClient, botId: string) {
  const { secret } = await owner.call('access.createToken', { name: 'other', role: 'member' })
  const script = await connectWs(controller.address)
  await script.call('access.signIn', { token: secret })
  const sessionId = await createSession(script, botId)
  await script.call('messages.send', { sessionId, clientMessageId: 'go-on-00001', text: 'Go on' })
  return { stop: () => script.call('turns.stop', { sessionId }), close: () => script.close() }
}

/** A session in the page, behind two people who have only begun; the bot's replies were seen to take a moment. */
async function waitBehindTwo(page: Page, controller: ControllerProcess, script: WsClient) {
  await script.call('settings.update', { ollamaParallel: 1 })
  const botId = await launchBot(script)
  const sessionId = await createSession(script, botId)
  await sayByScript(script, sessionId, 'Hello')
  const others = [await asker(controller, script, botId), await asker(controller, script, botId)]
  await openSession(page, botId, sessionId)
  await say(page, 'Is it my turn?')
  return { botId, sessionId, others }
}

async function expectNothingInTheWay(page: Page): Promise<void> {
  expect(await sidewaysOf(page)).toBe(0)
  const { violations } = await new AxeBuilder({ page }).analyze()
  const serious = violations.filter(({ impact }) => ['serious', 'critical'].includes(impact ?? ''))
  expect(serious.map(({ id, nodes }) => `${id} ${nodes.map(({ html }) => html).join()}`)).toEqual(
    [],
  )
}

test('who waits in line sees their place and a guess move on, and is answered', async ({
  page,
  controller,
  script,
}) => {
  const { others } = await waitBehindTwo(page, controller, script)
  const reply = repliesOf(page).last()
  await expect(reply).toContainText(/2nd in line, about \d+ s/)
  await others[1]?.stop()
  await expect(reply).toContainText(/Next in line, about \d+ s/)
  await others[0]?.stop()
  await expect(reply).toContainText('Yes.')
  await expect(page.getByRole('button', { name: 'Stop waiting' })).toHaveCount(0)
  for (const { close } of others) await close()
})

test('who waits in line stops waiting by keyboard, and takes back what waits behind it', async ({
  page,
  controller,
  script,
  ollama,
}) => {
  const { others } = await waitBehindTwo(page, controller, script)
  await expect(repliesOf(page).last()).toContainText('2nd in line')
  await say(page, 'And this too')
  await page.getByRole('button', { name: 'Withdraw this message' }).press('Enter')
  await expect(composerOf(page)).toHaveValue('And this too')
  await expect(page.getByRole('button', { name: 'Withdraw this message' })).toHaveCount(0)
  await page.getByRole('button', { name: 'Stop waiting' }).press('Enter')
  await expect(repliesOf(page).last()).toContainText(/stopped/i)
  await expect(saidOf(page)).toHaveCount(2)
  for (const { stop, close } of others) {
    await stop()
    await close()
  }
  const asked = JSON.stringify(ollama.requests.map(({ body }) => body))
  expect(asked).not.toContain('Is it my turn?')
})

test('a model that loads shows its seconds, and can be stopped', async ({
  page,
  script,
  ollama,
}) => {
  const botId = await launchBot(script)
  await openSession(page, botId, await createSession(script, botId))
  ollama.unloadAll()
  ollama.setFault({ kind: 'slow-load', ms: 600_000 })
  await say(page, 'Are you there?')
  const reply = repliesOf(page).last()
  await expect(reply).toContainText(/Loading tiny… ?0\.\d s/)
  await expect(reply).toContainText(/Loading tiny… ?1\.\d s/)
  if (SHOTS !== undefined) await page.screenshot({ path: `${SHOTS}-loading.png` })
  await page.getByRole('button', { name: 'Stop', exact: true }).click()
  await ollama.waitForClientClose()
  await expect(reply).toContainText(/stopped/i)
})

for (const colorScheme of ['light', 'dark'] as const) {
  for (const width of [1440, 375, 320]) {
    test.describe(`in ${colorScheme}, on ${width} px`, () => {
      test.use({ colorScheme, reducedMotion: 'reduce', viewport: { width, height: 720 } })

      test('the line and what waits behind it keep nobody out', async ({
        page,
        controller,
        script,
      }) => {
        const { others } = await waitBehindTwo(page, controller, script)
        await expect(repliesOf(page).last()).toContainText('2nd in line')
        await say(page, 'And this too, which is a somewhat longer message than the first one was')
        await expect(page.getByRole('button', { name: 'Withdraw this message' })).toBeVisible()
        if (SHOTS !== undefined)
          await page.screenshot({ path: `${SHOTS}-${colorScheme}-${width}.png` })
        await expectNothingInTheWay(page)
        for (const { close } of others) await close()
      })
    })
  }
}
