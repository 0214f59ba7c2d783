import { afterEach, describe, expect, it } from 'vitest'
import { startFakeOllama } from '@test/support/fake-ollama/fake-ollama'
import type { FakeOllama, FakeOllamaOptions } from '@test/support/fake-ollama/options'
import { clientMessageId, launchBot, startTestApp } from '@test/support/test-app'
import type { TestApp } from '@test/support/test-app'

const LONG = 'word '.repeat(600)

let fake: FakeOllama
let app: TestApp
let sessionId: string

async function start(options: FakeOllamaOptions): Promise<void> {
  fake = await startFakeOllama({
    models: [
      { name: 'tiny', contextLength: 131_072 },
      { name: 'dense', contextLength: 131_072, lettersPerToken: 1 },
    ],
    reply: ({ messages }) => `${messages.length} ${LONG}`,
    ...options,
  })
  app = await startTestApp({ ollamaUrl: fake.url })
  ;({ sessionId } = await launchBot(app))
}
afterEach(async () => {
  await app.close()
  await fake.close()
})

async function say(text: string, of = sessionId, replaces?: string) {
  const { turnId, messageId } = await app.call('messages.send', {
    ...{ sessionId: of, clientMessageId: clientMessageId(), text, replaces },
  })
  const { message } = await app.viewer.waitFor('turn.ended', (event) => event.turnId === turnId)
  return { message, messageId }
}

interface Asked {
  readonly messages: readonly { readonly role: string; readonly content: string }[]
  readonly truncate?: boolean
  readonly shift?: boolean
  readonly options: { readonly num_ctx: number; readonly num_predict: number }
}
/** The chats that were asked for, without those that only load a model. */
const asked = (): Asked[] =>
  fake.requests
    .filter(({ path }) => path === '/api/chat')
    .map(({ body }) => body as Asked)
    .filter(({ messages }) => messages.length > 0)

const lettersIn = ({ messages }: Asked) =>
  messages.reduce((sum, { content }) => sum + content.length, 0)

describe.each(['0.24.0', '0.32.15'] as const)(
  'a conversation longer than the context, on %s',
  (version) => {
    it('begins with the instructions in everything the engine gets, in every branch, after edits, other replies and forks', async () => {
      await start({ version })
      const ids: string[] = []
      // A context is 8,192 tokens, four letters each: so this is three times as much.
      for (let n = 1; n <= 17; n++) ids.push((await say(`${n} ${LONG}`)).messageId)
      const half = ids[8] ?? ''
      await say(`edited ${LONG}`, sessionId, half)
      await say('and then?')
      const { turnId } = await app.call('turns.retry', { sessionId, messageId: ids[15] ?? '' })
      await app.viewer.waitFor('turn.ended', (event) => event.turnId === turnId)
      await app.call('sessions.switchBranch', { sessionId, seq: 18 })
      await say('on the other branch')
      const { messages } = await app.call('messages.list', { sessionId })
      const { session } = await app.call('sessions.fork', {
        ...{ sessionId, messageId: messages.at(-1)?.id ?? '' },
      })
      await app.call('sessions.watch', { sessionId: session.id })
      await say('in the fork', session.id)

      expect(asked()).toHaveLength(22)
      for (const request of asked()) {
        expect(request.messages[0]).toEqual({ role: 'system', content: 'Be brief.' })
        expect(request.messages.at(-1)?.role).toBe('user')
        expect(lettersIn(request) / 4 + request.options.num_predict).toBeLessThanOrEqual(8_192)
        expect(request).toMatchObject({
          truncate: false,
          shift: false,
          options: { num_ctx: 8_192 },
        })
      }
      expect(
        asked().some(({ messages }) => messages.some(({ content }) => content === `1 ${LONG}`)),
      ).toBe(true)
      expect(
        asked()
          .at(-1)
          ?.messages.some(({ content }) => content === `1 ${LONG}`),
      ).toBe(false)
    })

    it('is tried once more with less where a model makes more of it than was thought, and one reply is seen', async () => {
      await start({ version })
      let last = ''
      for (let n = 1; n <= 12; n++) last = (await say(`${n} ${LONG}`)).messageId
      const before = asked().length
      const { turnId } = await app.call('turns.retry', {
        ...{ sessionId, messageId: last, model: 'dense' },
      })
      const { message } = await app.viewer.waitFor('turn.ended', (event) => event.turnId === turnId)
      expect(message).toMatchObject({ status: 'complete', model: 'dense' })
      const [refused, taken, ...more] = asked().slice(before)
      expect(more).toEqual([])
      expect(taken?.messages.length).toBeLessThan(refused?.messages.length ?? 0)
      expect(taken?.messages[0]?.content).toBe('Be brief.')
      expect(message.details?.context).toMatchObject({ limit: 8_192, exact: true })
      // From then on it is known.
      await say('And now?')
      expect(asked()).toHaveLength(before + 3)
    })
  },
)

describe('what a reply took of the context', () => {
  it('is told with it, as the model counted it, with where the memory begins', async () => {
    await start({})
    const first = await say('Hello')
    expect(first.message.details?.context).toEqual({
      ...{ limit: 8_192, reserve: 2_048, used: 8, exact: true, fromSeq: 0 },
    })
    for (let n = 1; n <= 10; n++) await say(`${n} ${LONG}`)
    const { message } = await say('And now?')
    const context = message.details?.context
    expect(context).toMatchObject({
      limit: 8_192,
      used: message.metrics?.promptTokens,
      exact: true,
    })
    const { messages } = await app.call('messages.list', { sessionId })
    const oldest = messages.find(({ seq }) => seq === context?.fromSeq)
    expect(asked().at(-1)?.messages[1]?.content).toBe(oldest?.text)
    expect(oldest?.author).toBe('person')
  })

  it('is as long as the model was trained for where that is less than what it was asked for', async () => {
    await start({ models: [{ name: 'tiny', contextLength: 2_048 }] })
    for (let n = 1; n <= 5; n++) expect((await say(`${n} ${LONG}`)).message.status).toBe('complete')
    const { message } = await say('And now?')
    expect(message.details?.context).toMatchObject({ limit: 2_048, reserve: 1_024 })
  })
})

describe('what does not fit at all', () => {
  it('is refused before it is sent, with what to do, and the next message works', async () => {
    await start({})
    const { message } = await say('x'.repeat(65_000))
    expect(message).toMatchObject({ status: 'failed', error: { code: 'context_overflow' } })
    expect(message.error?.message).toMatch(/Send it in parts/)
    expect(asked()).toHaveLength(0)
    expect((await say('Hello')).message.status).toBe('complete')
  })

  it('fails with what to do where the server refuses it although nothing is left to leave out', async () => {
    await start({ models: [{ name: 'tiny', lettersPerToken: 1 }] })
    const { message } = await say('x'.repeat(12_000))
    expect(message).toMatchObject({ status: 'failed', error: { code: 'context_overflow' } })
    expect(asked()).toHaveLength(1)
  })
})
