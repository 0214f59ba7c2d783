import type { BotOptions } from '@shared/model/bot-options'
import type { BotId, SessionId } from '@shared/model/ids'
import type { Message } from '@shared/model/message'
import type { Model } from '@shared/model/model'
import { clientMessageId, startTestApp } from '@test/support/test-app'
import type { TestApp, TestAppOptions } from '@test/support/test-app'

const { env } = process

/** The Ollama server to test against; undefined where nobody named one. */
export const HOST = env['OLLAMA_TEST_HOST']

/** What a model has to be able to do, and the variable that names one. */
const CHOICES = {
  completion: 'OLLAMA_TEST_MODEL',
  thinking: 'OLLAMA_TEST_THINKING_MODEL',
  tools: 'OLLAMA_TEST_TOOLS_MODEL',
} as const
type Ability = keyof typeof CHOICES

export type Found = { readonly model: string } | { readonly missing: string }

/** The model that is named, else the smallest one on the server that can do it; none on other machines. */
export async function findModel(app: TestApp, ability: Ability): Promise<Found> {
  const variable = CHOICES[ability]
  const { models } = await app.call('models.list', { engine: 'ollama' })
  const able = models
    .filter((model) => !model.cloud && canChat(model, ability))
    .toSorted((a, b) => a.size - b.size)
  const model = env[variable] ?? able[0]?.name
  if (model !== undefined) return { model }
  return { missing: `no model for ${ability} is installed there: pull one, or set ${variable}` }
}

function canChat({ capabilities }: Model, ability: Ability): boolean {
  return capabilities?.includes('completion') === true && capabilities.includes(ability)
}

export interface Talk {
  readonly botId: BotId
  readonly sessionId: SessionId
  /** Says something; the turn, and what it comes to. */
  readonly send: (text: string) => Promise<{ turnId: string; ended: Promise<Message> }>
  readonly ask: (text: string) => Promise<Message>
}

export interface Wishes {
  readonly model: string
  readonly instructions?: string
  readonly maxTokens?: number
  readonly options?: BotOptions
}

/** Against the server that was named, with a data directory of its own. */
export function startApp(options: TestAppOptions = {}): Promise<TestApp> {
  return startTestApp({ ollamaUrl: HOST ?? '', ...options })
}

/** A launched bot, short of speech, and a session with it. */
export async function talkWith(app: TestApp, wishes: Wishes): Promise<Talk> {
  const { model, instructions = 'Be brief.', maxTokens = 48, options = {} } = wishes
  const { bot } = await app.call('bots.create', {
    ...{ name: 'Real', model, instructions, maxTokens, options },
    temperature: 0,
  })
  await app.call('overview.watch', {})
  await app.call('bots.launch', { botId: bot.id })
  const { instance } = await app.viewer.waitFor(
    'instance.changed',
    (event) =>
      event.instance.botId === bot.id && ['ready', 'failed'].includes(event.instance.state),
  )
  if (instance.error) throw new Error(`${model}: ${instance.error.message}`)
  const { session } = await app.call('sessions.create', { botId: bot.id })
  const sessionId = session.id
  await app.call('sessions.watch', { sessionId })
  const send = async (text: string) => {
    const input = { sessionId, text, clientMessageId: clientMessageId() }
    const { turnId } = await app.call('messages.send', input)
    const over = app.viewer.waitFor('turn.ended', (event) => event.turnId === turnId)
    return { turnId, ended: over.then(({ message }) => message) }
  }
  return { botId: bot.id, sessionId, send, ask: async (text) => (await send(text)).ended }
}
