import { test as base, expect } from '@playwright/test'
import type { BrowserContextOptions, Page } from '@playwright/test'
import { startFakeOllama } from '@test/support/fake-ollama/fake-ollama'
import type { FakeOllama } from '@test/support/fake-ollama/fake-ollama'
import type { FakeOllamaOptions } from '@test/support/fake-ollama/options'
import { connectWs } from '@test/support/ws-client'
import type { WsClient } from '@test/support/ws-client'
import { ControllerProcess } from './support/controller-process.ts'
import { PageWatch } from './support/page-watch.ts'
import { composerOf } from './support/places.ts'

export { expect }

export interface Fixtures {
  /** How the fake Ollama of a test behaves. */
  readonly ollamaOptions: FakeOllamaOptions
  readonly ollama: FakeOllama
  /** Settings of the controller, by their variables. */
  readonly env: Readonly<Record<string, string>>
  readonly controller: ControllerProcess
  /** The owner's script, signed in by the secret in the data directory. */
  readonly script: WsClient
  /** Fails the test where a page complained; tests say what they expect. */
  readonly watch: PageWatch
  /** A page of another browser that nobody signed in, watched as well. */
  readonly openBrowser: (options?: BrowserContextOptions) => Promise<Page>
  /** Another browser that signed in with a link of its own. */
  readonly openSignedIn: (options?: BrowserContextOptions) => Promise<Page>
  /** Signed in with the link that the controller printed when it started. */
  readonly page: Page
}

/** Each test has a controller, an Ollama and browsers of its own. */
export const test = base.extend<Fixtures>({
  ollamaOptions: [{}, { option: true }],

  ollama: async ({ ollamaOptions }, use) => {
    const ollama = await startFakeOllama({ reply: echo, ...ollamaOptions })
    await use(ollama)
    await ollama.close()
  },

  env: [{}, { option: true }],

  controller: async ({ ollama, env }, use) => {
    const controller = await ControllerProcess.start(ollama.url, 0, undefined, env)
    await use(controller)
    await controller.close()
  },

  script: async ({ controller }, use) => {
    const script = await connectWs(controller.address)
    await script.call('access.signIn', { token: controller.secret })
    await use(script)
    script.socket.terminate()
  },

  watch: [
    async ({}, use) => {
      const watch = new PageWatch()
      await use(watch)
      expect(watch.unexpected, 'what the pages complained about').toEqual([])
    },
    { auto: true },
  ],

  openBrowser: async ({ browser, watch, controller }, use) => {
    const contexts: { close(): Promise<void> }[] = []
    await use(async (options = {}) => {
      const context = await browser.newContext({ baseURL: controller.address, ...options })
      contexts.push(context)
      const page = await context.newPage()
      watch.watch(page)
      return page
    })
    await Promise.all(contexts.map((context) => context.close()))
  },

  openSignedIn: async ({ openBrowser, script }, use) => {
    await use(async (options) => {
      const page = await openBrowser(options)
      const { url } = await script.call('access.createLink', {})
      await signIn(page, url)
      return page
    })
  },

  baseURL: async ({ controller }, use) => use(controller.address),

  page: async ({ page, controller, watch }, use) => {
    watch.watch(page)
    await signIn(page, controller.signInLink)
    await use(page)
    // Before its controller goes, which it would complain about.
    await page.close()
  },
})

/** Opens a one-time link; resolves once the conversation stands there. */
export async function signIn(page: Page, link: string): Promise<void> {
  await page.goto(link)
  await composerOf(page).waitFor()
}

/** What the fake says unless a test wants something else. */
function echo({ messages }: { readonly messages: readonly { readonly content: string }[] }) {
  return `You said: ${messages.at(-1)?.content ?? ''}`
}
