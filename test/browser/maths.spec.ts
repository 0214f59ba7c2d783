import { expect, test } from './fixtures.ts'
import { botRow, repliesOf, say } from './support/places.ts'
import { launchBot } from './support/script.ts'

const MATHS = [
  'Mass is energy: $E = mc^2$, and \\(a^2 + b^2 = c^2\\); tea is $5 and cake $10.',
  '$$\nx = \\frac{-b \\pm \\sqrt{b^2 - 4ac}}{2a}\n$$',
  '\\[\n\\begin{pmatrix} 1 & 2 \\\\\n3 & 4 \\end{pmatrix}\n\\]',
  'An error: $\\frac{a$, and code: `$x$`.',
].join('\n\n')

test.describe('a reply with maths', () => {
  test.use({
    ollamaOptions: { reply: () => MATHS },
    permissions: ['clipboard-read', 'clipboard-write'],
  })

  test('shows it as MathML, reads it out and copies it as TeX; prices and code stay text', async ({
    page,
    script,
  }) => {
    await botRow(page, await launchBot(script)).click()
    await say(page, 'Show me')
    const reply = repliesOf(page).last()
    await expect(reply.locator('math')).toHaveCount(4)
    await expect(reply.locator('math mfrac msqrt')).toBeVisible()
    await expect(reply).toContainText('tea is $5 and cake $10.')
    await expect(reply.locator('code[data-wrong]')).toHaveText('$\\frac{a$')
    await expect(reply.locator('code').last()).toHaveText('$x$')
    await expect(reply.getByRole('math').first()).toBeVisible()
    // Set in a worker, drawn by the browser: nothing was loaded from elsewhere, and no style was written into HTML.
    expect(page.workers().some((worker) => worker.url().includes('maths-worker'))).toBe(true)

    await page.evaluate(() => {
      const paragraph = document.querySelector('[data-author="bot"] math')?.closest('p')
      if (paragraph) getSelection()?.selectAllChildren(paragraph)
    })
    await page.keyboard.press('ControlOrMeta+c')
    const copied = await page.evaluate(() => navigator.clipboard.readText())
    expect(copied.trim()).toBe(MATHS.split('\n')[0])
    const formula = reply.getByRole('group', { name: 'Formula' }).first()
    await formula.hover()
    await reply.getByRole('button', { name: 'Copy formula' }).first().click()
    expect(await page.evaluate('navigator.clipboard.readText()')).toBe(MATHS.split('\n\n')[1])
  })
})

test.describe('maths that grows', () => {
  test.use({
    ollamaOptions: { reply: () => `${MATHS}\n\n${'and on '.repeat(60)}`, tokensPerSecond: 60 },
  })

  test('keeps what is drawn while more comes', async ({ page, script }) => {
    await botRow(page, await launchBot(script)).click()
    await say(page, 'Show me')
    const reply = repliesOf(page).last()
    const drawn = await reply.locator('math').first().elementHandle()
    await expect(reply.locator('math')).toHaveCount(4)
    await expect(reply).not.toHaveAttribute('aria-busy', 'true')
    expect(await drawn.evaluate((element) => element.isConnected)).toBe(true)
    await expect(reply.locator('math')).toHaveCount(4)
  })
})
