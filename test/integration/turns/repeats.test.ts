import { expect, it } from 'vitest'
import { ScriptedEngine } from '@test/support/scripted-engine'
import { clientMessageId, launchBot, startTestApp } from '@test/support/test-app'

it('acknowledges a message that is sent again after its bot was stopped, and takes nothing new there', async () => {
  const app = await startTestApp({ engines: { ollama: new ScriptedEngine() } })
  const { botId, sessionId } = await launchBot(app)
  const message = { sessionId, clientMessageId: clientMessageId(), text: 'Hi' }
  const sent = await app.call('messages.send', message)
  await app.viewer.waitFor('turn.ended')
  await app.call('bots.stop', { botId })

  expect(await app.call('messages.send', message)).toEqual(sent)
  await expect(
    app.call('messages.send', { sessionId, clientMessageId: clientMessageId(), text: 'More' }),
  ).rejects.toMatchObject({
    code: 'conflict',
    message: expect.stringContaining('is stopped') as unknown,
  })
  const { messages } = await app.call('messages.list', { sessionId })
  expect(messages.map(({ text }) => text)).toEqual(['Hi', 'Hello there'])
  await app.close()
})
