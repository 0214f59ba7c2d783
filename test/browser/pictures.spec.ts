import { AxeBuilder } from '@axe-core/playwright'
import { expect, test } from './fixtures.ts'
import { sidewaysOf } from './support/dom.ts'
import { botRow, composerOf, repliesOf, saidOf } from './support/places.ts'
import { launchBot } from './support/script.ts'

/** Two by two pixels. */
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAIAAAD91JpzAAAAEElEQVR4nGM4EaUBRAwQCgAmpgUpyTrNxgAAAABJRU5ErkJggg==',
  'base64',
)
const picture = { name: 'roof.png', mimeType: 'image/png', buffer: PNG }

test.use({
  ollamaOptions: {
    models: [{ name: 'eyes', capabilities: ['completion', 'vision'] }, { name: 'tiny' }],
  },
})

for (const colorScheme of ['light', 'dark'] as const) {
  test(`pictures are chosen by keyboard, taken away, sent and seen, in ${colorScheme}`, async ({
    page,
    script,
    ollama,
  }) => {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await botRow(page, await launchBot(script, { name: 'Seer', model: 'eyes' })).click()
    await page.setViewportSize({ width: 320, height: 700 })
    const attach = page.getByRole('button', { name: 'Attach pictures or text files' })
    const chosen = async (file: typeof picture) => {
      await attach.focus()
      const choosing = page.waitForEvent('filechooser')
      await page.keyboard.press('Enter')
      await (await choosing).setFiles([file])
    }
    await chosen(picture)
    const attached = page.getByRole('list', { name: 'Attached pictures' })
    await expect(attached.getByText('roof.png')).toBeVisible()
    await page.getByRole('button', { name: 'Remove roof.png' }).press('Enter')
    await expect(attached).toBeHidden()
    await chosen(picture)
    await expect(page.getByRole('button', { name: 'Remove roof.png' })).toBeVisible()
    expect(await sidewaysOf(page)).toBe(0)

    await composerOf(page).fill('What is on it?')
    await composerOf(page).press('Enter')
    await expect(attached).toBeHidden()
    await expect(repliesOf(page).last()).toContainText('You said: What is on it?')
    const shown = saidOf(page).last().getByRole('img', { name: 'roof.png' })
    await expect(shown).toHaveJSProperty('naturalWidth', 2)
    const asked = ollama.requests.findLast(({ path }) => path === '/api/chat')?.body
    expect(asked).toMatchObject({ messages: [{ images: [expect.stringMatching(/^iVBOR/)] }] })

    const { violations } = await new AxeBuilder({ page }).analyze()
    expect(
      violations.filter(({ impact }) => impact === 'serious' || impact === 'critical'),
    ).toEqual([])
    await saidOf(page).last().getByRole('button', { name: 'roof.png' }).press('Enter')
    await expect(page.getByRole('dialog', { name: 'roof.png' }).getByRole('img')).toBeVisible()
  })
}

test('a text file is quoted, what is no picture is refused, and who cannot see says so first', async ({
  page,
  script,
}) => {
  await botRow(page, await launchBot(script, { name: 'Blind', model: 'tiny' })).click()
  const files = page.getByLabel('Files to attach')
  const text = { name: 'notes.txt', mimeType: 'text/plain', buffer: Buffer.from('Buy milk') }
  await files.setInputFiles([text])
  await expect(composerOf(page)).toHaveValue(/notes\.txt[\s\S]*Buy milk/)
  const svg = { name: 'a.png', mimeType: 'image/png', buffer: Buffer.from('<svg></svg>') }
  await files.setInputFiles([svg])
  await expect(page.getByRole('alert').first()).toBeVisible()
  await page.getByRole('button', { name: 'Remove a.png' }).click()
  await files.setInputFiles([picture])
  await expect(page.getByText(/tiny cannot see pictures/)).toBeVisible()
})
