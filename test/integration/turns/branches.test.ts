import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { PromptMessage } from '@main/core/engines/engine'
import { ScriptedEngine } from '@test/support/scripted-engine'
import { clientMessageId, launchBot, startTestApp } from '@test/support/test-app'
import type { TestApp } from '@test/support/test-app'

let app: TestApp
let engine: ScriptedEngine
let sessionId: string

beforeEach(async () => {
  engine = new ScriptedEngine()
  engine.script = ({ model, prompt }) => [{ say: `${model ?? ''} on ${lastOf(prompt)}` }]
  app = await startTestApp({ engines: { ollama: engine } })
  ;({ sessionId } = await launchBot(app))
})
afterEach(() => app.close())

const lastOf = (prompt: readonly PromptMessage[]) => prompt.at(-1)?.content ?? ''
const send = (text: string, replaces?: string) =>
  app.call('messages.send', { sessionId, clientMessageId: clientMessageId(), text, replaces })
const ended = (turnId: string) =>
  app.viewer.waitFor('turn.ended', (event) => event.turnId === turnId)
const say = async (text: string, replaces?: string) => {
  const { turnId, messageId } = await send(text, replaces)
  await ended(turnId)
  return messageId
}
const retry = (messageId: string, more: { botId?: string; model?: string } = {}) =>
  app.call('turns.retry', { sessionId, messageId, ...more })
const texts = async (of = sessionId) =>
  (await app.call('messages.list', { sessionId: of })).messages.map(({ text }) => text)

describe('branches', () => {
  it('tell the engine only what leads to the message it answers, instructions first, after an edit and after a switch', async () => {
    await say('one')
    const two = await say('two')
    await say('deux', two)
    const told = () => engine.requests.at(-1)?.prompt.map(({ content }) => content)
    expect(told()).toEqual(['Be brief.', 'one', 'tiny on one', 'deux'])
    await app.call('sessions.switchBranch', { sessionId, seq: 3 })
    await say('three')
    expect(told()).toEqual(['Be brief.', ...['one', 'tiny on one', 'two', 'tiny on two', 'three']])
  })

  it('make another reply beside the first one, also of another bot or model, and say who replied', async () => {
    const one = await say('one')
    await ended((await retry(one, { model: 'large' })).turnId)
    expect(await texts()).toEqual(['one', 'large on one'])
    const other = await launchBot(app, 'second')
    const { message } = await ended((await retry(one, { botId: other.botId })).turnId)
    expect(message).toMatchObject({ botId: other.botId, model: 'second', parentSeq: 1 })
    const page = await app.call('messages.list', { sessionId })
    expect(page.versions).toEqual({ 1: [2, 3, 4] })
    await app.call('sessions.switchBranch', { sessionId, seq: 2 })
    expect(await texts()).toEqual(['one', 'tiny on one'])
  })

  it('refuse another version while a reply is being made, and take it afterwards', async () => {
    const one = await say('one')
    engine.script = () => [{ say: 'slow' }, 'hold']
    const { turnId } = await send('two')
    await expect(send('uno', one)).rejects.toMatchObject({ code: 'conflict' })
    await expect(retry(one)).rejects.toMatchObject({ code: 'conflict' })
    engine.release()
    await ended(turnId)
    engine.script = () => [{ say: 'quick' }]
    await say('uno', one)
    expect(await texts()).toEqual(['uno', 'quick'])
  })

  it('tell every viewer when another one is shown', async () => {
    const one = await say('one')
    await say('uno', one)
    await app.call('sessions.switchBranch', { sessionId, seq: 1 })
    expect(app.viewer.of('branch.switched')).toEqual([
      { event: 'branch.switched', sessionId, headSeq: 2 },
    ])
    await expect(app.call('sessions.switchBranch', { sessionId, seq: 50 })).rejects.toMatchObject({
      code: 'not_found',
    })
  })

  it('answer a viewer that comes back with what it missed, or with the branch that is visible now', async () => {
    await say('one')
    const two = await say('two')
    const watch = (afterSeq: number) => app.call('sessions.watch', { sessionId, afterSeq })
    expect(await watch(2)).toMatchObject({ reset: false, messages: [{ seq: 3 }, { seq: 4 }] })
    await say('deux', two)
    expect(await watch(2)).toMatchObject({ reset: false, messages: [{ seq: 5 }, { seq: 6 }] })
    expect(await watch(4)).toMatchObject({
      reset: true,
      messages: [{ seq: 1 }, { seq: 2 }, { seq: 5 }, { seq: 6 }],
      versions: { 2: [3, 5] },
    })
  })

  it('are forked into a session of their own, which goes on by itself', async () => {
    await say('one')
    const two = await say('two')
    const { session } = await app.call('sessions.fork', { sessionId, messageId: two })
    expect(session.title).toBe('one (fork)')
    expect(await texts(session.id)).toEqual(['one', 'tiny on one', 'two'])
    await say('three')
    expect(await texts(session.id)).toHaveLength(3)
  })

  it('take back nothing of a version that was sent twice', async () => {
    const one = await say('one')
    const input = { sessionId, clientMessageId: clientMessageId(), text: 'uno', replaces: one }
    const first = await app.call('messages.send', input)
    expect(await app.call('messages.send', input)).toEqual(first)
    await ended(first.turnId)
    expect(await app.call('messages.send', input)).toEqual(first)
    expect((await app.call('sessions.get', { sessionId })).session.lastSeq).toBe(4)
  })
})
