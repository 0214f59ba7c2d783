import type { Page } from '@playwright/test'
import type { Stage } from './studio.ts'

export const QUESTION = `After a day this rate limiter needs a gigabyte. Why?

const times = hits.get(key) ?? []
hits.set(key, [...times, now])
return times.filter(isRecent).length < LIMIT`

export interface Talk {
  readonly botId: string
  readonly sessionId: string
  readonly hash: string
}

/** Resolves once this holds; asks again and again, as these scenes are set by HTTP. */
async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 20))
}

async function stateOf(stage: Stage, botId: string): Promise<string> {
  const answer = await stage.call('GET', `/bots/${botId}/status`)
  return (answer as { readonly instance: { readonly state: string } }).instance.state
}

export async function addBot(stage: Stage, fields: object): Promise<string> {
  const { bot } = (await stage.call('POST', '/bots', fields)) as { readonly bot: { id: string } }
  return bot.id
}

/** Launches a bot; resolves once it is ready or failed. */
export async function launch(stage: Stage, botId: string): Promise<void> {
  await stage.call('POST', `/bots/${botId}/launch`)
  await until(async () => ['ready', 'failed'].includes(await stateOf(stage, botId)))
}

export async function begin(stage: Stage, botId: string): Promise<Talk> {
  const { session } = (await stage.call('POST', `/bots/${botId}/sessions`)) as {
    readonly session: { readonly id: string }
  }
  return { botId, sessionId: session.id, hash: `#/${botId}/${session.id}` }
}

let sent = 0

/** Sends a message without waiting for what comes of it. */
export async function send(stage: Stage, { sessionId }: Talk, text: string): Promise<void> {
  sent += 1
  const clientMessageId = `picture-${String(sent).padStart(4, '0')}`
  await stage.call('POST', `/sessions/${sessionId}/messages`, { clientMessageId, text })
}

/** Says something and waits for the whole reply. */
export async function say(stage: Stage, talk: Talk, text: string): Promise<void> {
  await send(stage, talk, text)
  await until(async () => ['ready', 'failed'].includes(await stateOf(stage, talk.botId)))
}

/** The bots of a person who uses this every day, and conversations with them; the last one is still empty. */
export async function furnish(stage: Stage): Promise<Talk> {
  const reviewer = await addBot(stage, {
    name: 'Reviewer',
    color: 'violet',
    model: 'qwen2.5-coder:7b',
    instructions: 'You review code. Be brief, name the line, say what breaks.',
  })
  const tutor = await addBot(stage, {
    name: 'Tutor',
    color: 'blue',
    emoji: '🎓',
    model: 'gemma3:12b',
  })
  await addBot(stage, { name: 'Notes', color: 'amber', emoji: '📝', model: 'llama3.2:3b' })
  await addBot(stage, { name: 'Translator', color: 'green', model: 'llama3.2:3b' })
  await launch(stage, reviewer)
  await launch(stage, tutor)
  const earlier = await begin(stage, reviewer)
  await say(stage, earlier, 'Why does SQLite have a write-ahead log?')
  const lesson = await begin(stage, tutor)
  await say(stage, lesson, 'Explain WAL to me as if I were new to databases')
  return begin(stage, reviewer)
}

/** A conversation that is being answered, seen in the middle of a word. */
export async function freezeMidStream(
  stage: Stage,
  talk: Talk,
  text: string,
  tokens: number,
): Promise<void> {
  stage.ollama.setFault({ kind: 'hang', afterTokens: tokens, requests: 1 })
  const before = stage.ollama.tokensSent
  await send(stage, talk, text)
  await stage.ollama.waitFor(() => stage.ollama.tokensSent >= before + tokens)
}

/** Waits until the conversation shows this text. */
export async function shows(page: Page, text: string | RegExp): Promise<void> {
  await page.getByText(text).filter({ visible: true }).first().waitFor()
}
