import { existsSync } from 'node:fs'
import { chromium } from '@playwright/test'
import type { Browser, Page } from '@playwright/test'
import type { SocketClient } from './socket-client.ts'

const SYSTEM_CHROMIUMS = ['/usr/bin/chromium-headless-shell', '/usr/bin/chromium']

/** Chromium without a graphics card. Null where there is none on this machine. */
export async function openBrowser(): Promise<Browser | null> {
  const executablePath = SYSTEM_CHROMIUMS.find((path) => existsSync(path))
  // Chromium has no sandbox for root; only a measurement may go without it.
  const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  return chromium
    .launch({
      ...(executablePath === undefined ? {} : { executablePath }),
      args: ['--disable-gpu', '--enable-precise-memory-info', ...asRoot],
    })
    .catch(() => null)
}

/** A page that is signed in and shows a conversation. */
export async function openSignedIn(browser: Browser, owner: SocketClient): Promise<Page> {
  const { url } = (await owner.call('access.createLink', {})) as { url: string }
  const page = await browser.newPage({ viewport: { width: 1_440, height: 900 } })
  await page.goto(url)
  await page.getByRole('textbox', { name: /^Message to / }).waitFor()
  return page
}
