import { open } from 'node:fs/promises'
import { AxeBuilder } from '@axe-core/playwright'
import { jpegSegment, SECRET } from '@test/support/pictures'
import { expect, test } from './fixtures.ts'
import { sidewaysOf } from './support/dom.ts'
import { answerChoosers, dragFiles, pasteFiles } from './support/files.ts'
import type { GivenFile } from './support/files.ts'
import { botRow, composerOf, repliesOf, saidOf } from './support/places.ts'
import { attachedOf, picture, pickFiles, readyToSee } from './support/pictures.ts'
import { launchBot } from './support/script.ts'

test.use({
  ollamaOptions: {
    models: [{ name: 'eyes', capabilities: ['completion', 'vision'] }, { name: 'tiny' }],
  },
})

for (const colorScheme of ['light', 'dark'] as const) {
  test(`pictures are chosen by keyboard, taken away, brought back, sent and seen, in ${colorScheme}`, async ({
    page,
    script,
    ollama,
  }) => {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    answerChoosers(page, [picture('roof.png')])
    await readyToSee(page, script)
    await page.setViewportSize({ width: 320, height: 700 })
    const attach = page.getByRole('button', { name: 'Attach pictures or text files' })
    await attach.press('Enter')
    await page.getByRole('button', { name: 'Remove roof.png' }).press('Enter')
    await expect(attachedOf(page)).toBeHidden()
    await expect(composerOf(page)).toBeFocused()
    await page.getByRole('button', { name: 'Undo' }).click()
    await expect(page.getByRole('button', { name: 'Remove roof.png' })).toBeVisible()
    await page.getByRole('button', { name: 'Remove roof.png' }).press('Space')
    await attach.press('Space')
    await expect(page.getByRole('button', { name: 'Remove roof.png' })).toBeVisible()

    await composerOf(page).fill('What is on it?')
    await composerOf(page).press('Enter')
    await expect(attachedOf(page)).toBeHidden()
    await expect(repliesOf(page).last()).toContainText('You said: What is on it?')
    const shown = saidOf(page).last().getByRole('img', { name: 'roof.png' })
    await expect(shown).toHaveJSProperty('naturalWidth', 4)
    const asked = ollama.requests.findLast(({ path }) => path === '/api/chat')?.body
    expect(asked).toMatchObject({ messages: [{ images: [expect.stringMatching(/^iVBOR/)] }] })

    const { violations } = await new AxeBuilder({ page }).analyze()
    expect(
      violations.filter(({ impact }) => impact === 'serious' || impact === 'critical'),
    ).toEqual([])
    const thumbnail = saidOf(page).last().getByRole('button', { name: 'roof.png' })
    await thumbnail.press('Enter')
    const large = page.getByRole('dialog', { name: 'roof.png' })
    await expect(large.getByRole('img', { name: 'roof.png' })).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(large).toBeHidden()
    await expect(thumbnail).toBeFocused()
  })
}

test('eight pictures stand in one row at 320 px, and a ninth is refused', async ({
  page,
  script,
}) => {
  await readyToSee(page, script)
  await page.setViewportSize({ width: 320, height: 560 })
  const names = Array.from({ length: 9 }, (_, index) => `view ${String(index + 1)}.png`)
  await pickFiles(
    page,
    names.map((name, index) => picture(name, { width: 40 + index })),
  )
  await expect(page.getByRole('button', { name: /^Remove view/ })).toHaveCount(8)
  await expect(page.getByText(/At most 8 pictures come with one message/)).toBeVisible()
  await expect(page.getByRole('button', { name: 'Remove view 8.png' })).toBeInViewport()
  expect(await sidewaysOf(page)).toBe(0)
  const form = await page.locator('form', { has: composerOf(page) }).boundingBox()
  expect(form?.height).toBeLessThan(130)
})

test('pictures and text files are pasted and dropped', async ({ page, script }) => {
  await readyToSee(page, script)
  const conversation = page.getByRole('region', { name: 'Conversation', exact: true })
  expect(await pasteFiles(composerOf(page), [picture('pasted.png')])).toBe(true)
  await expect(page.getByRole('button', { name: 'Remove pasted.png' })).toBeVisible()
  // A program that copies a table puts its picture beside it.
  expect(await pasteFiles(composerOf(page), [picture('table.png')], 'a table')).toBe(false)

  await dragFiles(conversation, [picture('dropped.png')], 'dragenter')
  await expect(page.getByText('Drop pictures or text files anywhere here')).toBeVisible()
  const notes = { name: 'notes.ts', mimeType: 'text/plain', buffer: Buffer.from('let a = `b`') }
  const svg = '<svg onload="alert(1)"/>'
  const drawing = { name: 'logo.svg', mimeType: 'image/svg+xml', buffer: Buffer.from(svg) }
  await dragFiles(conversation, [picture('dropped.png'), notes, drawing])
  await expect(page.getByText('Drop pictures or text files anywhere here')).toBeHidden()
  await expect(page.getByRole('button', { name: 'Remove dropped.png' })).toBeVisible()
  // A drawing in text is quoted as the text it is.
  await expect(composerOf(page)).toHaveValue(
    `notes.ts:\n\`\`\`ts\nlet a = \`b\`\n\`\`\`\n\nlogo.svg:\n\`\`\`svg\n${svg}\n\`\`\`\n`,
  )
  await expect(attachedOf(page).getByRole('listitem')).toHaveCount(2)
  // Beside the conversation a file is refused, not opened in place of the page.
  expect(await dragFiles(page.getByRole('button', { name: 'New bot' }), [notes], 'dragover')).toBe(
    true,
  )
})

test('what is no picture and no text, and what is too long, is refused with the reason', async ({
  page,
  script,
}) => {
  await readyToSee(page, script)
  const program = { name: 'a.bin', mimeType: '', buffer: Buffer.from([0, 159, 146, 150]) }
  await pickFiles(page, [program])
  await expect(page.getByText('“a.bin” is no picture and no text.')).toBeVisible()
  const long = { name: 'long.txt', mimeType: 'text/plain', buffer: Buffer.alloc(65_530, 'a') }
  await pickFiles(page, [long])
  await expect(page.getByText('“long.txt” does not fit beside what is written')).toBeVisible()
  await expect(composerOf(page)).toHaveValue('')

  const lie = { name: 'a.png', mimeType: 'image/png', buffer: Buffer.from('<svg></svg>') }
  await pickFiles(page, [lie])
  const problem = page.getByRole('alert').filter({ hasText: 'a.png' })
  await expect(problem).toContainText('It cannot be opened as a picture. Save it as PNG or JPEG')
  await composerOf(page).fill('Look')
  await composerOf(page).press('Enter')
  await expect(composerOf(page)).toHaveValue('Look')
  await expect(page.getByRole('button', { name: 'Try a.png again' })).toBeHidden()
  await page.getByRole('button', { name: 'Remove a.png' }).click()
  await expect(problem).toBeHidden()
})

test('a picture is made as small as models need it, stands upright, and keeps no secret', async ({
  page,
  script,
}) => {
  await readyToSee(page, script)
  const answered = (name: string) =>
    page.waitForResponse((response) => response.url().endsWith(`?name=${name}`))
  const pick = async (file: GivenFile) => {
    const response = answered(file.name)
    await pickFiles(page, [file])
    return (await (await response).json()) as { attachment: { type: string; hash: string } }
  }
  expect(await pick(picture('wide.png', { width: 3_000, height: 1_500 }))).toMatchObject({
    attachment: { type: 'image/png', width: 2_048, height: 1_024 },
  })
  // Over 10 MB as a file, little as a picture.
  const heavy = picture('heavy.png')
  const buffer = Buffer.concat([heavy.buffer, Buffer.alloc(11_000_000)])
  expect(await pick({ ...heavy, buffer })).toMatchObject({ attachment: { width: 4, height: 3 } })

  const photo = await turnedPhoto(page.evaluate.bind(page))
  expect(photo.includes(SECRET)).toBe(true)
  // Called what it is not.
  const { attachment } = await pick({ name: 'p.png', mimeType: 'image/png', buffer: photo })
  expect(attachment).toMatchObject({ type: 'image/png', width: 20, height: 40 })
  const kept = await (await page.request.get(`/api/v1/attachments/${attachment.hash}`)).body()
  expect(kept.includes(SECRET)).toBe(false)
  expect(kept.includes('Exif')).toBe(false)
})

/** A real JPEG of 40 by 20 pixels, held on its side, with a place in it. */
async function turnedPhoto(evaluate: (script: string) => Promise<unknown>): Promise<Buffer> {
  const base64 = await evaluate(`(async () => {
    const canvas = new OffscreenCanvas(40, 20)
    canvas.getContext('2d').fillRect(0, 0, 20, 20)
    const blob = await canvas.convertToBlob({ type: 'image/jpeg' })
    return btoa(String.fromCharCode(...new Uint8Array(await blob.arrayBuffer())))
  })()`)
  const plain = Buffer.from(String(base64), 'base64')
  const turned = Buffer.from('4d4d002a00000008000101120003000000010006000000000000', 'hex')
  const exif = Buffer.concat([Buffer.from('Exif\0\0'), turned, Buffer.from(SECRET)])
  return Buffer.concat([plain.subarray(0, 2), jpegSegment(0xe1, exif), plain.subarray(2)])
}

test('a file of more than 50 MB is not even opened', async ({ page, script }, testInfo) => {
  await readyToSee(page, script)
  const path = testInfo.outputPath('huge.png')
  const file = await open(path, 'w')
  await file.truncate(53_000_000)
  await file.close()
  await page.getByLabel('Files to attach').setInputFiles(path)
  await expect(page.getByRole('alert').filter({ hasText: 'huge.png' })).toContainText(
    'It is larger than 50 MB. Make it smaller, and attach that.',
  )
})

test('a bot that cannot see says so before anything is sent, until it has a model that can', async ({
  page,
  script,
}) => {
  const botId = await launchBot(script, { name: 'Blind', model: 'tiny' })
  await botRow(page, botId).click()
  await pickFiles(page, [picture('roof.png')])
  const notice = page.getByText('tiny cannot see pictures. Remove them, or give Blind a model')
  await expect(notice).toBeVisible()
  await composerOf(page).fill('What is it?')
  await composerOf(page).press('Enter')
  await expect(page.getByText(/The model "tiny" cannot see pictures/)).toBeVisible()
  await expect(composerOf(page)).toHaveValue('What is it?')
  await expect(page.getByRole('button', { name: 'Remove roof.png' })).toBeVisible()
  await script.call('bots.update', { botId, changes: { model: 'eyes' }, version: 1 })
  await expect(notice).toBeHidden()
  await composerOf(page).press('Enter')
  await expect(saidOf(page).last().getByRole('img', { name: 'roof.png' })).toBeVisible()
  await expect(repliesOf(page).last()).toContainText('You said: What is it?')
})
