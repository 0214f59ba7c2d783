import type { Page } from '@playwright/test'
import { expect, test } from './fixtures.ts'
import { botRow, openSession, repliesOf, saidOf, say, sessionRow } from './support/places.ts'
import { createSession, launchBot } from './support/script.ts'

// The fixtures fail a test when a dialog opens, a script throws, or the content security policy refuses something: a payload
// that merely tried to load or run is caught too.
const PAYLOADS = [
  '<script>window.__pwned = 1</script>',
  '<img src=x onerror="window.__pwned = 2">',
  '<svg/onload=window.__pwned=3><animate onbegin=alert(1) attributeName=x dur=1s>',
  '<iframe srcdoc="<script>parent.__pwned = 4</script>"></iframe>',
  '"><details open ontoggle="window.__pwned = 5">',
  '<style>@import "//evil.example/x.css"; body { display: none }</style>',
  '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(6)&gt;">',
  '<a href="java&#10;script:window.__pwned=7">press</a>',
  '\';window.__pwned=8;//\\";window.__pwned=8;//</textarea><script>alert(8)</script>',
  '<form action="javascript:alert(9)"><button formaction="data:text/html,<script>alert(9)</script>">',
  '{{constructor.constructor("window.__pwned = 10")()}} ${window.__pwned = 10} <base href="//evil.example/">',
] as const
/** What Markdown makes of links and pictures. */
const LINKS = [
  '[script](javascript:window.__pwned=1)',
  '[upper](JaVaScRiPt:alert(1))',
  '[data](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)',
  '[plain](http://evil.example/)',
  '[file](file:///etc/passwd)',
  '[relative](//evil.example/x)',
  '[blob](blob:https://evil.example/1)',
  '![picture](https://evil.example/track.png)',
  '<javascript:alert(1)>',
  '[good](https://ollama.com/download "title")',
  '[mail](mailto:me@example.com)',
].join('\n\n')

/** What asks the setter of formulas for more than type. */
const FORMULAS = [
  '$\\href{javascript:window.__pwned=1}{press}$',
  '$\\includegraphics{https://evil.example/track.png}$',
  '$\\style{background:url(https://evil.example/x)}{y}$',
  '$\\htmlData{onclick=alert(1)}{y}$',
  '$\\text{<img src=x onerror="window.__pwned = 2">}$',
  '$$\n\\def\\a{\\a\\a}\\a\n$$',
  '\\(\\colorbox{url(https://evil.example/)}{y}\\)',
  '\\[\\rule{9999em}{9999em}\\]',
  '$last$',
].join('\n\n')

const ALL = PAYLOADS.join('\n\n')

async function expectHarmless(page: Page): Promise<void> {
  expect(await page.evaluate('window.__pwned')).toBeUndefined()
  await expect(
    page
      .getByRole('log')
      .locator('script, iframe, img, svg[onload], details[ontoggle], style, form'),
  ).toHaveCount(0)
  await expect(page.locator('body')).toBeVisible()
}

test('hostile text in a message is shown as it is and does nothing', async ({ page, script }) => {
  await botRow(page, await launchBot(script)).click()
  await say(page, ALL)
  await expect(repliesOf(page)).toHaveCount(1)
  for (const payload of PAYLOADS) await expect(saidOf(page)).toContainText(payload)
  await expectHarmless(page)
})

test.describe('a hostile model', () => {
  test.use({ ollamaOptions: { reply: () => ALL, tokensPerSecond: 200 } })

  test('can write what it likes: while it streams and after, it is text', async ({
    page,
    script,
  }) => {
    await botRow(page, await launchBot(script)).click()
    await say(page, 'Do your worst')
    const reply = repliesOf(page).last()
    await expect(reply).not.toHaveAttribute('aria-busy', 'true')
    await expect(reply).toContainText('<script>window.__pwned = 1</script>')
    await expect(reply).toContainText('<img src=x onerror="window.__pwned = 2">')
    await expect(reply).toContainText('<base href="//evil.example/">')
    await expectHarmless(page)
    await page.reload()
    await expect(repliesOf(page)).toHaveCount(1)
    await expectHarmless(page)
  })
})

test.describe('links of a model', () => {
  test.use({ ollamaOptions: { reply: () => LINKS } })

  test('lead only to https and mail addresses, outside of this page, and pictures are not fetched', async ({
    page,
    script,
  }) => {
    const fetched: string[] = []
    page.on('request', (request) => fetched.push(new URL(request.url()).host))
    await botRow(page, await launchBot(script)).click()
    await say(page, 'Links, please')
    const reply = repliesOf(page).last()
    await expect(reply).toContainText('relative')
    const links = reply.getByRole('link')
    // A picture is named and linked to, never fetched.
    await expect(links).toHaveText(['picture', 'good', 'mail'])
    await expect(links.nth(1)).toHaveAttribute('href', 'https://ollama.com/download')
    await expect(links.nth(1)).toHaveAttribute('target', '_blank')
    await expect(links.nth(1)).toHaveAttribute('rel', /noreferrer/)
    await expect(links.last()).toHaveAttribute('href', 'mailto:me@example.com')
    await expectHarmless(page)
    expect(fetched.filter((host) => host.includes('evil'))).toEqual([])
  })
})

test.describe('formulas of a model', () => {
  test.use({ ollamaOptions: { reply: () => FORMULAS } })

  test('set type and nothing else: what asks for more is shown as its source', async ({
    page,
    script,
  }) => {
    const fetched: string[] = []
    page.on('request', (request) => fetched.push(new URL(request.url()).host))
    await botRow(page, await launchBot(script)).click()
    await say(page, 'Formulas, please')
    const reply = repliesOf(page).last()
    await expect(reply.locator('math').last()).toHaveText('last')
    await expect(reply.locator('code[data-wrong]')).toContainText([
      '\\href{javascript:window.__pwned=1}{press}',
      '\\includegraphics',
      '\\style',
      '\\htmlData',
      '\\def',
      '\\colorbox',
    ])
    await expect(reply.locator('math a, math [href], math [src], math img, mglyph')).toHaveCount(0)
    await expectHarmless(page)
    expect(fetched.filter((host) => host.includes('evil'))).toEqual([])
  })
})

test('hostile names of bots, ids of models and titles are text everywhere', async ({
  page,
  script,
}) => {
  const name = PAYLOADS[1]
  const botId = await launchBot(script, {
    name,
    emoji: '<b>x</b>',
    instructions: ALL,
  })
  const sessionId = await createSession(script, botId)
  await script.call('sessions.rename', { sessionId, title: PAYLOADS[0] })
  await openSession(page, botId, sessionId)
  await expect(botRow(page, botId)).toContainText(name)
  await expect(sessionRow(page, sessionId)).toContainText(PAYLOADS[0])
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(name)
  await expect(page).toHaveTitle(`${PAYLOADS[0]} · ${name} · Port 8000`)

  await page.getByRole('button', { name: `Actions for ${name}` }).click()
  await page.getByRole('menuitem', { name: 'Edit' }).click()
  await expect(page.getByRole('dialog').getByLabel('Instructions')).toHaveValue(ALL)
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click()
  await page.getByRole('button', { name: `Actions for ${name}` }).click()
  await page.getByRole('menuitem', { name: 'Delete' }).click()
  await expect(page.getByText(`${name} was deleted.`)).toBeVisible()
  await expectHarmless(page)
})

test('nothing is kept where scripts of the page could read it, and nothing is asked of other hosts', async ({
  page,
  controller,
}) => {
  const hosts = new Set<string>()
  page.on('request', (request) => hosts.add(new URL(request.url()).host))
  await page.reload()
  await expect(repliesOf(page)).toHaveCount(1)
  expect([...hosts]).toEqual([new URL(controller.address).host])
  expect(await page.evaluate('document.cookie')).toBe('')
  const [cookie, ...others] = await page.context().cookies()
  expect(others).toEqual([])
  expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Strict' })
  const stored = await page.evaluate<string>('JSON.stringify(localStorage)')
  expect(stored).not.toContain(cookie?.value)
})
