import { existsSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { chromium } from '@playwright/test'
import type { Browser, BrowserContextOptions, Page } from '@playwright/test'
import { ControllerProcess } from '../../test/browser/support/controller-process.ts'
import { startFakeOllama } from '../../test/support/fake-ollama/fake-ollama.ts'
import type { FakeOllama } from '../../test/support/fake-ollama/fake-ollama.ts'
import { replyTo } from './replies.ts'

const SYSTEM_CHROMIUM = '/usr/bin/chromium'
const MODELS = [
  { name: 'qwen2.5-coder:7b', size: 4_683_087_332, parameterSize: '7.6B', family: 'qwen2' },
  { name: 'llama3.2:3b', size: 2_019_393_189, parameterSize: '3.2B', family: 'llama' },
  { name: 'gemma3:12b', size: 8_149_190_253, parameterSize: '12.2B', family: 'gemma3' },
  { name: 'llama3.3:70b', size: 42_520_413_916, parameterSize: '70.6B', family: 'llama' },
] as const

export type Theme = 'light' | 'dark'

export interface Size {
  readonly width: number
  readonly height: number
}

/** One controller with one fake Ollama, and what is seen of them. */
export class Stage {
  readonly ollama: FakeOllama
  readonly controller: ControllerProcess
  readonly #browser: Browser
  readonly #pages: Page[] = []

  constructor(browser: Browser, ollama: FakeOllama, controller: ControllerProcess) {
    this.#browser = browser
    this.ollama = ollama
    this.controller = controller
  }

  /** The owner's API by HTTP. `path` stands under `/api/v1`. */
  async call(method: string, path: string, body: unknown = {}): Promise<unknown> {
    const response = await fetch(`${this.controller.address}/api/v1${path}`, {
      method,
      headers: {
        authorization: `Bearer ${this.controller.secret}`,
        'content-type': 'application/json',
      },
      ...(method === 'GET' ? {} : { body: JSON.stringify(body) }),
    })
    const text = await response.text()
    if (!response.ok) throw new Error(`${method} ${path}: ${text}`)
    return text === '' ? null : JSON.parse(text)
  }

  /** A browser that nobody signed in. */
  async openBrowser(theme: Theme, size: Size, options: BrowserContextOptions = {}): Promise<Page> {
    const context = await this.#browser.newContext({
      viewport: size,
      colorScheme: theme,
      locale: 'en-GB',
      deviceScaleFactor: 1,
      ...(size.width < 500 ? { hasTouch: true, isMobile: true } : {}),
      ...options,
    })
    const page = await context.newPage()
    this.#pages.push(page)
    return page
  }

  /** A page that signed in with a link of its own, at this place. */
  async open(theme: Theme, size: Size, hash = ''): Promise<Page> {
    const page = await this.openBrowser(theme, size)
    const { url } = (await this.call('POST', '/access/links')) as { readonly url: string }
    await page.goto(url)
    // The application says where it is once it knows.
    await page.waitForURL(/#\//)
    if (hash !== '') await page.goto(`${this.controller.address}/${hash}`)
    return page
  }

  async close(): Promise<void> {
    await Promise.all(this.#pages.map((page) => page.context().close()))
    await this.controller.close()
    await this.ollama.close()
  }
}

/** Chromium, and sets for it to photograph. */
export class Studio {
  readonly #browser: Browser
  readonly #stages: Stage[] = []

  private constructor(browser: Browser) {
    this.#browser = browser
  }

  static async open(): Promise<Studio> {
    const browser = await chromium.launch({
      ...(existsSync(SYSTEM_CHROMIUM) ? { executablePath: SYSTEM_CHROMIUM } : {}),
      args: ['--hide-scrollbars', ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])],
    })
    return new Studio(browser)
  }

  /** A fresh installation; on this port where it is free, else on any. */
  async build(port = 0): Promise<Stage> {
    const ollama = await startFakeOllama({
      models: MODELS,
      reply: replyTo,
      firstTokenMs: 120,
      tokensPerSecond: 90,
    })
    const controller = await ControllerProcess.start(ollama.url, (await isFree(port)) ? port : 0)
    const stage = new Stage(this.#browser, ollama, controller)
    this.#stages.push(stage)
    return stage
  }

  /** Takes everything down, also what a picture that failed left standing. */
  async close(): Promise<void> {
    await Promise.all(this.#stages.map((stage) => stage.close()))
    await this.#browser.close()
  }
}

function isFree(port: number): Promise<boolean> {
  const server = createServer()
  return new Promise((resolve) => {
    server.once('error', () => resolve(false))
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)))
  })
}

/** Writes `<name>.png` once the page has come to rest. */
export async function shoot(page: Page, folder: string, name: string): Promise<void> {
  await page.evaluate(`(async () => {
    await document.fonts.ready
    document.activeElement?.blur()
    const ending = document.getAnimations().filter((one) => one.effect?.getComputedTiming().iterations !== Infinity)
    await Promise.all(ending.map((one) => one.finished.catch(() => {})))
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))
  })()`)
  await page.screenshot({ path: join(folder, `${name}.png`) })
}
