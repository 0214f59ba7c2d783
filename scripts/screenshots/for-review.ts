import type { Page } from '@playwright/test'
import * as scenes from './scenes.ts'
import type { Talk } from './scenes.ts'
import { shoot } from './studio.ts'
import type { Stage, Size, Studio, Theme } from './studio.ts'

const SIZES: Readonly<Record<string, Size>> = {
  wide: { width: 1440, height: 900 },
  1024: { width: 1024, height: 768 },
  768: { width: 768, height: 1024 },
  375: { width: 375, height: 812 },
  320: { width: 320, height: 568 },
}
const THEMES: readonly Theme[] = ['light', 'dark']

type Act = (page: Page) => Promise<void>

/** Every state that has to be looked at before this is shown to anybody: `<state>-<size>-<theme>.png`. */
export async function takeForReview(studio: Studio, folder: string): Promise<void> {
  const fresh = await studio.build()
  await every(fresh, folder, 'first-start', '', (page) => scenes.shows(page, 'Where is my data?'))
  await every(fresh, folder, 'dialog-duplicate-id', '', openDuplicateDialog)
  await every(fresh, folder, 'drawer', '', openDrawer, ['375', '320', '768'])
  for (const section of ['Ollama', 'New bots', 'Appearance', 'Server', 'Devices', 'Tokens']) {
    const name = `settings-${section.toLowerCase().replace(' ', '-')}`
    await every(fresh, folder, name, '', (page) => openSettings(page, section), ['wide', '375'])
  }
  await takeSignIn(fresh, folder)
  await fresh.call('DELETE', '/bots/BOT-001')
  await every(fresh, folder, 'no-bots', '', (page) => scenes.shows(page, 'No bot to talk to yet'))
  await fresh.close()

  const stage = await studio.build()
  const talk = await scenes.furnish(stage)
  await scenes.say(stage, talk, scenes.QUESTION)
  await takeConversations(stage, folder, talk)
  await takeTrouble(stage, folder, talk)
  await stage.close()
}

/** One state at all sizes in both themes. */
async function every(
  stage: Stage,
  folder: string,
  name: string,
  hash: string,
  act: Act,
  sizes: readonly string[] = Object.keys(SIZES),
): Promise<void> {
  for (const size of sizes) {
    for (const theme of THEMES) {
      const page = await stage.open(theme, SIZES[size] ?? { width: 1280, height: 800 }, hash)
      await act(page)
      await shoot(page, folder, `${name}-${size}-${theme}`)
      await page.context().close()
    }
  }
}

async function openDrawer(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^Bots and conversations/ }).click()
  await page.getByRole('dialog', { name: 'Bots and conversations' }).waitFor()
}

/** Presses what stands in the left part, which is a drawer where there is little room. */
async function press(page: Page, name: string): Promise<void> {
  const button = page.getByRole('button', { name, exact: true })
  if (!(await button.isVisible())) await openDrawer(page)
  await button.click()
}

async function openDuplicateDialog(page: Page): Promise<void> {
  await press(page, 'New bot')
  await page.getByRole('dialog').getByLabel('Name').fill('Guide two')
  await page.getByRole('dialog').getByLabel('Id', { exact: true }).fill('BOT-001')
  await scenes.shows(page, /BOT-001 is taken/)
}

async function openSettings(page: Page, section: string): Promise<void> {
  await press(page, 'Settings')
  const dialog = page.getByRole('dialog', { name: 'Settings' })
  await dialog.getByRole('button', { name: section, exact: true }).click()
  await dialog.getByRole('heading', { name: section }).waitFor()
  await dialog.getByText(/^Reading/).waitFor({ state: 'detached' })
}

async function takeSignIn(stage: Stage, folder: string): Promise<void> {
  for (const size of ['wide', '375', '320']) {
    for (const theme of THEMES) {
      const page = await stage.openBrowser(theme, SIZES[size] ?? { width: 1280, height: 800 })
      await page.goto(`${stage.controller.address}/#sign-in=used-up`)
      await page.getByRole('alert').waitFor()
      await shoot(page, folder, `sign-in-${size}-${theme}`)
      await page.context().close()
    }
  }
}

async function takeConversations(stage: Stage, folder: string, talk: Talk): Promise<void> {
  const whole: Act = (page) => scenes.shows(page, /will simply try again at once/)
  await every(stage, folder, 'conversation', talk.hash, whole)

  const empty = await scenes.begin(stage, talk.botId)
  await every(stage, folder, 'empty', empty.hash, (page) => scenes.shows(page, /Say something to/))

  const german = await scenes.begin(stage, talk.botId)
  await scenes.say(stage, german, 'Lange Wörter: Straßenverkehrszulassungsordnungsänderungsgesetz')
  await every(stage, folder, 'german', german.hash, (page) =>
    scenes.shows(page, /Kürzer geht es so/),
  )

  const arabic = await scenes.begin(stage, talk.botId)
  await scenes.say(stage, arabic, 'مرحبا، هل تفهم العربية؟ أستعمل Port 8000 كل يوم.')
  await every(stage, folder, 'right-to-left', arabic.hash, (page) =>
    scenes.shows(page, /إليك مثالًا/),
  )

  const live = await scenes.begin(stage, talk.botId)
  await scenes.freezeMidStream(stage, live, scenes.QUESTION, 75)
  await every(stage, folder, 'mid-stream', live.hash, (page) => scenes.shows(page, /Drop what has/))
  for (const text of ['And the second file?', 'Then write a test for it.', 'Thanks, that is all.'])
    await scenes.send(stage, live, text)
  await every(stage, folder, 'queue', live.hash, (page) => scenes.shows(page, /that is all/))
  const stopped = await scenes.begin(stage, talk.botId)
  await scenes.freezeMidStream(stage, stopped, 'Why does SQLite have a write-ahead log?', 30)
  await stage.call('POST', `/sessions/${stopped.sessionId}/turns/stop`)
  await every(stage, folder, 'stopped', stopped.hash, (page) => scenes.shows(page, 'Stopped'))
}

async function takeTrouble(stage: Stage, folder: string, talk: Talk): Promise<void> {
  const big = await scenes.addBot(stage, {
    name: 'Big one',
    color: 'orange',
    model: 'llama3.3:70b',
  })
  stage.ollama.setFault({ kind: 'slow-load', ms: 600_000, requests: 1 })
  await stage.call('POST', `/bots/${big}/launch`)
  await every(stage, folder, 'loading', `#/${big}`, (page) => scenes.shows(page, /loading/))
  await stage.call('POST', `/bots/${big}/stop`)

  const wrong = await scenes.addBot(stage, { name: 'Wrong', color: 'pink', model: 'not-there:1b' })
  await scenes.launch(stage, wrong)
  await every(stage, folder, 'model-missing', `#/${wrong}`, (page) =>
    scenes.shows(page, /ollama pull/),
  )

  const cut = await scenes.begin(stage, talk.botId)
  await scenes.freezeMidStream(stage, cut, 'Why does SQLite have a write-ahead log?', 40)
  await takeReconnecting(stage, folder, cut)
  await every(stage, folder, 'interrupted', cut.hash, (page) => scenes.shows(page, /broke off/))

  const lost = await scenes.begin(stage, talk.botId)
  await scenes.say(stage, lost, 'Why does SQLite have a write-ahead log?')
  await scenes.freezeMidStream(stage, lost, 'And the rate limiter?', 20)
  await stage.ollama.kill()
  await every(stage, folder, 'ollama-away', lost.hash, (page) =>
    scenes.shows(page, /again by itself/),
  )
}

/** Pages that are open while the controller is killed; it is started again afterwards. */
async function takeReconnecting(stage: Stage, folder: string, { hash }: Talk): Promise<void> {
  const pages: [string, Page][] = []
  for (const [size, pixels] of Object.entries(SIZES)) {
    for (const theme of THEMES)
      pages.push([`reconnecting-${size}-${theme}`, await stage.open(theme, pixels, hash)])
  }
  await stage.controller.kill()
  for (const [name, page] of pages) {
    await scenes.shows(page, /No connection to Port 8000/)
    await shoot(page, folder, name)
    await page.context().close()
  }
  await stage.controller.restart()
}
