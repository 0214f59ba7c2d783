import { addBot, furnish, freezeMidStream, launch, QUESTION, say, begin, shows } from './scenes.ts'
import { shoot } from './studio.ts'
import type { Studio } from './studio.ts'

const WIDE = { width: 1280, height: 800 }
/** Where people see it, if it is free. */
const USUAL_PORT = 8000
const PHONE = { width: 375, height: 812 }

/** The pictures that the README shows. */
export async function takeForDocs(studio: Studio, folder: string): Promise<void> {
  await takeFirstStart(studio, folder)
  const stage = await studio.build(USUAL_PORT)
  try {
    const talk = await furnish(stage)
    await freezeMidStream(stage, talk, QUESTION, 100)
    const page = await stage.open('dark', WIDE, talk.hash)
    await shows(page, /so that quiet/)
    await shoot(page, folder, 'conversation-dark')
    await page.context().close()
    await stage.call('POST', `/sessions/${talk.sessionId}/turns/stop`)

    const second = await begin(stage, talk.botId)
    await say(stage, second, QUESTION)
    await say(stage, second, 'Would a token bucket be better here?')
    const phone = await stage.open('light', PHONE, second.hash)
    await shows(phone, /easy to explain to whoever/)
    await shoot(phone, folder, 'phone-light')
    await phone.context().close()

    const dialog = await stage.open('light', WIDE, second.hash)
    await dialog.getByRole('button', { name: 'New bot' }).click()
    await dialog.getByLabel('Name').fill('Gardener')
    await dialog.getByRole('button', { name: '🌍' }).click()
    await dialog.getByRole('combobox', { name: 'Model' }).selectOption('gemma3:12b')
    await dialog
      .getByLabel('Instructions')
      .fill('You know gardens in a mild climate. Ask for the soil before you advise.')
    await shoot(dialog, folder, 'bot-dialog-light')
    await dialog.context().close()

    const lost = await addBot(stage, { name: 'Coder', color: 'red', model: 'qwen2.5-coder:7b' })
    await launch(stage, lost)
    const broken = await begin(stage, lost)
    await say(stage, broken, 'Why does SQLite have a write-ahead log?')
    await freezeMidStream(stage, broken, 'And what does a checkpoint cost?', 40)
    const failed = await stage.open('dark', WIDE, broken.hash)
    await stage.ollama.kill()
    await failed.getByRole('group', { name: /No reply|broke off/ }).waitFor()
    await shows(failed, /looks for it again by itself/)
    await shoot(failed, folder, 'failed-dark')
  } finally {
    await stage.close()
  }
}

async function takeFirstStart(studio: Studio, folder: string): Promise<void> {
  const stage = await studio.build(USUAL_PORT)
  try {
    const page = await stage.open('light', WIDE)
    await shows(page, 'How do I connect Ollama?')
    await shoot(page, folder, 'first-start-light')
  } finally {
    await stage.close()
  }
}
