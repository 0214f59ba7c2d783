import type { Page } from '@playwright/test'
import { expect, test } from './fixtures.ts'
import { botRow, repliesOf, say } from './support/places.ts'
import { launchBot } from './support/script.ts'

const SOURCE =
  'flowchart LR\n  accTitle: The way of a message\n  A[Person] --> B{Bot} --> C[Engine]'
const fence = (source: string) => `\`\`\`mermaid\n${source}\n\`\`\``

/** The SVG document that a picture shows. */
const svgOf = (page: Page) =>
  repliesOf(page)
    .last()
    .getByRole('img', { name: /^Diagram/ })
    .evaluate((image: HTMLImageElement) => decodeURIComponent(image.src))

test.describe('a reply with a diagram', () => {
  test.use({
    ollamaOptions: { reply: () => `See:\n\n${fence(SOURCE)}\n\nThat is all.`, tokensPerSecond: 60 },
    permissions: ['clipboard-read', 'clipboard-write'],
  })

  test('is shown as a picture with its words, in the colours of the theme, its source a press away', async ({
    page,
    script,
  }) => {
    const hosts = new Set<string>()
    page.on('request', (request) => hosts.add(new URL(request.url()).host))
    await page.emulateMedia({ colorScheme: 'light' })
    await botRow(page, await launchBot(script)).click()
    await say(page, 'Draw')
    const reply = repliesOf(page).last()
    const picture = reply.getByRole('img', { name: 'Diagram: The way of a message' })
    await expect(picture).toBeVisible({ timeout: 30_000 })
    const { width, height } = await picture.evaluate((image: HTMLImageElement) => ({
      width: image.naturalWidth,
      height: image.naturalHeight,
    }))
    expect(width).toBeGreaterThan(height)
    const light = await svgOf(page)
    for (const word of ['Person', 'Bot', 'Engine']) expect(light).toContain(word)
    expect(light).not.toContain('foreignObject')

    await reply.getByRole('button', { name: 'Show source' }).click()
    await expect(reply.getByLabel('Source of the diagram')).toHaveText(SOURCE)
    await reply.getByRole('button', { name: 'Copy source' }).click()
    expect(await page.evaluate('navigator.clipboard.readText()')).toBe(SOURCE)

    await page.emulateMedia({ colorScheme: 'dark' })
    await expect.poll(() => svgOf(page)).not.toBe(light)
    // The frame that draws is of nobody, and nothing came from elsewhere.
    expect(page.frames()).toHaveLength(2)
    expect(await page.frames()[1]?.evaluate(() => origin)).toBe('null')
    expect([...hosts]).toEqual([new URL(page.url()).host, ''].slice(0, hosts.size))
  })
})

test.describe('a diagram with an error', () => {
  test.use({ ollamaOptions: { reply: () => fence('flowchart LR\n  A[never closed -->') } })

  test('is shown as its source, with a note', async ({ page, script }) => {
    await botRow(page, await launchBot(script)).click()
    await say(page, 'Draw')
    const reply = repliesOf(page).last()
    await expect(reply).toContainText('This diagram could not be drawn', { timeout: 30_000 })
    await expect(reply.locator('pre')).toContainText('A[never closed -->')
    await expect(reply.getByRole('img', { name: /^Diagram/ })).toHaveCount(0)
  })
})

const HOSTILE = [
  'flowchart LR\n  A["<img src=x onerror=parent.__pwned=1>"] --> B["<script>parent.__pwned=2</script>"]',
  '%%{init: {"securityLevel": "loose", "htmlLabels": true, "flowchart": {"htmlLabels": true}}}%%\nflowchart LR\n  A["<b onclick=alert(3)>x</b>"]',
  'flowchart LR\n  A[press] --> B\n  click A href "javascript:parent.__pwned=4"\n  click B call alert(5)',
  '%%{init: {"themeCSS": "* { background: url(//evil.example/x.png) }"}}%%\nflowchart LR\n  A --> B',
  'sequenceDiagram\n  Alice->>Bob: <iframe srcdoc="<script>parent.parent.__pwned=6</script>">',
  'classDiagram\n  class A\n  link A "javascript:alert(7)" "x"',
]

test.describe('diagrams of a hostile model', () => {
  test.use({ ollamaOptions: { reply: () => HOSTILE.map(fence).join('\n\n') } })

  test('are pictures, which run, load and lead to nothing', async ({ page, script, watch }) => {
    // Mermaid reads some labels as HTML while it draws. Only in its own frame, whose policy stands in the way.
    watch.expect(/^error: Executing inline event handler violates .*'sha256-.* \(blob:null\//)
    test.setTimeout(90_000)
    const fetched: string[] = []
    page.on('request', (request) => fetched.push(request.url()))
    await botRow(page, await launchBot(script)).click()
    await say(page, 'Do your worst')
    const reply = repliesOf(page).last()
    const shown = reply.getByRole('img', { name: /^Diagram/ })
    const refused = reply.getByText('This diagram could not be drawn')
    await expect(shown.or(refused)).toHaveCount(HOSTILE.length, { timeout: 60_000 })
    await expect(shown).not.toHaveCount(0)
    for (const image of await shown.all()) {
      const svg = decodeURIComponent((await image.getAttribute('src')) ?? '')
      expect(svg).not.toMatch(
        /<script|<iframe|<img|foreignObject|\son\w+=|javascript:|evil\.example/i,
      )
    }
    for (const frame of page.frames()) {
      expect(await frame.evaluate('self.__pwned')).toBeUndefined()
    }
    expect(fetched.filter((url) => url.includes('evil'))).toEqual([])
  })
})
