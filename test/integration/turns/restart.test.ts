import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { ScriptedEngine } from '@test/support/scripted-engine'
import { clientMessageId, launchBot, startTestApp } from '@test/support/test-app'

let dataDirectory: string
beforeEach(() => {
  dataDirectory = mkdtempSync(join(tmpdir(), 'port8000-restart-'))
})
afterEach(() => {
  rmSync(dataDirectory, { recursive: true, force: true })
})

it('shows a reply as interrupted, with its text, after the controller was closed in the middle of it', async () => {
  const engine = new ScriptedEngine()
  engine.script = () => [{ say: 'Half a rep' }, 'hold']
  const first = await startTestApp({ dataDirectory, engines: { ollama: engine } })
  const { sessionId } = await launchBot(first)
  await first.call('messages.send', { sessionId, clientMessageId: clientMessageId(), text: 'Hi' })
  await first.viewer.waitFor('turn.extended')
  await first.close()
  expect(engine.aborts).toBe(1)

  const second = await startTestApp({ dataDirectory, engines: { ollama: new ScriptedEngine() } })
  const view = await second.call('sessions.watch', { sessionId })
  expect(view.live).toBeNull()
  expect(view.messages.at(-1)).toMatchObject({
    text: 'Half a rep',
    status: 'interrupted',
    error: { code: 'internal' },
  })
  await second.close()
})

it('launches again what was launched, and leaves stopped what was stopped', async () => {
  const first = await startTestApp({ dataDirectory, engines: { ollama: new ScriptedEngine() } })
  const kept = await launchBot(first)
  const stopped = await launchBot(first)
  await first.call('bots.stop', { botId: stopped.botId })
  await first.close()

  const engine = new ScriptedEngine()
  const second = await startTestApp({ dataDirectory, engines: { ollama: engine } })
  await second.call('overview.watch', {})
  await second.viewer.waitFor(
    'instance.changed',
    ({ instance }) => instance.botId === kept.botId && instance.state === 'ready',
  )
  expect((await second.call('bots.status', { botId: stopped.botId })).instance.state).toBe(
    'stopped',
  )
  expect(engine.loads).toEqual(['tiny'])
  await second.close()
})

it('answers after the restart what waited before it', async () => {
  const engine = new ScriptedEngine()
  engine.script = () => ['hold']
  const first = await startTestApp({ dataDirectory, engines: { ollama: engine } })
  const { sessionId } = await launchBot(first)
  for (const text of ['first', 'second'])
    await first.call('messages.send', { sessionId, clientMessageId: clientMessageId(), text })
  await first.close()

  const second = await startTestApp({ dataDirectory, engines: { ollama: new ScriptedEngine() } })
  const view = await second.call('sessions.watch', { sessionId })
  if (view.messages.length < 4) await second.viewer.waitFor('turn.ended')
  const { messages } = await second.call('messages.list', { sessionId })
  expect(messages.map(({ text, status }) => [text, status])).toEqual([
    ['first', 'complete'],
    ['', 'interrupted'],
    ['second', 'complete'],
    ['Hello there', 'complete'],
  ])
  await second.close()
})

it('has the Guide on the very first start, launched, with an opening message, and does not bring it back once deleted', async () => {
  const first = await startTestApp({ dataDirectory })
  const overview = await first.call('overview.watch', {})
  expect(overview.bots).toEqual([
    expect.objectContaining({ id: 'BOT-001', name: 'Guide', engine: 'guide', model: null }),
  ])
  const [session] = overview.sessions
  const { messages } = await first.call('messages.list', { sessionId: session?.id ?? '' })
  expect(messages).toEqual([
    expect.objectContaining({ seq: 1, author: 'bot', status: 'complete', turnId: null }),
  ])
  await first.call('bots.delete', { botId: 'BOT-001' })
  await first.close()
  const second = await startTestApp({ dataDirectory })
  expect((await second.call('bots.list', {})).bots).toEqual([])
  await second.close()
})
