import type { ElectronApplication } from '@playwright/test'
import { expect, test } from './fixtures'

/** From now on keeps what the system would be asked to open, in place of opening it. */
async function recordOpened(app: ElectronApplication): Promise<() => Promise<readonly string[]>> {
  await app.evaluate(({ shell }) => {
    const opened: string[] = []
    Reflect.set(globalThis, 'opened', opened)
    shell.openExternal = (url) => {
      opened.push(url)
      return Promise.resolve()
    }
  })
  return () => app.evaluate(() => Reflect.get(globalThis, 'opened') as string[])
}

test('the page has nothing of Node or Electron but the two functions of the bridge', async ({
  page,
}) => {
  const found = await page.evaluate(() => ({
    globals: ['require', 'process', 'module', 'Buffer', 'global', 'ipcRenderer', 'electron'].filter(
      (name) => name in globalThis,
    ),
    bridge: Object.keys(Reflect.get(globalThis, 'desktop') as object).sort(),
    origin: location.origin,
  }))
  expect(found).toEqual({
    globals: [],
    bridge: ['invoke', 'onEvent'],
    origin: 'app://port8000',
  })
})

test('every page is sandboxed, isolated and without Node', async ({ launch }) => {
  const { app } = await launch()
  const preferences = await app.evaluate(({ BrowserWindow, webContents }) => {
    const window = BrowserWindow.getAllWindows()[0]
    const given = window?.webContents as unknown as {
      getLastWebPreferences(): Record<string, unknown>
    }
    const { sandbox, contextIsolation, nodeIntegration, webSecurity, webviewTag } =
      given.getLastWebPreferences()
    return {
      pages: webContents.getAllWebContents().length,
      sandbox,
      contextIsolation,
      nodeIntegration,
      webSecurity,
      webviewTag,
    }
  })
  expect(preferences).toEqual({
    pages: 1,
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    webSecurity: true,
    webviewTag: false,
  })
})

test('a frame within the page does not get the bridge', async ({ page }) => {
  await page.evaluate(() => {
    const frame = document.createElement('iframe')
    frame.src = '/icon.svg'
    document.body.append(frame)
  })
  await expect.poll(() => page.frames().length).toBe(2)
  expect(await page.frames()[1]?.evaluate(() => 'desktop' in globalThis)).toBe(false)
})

test('another page in the window cannot give commands', async ({ launch }) => {
  const { app, page } = await launch()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Guide')
  const answer = await app.evaluate(async ({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents
    // Only the main process can do this; no page can.
    await contents?.loadURL('data:text/html,<p>elsewhere</p>')
    return (await contents?.executeJavaScript(
      `desktop.invoke('bots.list', {}).then((answer) => answer.ok ? 'answered' : answer.error.code)`,
    )) as string
  })
  expect(answer).toBe('forbidden')
})

test('the page stays where it is: links go outside, and only https and mailto', async ({
  launch,
}) => {
  const { app, page } = await launch()
  const opened = await recordOpened(app)
  const here = () => page.evaluate(() => [location.href, document.querySelector('h1')?.textContent])
  await expect.poll(here).toEqual([expect.stringContaining('#/BOT-001/'), 'Guide'])
  const before = await here()

  for (const target of [
    'https://example.org/by-link',
    'http://example.org/plain',
    'file:///etc/passwd',
    'smb://server/share',
    'mailto:ada@example.org',
  ]) {
    await page.evaluate((href) => {
      const link = document.createElement('a')
      link.href = href
      document.body.append(link)
      link.click()
    }, target)
  }
  await expect.poll(opened).toEqual(['https://example.org/by-link', 'mailto:ada@example.org'])
  // Not by a locator: Playwright waits for a navigation that was refused.
  expect(await here()).toEqual(before)
})

test('no new window opens; its link goes outside', async ({ launch }) => {
  const { app, page } = await launch()
  const opened = await recordOpened(app)
  const results = await page.evaluate(() =>
    ['https://example.org/by-open', 'app://port8000/', 'file:///etc/passwd', 'about:blank'].map(
      (target) => open(target) === null,
    ),
  )
  expect(results).toEqual([true, true, true, true])
  await expect.poll(opened).toEqual(['https://example.org/by-open'])
  expect(app.windows()).toHaveLength(1)
})

test('a link in a reply opens outside and leaves the page alone', async ({ launch }) => {
  const { app, page } = await launch()
  const opened = await recordOpened(app)
  await page.getByRole('log').getByRole('link', { name: 'https://ollama.com' }).click()
  await expect.poll(opened).toEqual(['https://ollama.com/'])
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Guide')
})

test('copying is the only permission the page has', async ({ launch }) => {
  const { app, page } = await launch()
  await page.getByRole('log').getByRole('article').first().hover()
  await page.getByRole('button', { name: 'Copy message' }).first().click()
  await expect
    .poll(() => app.evaluate(({ clipboard }) => clipboard.readText()))
    .toContain('I am the Guide')

  const granted = await page.evaluate(async () => {
    const states = await Promise.all(
      (['geolocation', 'notifications', 'camera', 'microphone', 'clipboard-read'] as const).map(
        async (name) => (await navigator.permissions.query({ name: name as PermissionName })).state,
      ),
    )
    const capture = await navigator.mediaDevices
      .getUserMedia({ audio: true })
      .then(() => 'granted')
      .catch((error: unknown) => (error as Error).name)
    return { states, capture }
  })
  expect(granted.states).not.toContain('granted')
  expect(['NotAllowedError', 'NotFoundError']).toContain(granted.capture)
})

test('the page may load and run only what the application brings', async ({ page }) => {
  const outcome = await page.evaluate(async () => {
    const violations: string[] = []
    document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) =>
      violations.push(effectiveDirective),
    )
    const inline = document.createElement('script')
    inline.textContent = 'globalThis.ran = true'
    document.body.append(inline)
    const fetched = await fetch('https://example.org/').then(
      () => 'fetched',
      () => 'refused',
    )
    const outside = await fetch('app://port8000/..%2f..%2fpackage.json').then((r) => r.status)
    return {
      ran: 'ran' in globalThis,
      fetched,
      outside,
      violations: [...new Set(violations)].sort(),
    }
  })
  expect(outcome).toEqual({
    ran: false,
    fetched: 'refused',
    outside: 404,
    violations: ['connect-src', 'script-src-elem'],
  })
})
