import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ScriptedEngine } from '@test/support/scripted-engine'
import { clientMessageId, launchBot, startTestApp } from '@test/support/test-app'
import type { TestApp } from '@test/support/test-app'

let app: TestApp
let engine: ScriptedEngine
let sessionId: string
let botId: string

const isTitleRequest = ({ prompt }: ScriptedEngine['requests'][number]) =>
  prompt[0]?.content.startsWith('You name conversations.') === true

async function start(autoTitle: 'on' | 'off'): Promise<void> {
  engine = new ScriptedEngine()
  engine.script = (request) => [{ say: isTitleRequest(request) ? '"Greetings."' : 'Hello there' }]
  app = await startTestApp({ engines: { ollama: engine }, env: { AUTO_TITLE: autoTitle } })
  ;({ sessionId, botId } = await launchBot(app))
  await app.call('overview.watch', {})
}
afterEach(() => app.close())

const say = async (text: string) => {
  const id = clientMessageId()
  const { turnId } = await app.call('messages.send', { sessionId, clientMessageId: id, text })
  await app.viewer.waitFor('turn.ended', (event) => event.turnId === turnId)
}
const titled = (title: string) =>
  app.viewer.waitFor('sessions.changed', ({ sessions }) =>
    sessions.some((session) => session.id === sessionId && session.title === title),
  )
const namingEnded = () =>
  app.viewer.waitFor('sessions.naming', ({ sessionIds }) => sessionIds.length === 0)
const titleOf = async () => (await app.call('sessions.get', { sessionId })).session.title

describe('a title', () => {
  beforeEach(() => start('on'))

  it('is made by the bot’s own model after the first reply, and the viewers see it being made', async () => {
    await say('hi')
    await titled('Greetings')
    await namingEnded()
    expect(app.viewer.of('sessions.naming').map((event) => event.sessionIds)).toEqual([
      [sessionId],
      [],
    ])
    await say('more')
    expect(engine.requests.filter(isTitleRequest)).toHaveLength(1)
  })

  it('that a person gave is never replaced', async () => {
    await app.call('sessions.rename', { sessionId, title: 'Mine' })
    await say('hi')
    await namingEnded()
    expect(await titleOf()).toBe('Mine')
  })

  it('is given up as soon as the model is wanted for an answer', async () => {
    engine.script = (request) => (isTitleRequest(request) ? ['hold'] : [{ say: 'Hello' }])
    await say('hi')
    await app.viewer.waitFor('sessions.naming', ({ sessionIds }) => sessionIds.length === 1)
    await say('and this?')
    await namingEnded()
    expect(await titleOf()).toBe('hi')
  })

  it('is given up when somebody says so', async () => {
    engine.script = (request) => (isTitleRequest(request) ? ['hold'] : [{ say: 'Hello' }])
    await say('hi')
    await app.viewer.waitFor('sessions.naming', ({ sessionIds }) => sessionIds.length === 1)
    expect(await app.call('sessions.stopNaming', { sessionId })).toEqual({ stopped: true })
    await namingEnded()
    expect(await app.call('sessions.stopNaming', { sessionId })).toEqual({ stopped: false })
  })

  it('is made when somebody asks for it, over one that a person gave', async () => {
    await say('hi')
    await titled('Greetings')
    await app.call('sessions.rename', { sessionId, title: 'Mine' })
    const { session } = await app.call('sessions.suggestTitle', { sessionId })
    expect(session.title).toBe('Greetings')
  })

  it('is refused where nothing was said, or the bot is not there to make one', async () => {
    const suggest = () => app.call('sessions.suggestTitle', { sessionId })
    await expect(suggest()).rejects.toMatchObject({ code: 'conflict' })
    await say('hi')
    await app.call('bots.stop', { botId })
    await expect(suggest()).rejects.toMatchObject({ code: 'conflict' })
  })
})

describe('with titles switched off', () => {
  beforeEach(() => start('off'))

  it('the first words stay the title, and the model is asked for nothing else', async () => {
    await say('hi')
    expect(await titleOf()).toBe('hi')
    await app.call('bots.stop', { botId })
    expect(engine.requests.filter(isTitleRequest)).toEqual([])
  })
})
