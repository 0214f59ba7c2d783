import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Message } from '@shared/model/message'
import { openEventStream, sendHttp } from '@test/support/http-client'
import type { EventStream, StreamedEvent } from '@test/support/http-client'
import { ScriptedEngine } from '@test/support/scripted-engine'
import { launchBot, startTestApp } from '@test/support/test-app'
import type { TestApp } from '@test/support/test-app'
import { startScriptedServer } from './scripted-server'

let engine: ScriptedEngine
let app: TestApp
let token: string
let sessionId: string
beforeEach(async () => {
  engine = new ScriptedEngine()
  app = await startTestApp({ engines: { ollama: engine } })
  token = (await app.controller.access.createToken('a script', 'member')).secret
  sessionId = (await launchBot(app)).sessionId
})
afterEach(() => app.close())

const send = (json: object): Promise<EventStream> =>
  openEventStream(app.address, `/api/v1/sessions/${sessionId}/messages`, { json, token })

describe('a message sent for its event stream', () => {
  it('answers everything of its turn, in order, and ends with the reply', async () => {
    const stream = await send({ text: 'Hello?' })
    expect(stream.status).toBe(200)
    expect(stream.headers['content-type']).toMatch(/^text\/event-stream/)
    expect(stream.headers['cache-control']).toBe('no-store')
    expect(stream.headers['x-content-type-options']).toBe('nosniff')
    const events = await all(stream)
    expect(
      events
        .map(({ event }) => event)
        .filter((name) => name !== 'turn.phased' && name !== 'turn.extended'),
    ).toEqual(['message.accepted', 'message.added', 'turn.started', 'turn.ended'])
    expect(events[0]?.data).toMatchObject({ queued: false })
    expect(textOf(events)).toBe('Hello there')
    expect(replyOf(events)).toMatchObject({ text: 'Hello there', status: 'complete', seq: 2 })
    expect(events.at(-1)?.id).toBe('2')
  })

  it('waits its turn in the queue, and tells only of its own turn', async () => {
    engine.script = ({ prompt }) => [{ say: `Re: ${prompt.at(-1)?.content ?? ''}` }, 'hold']
    const first = await send({ text: 'first' })
    await app.viewer.waitFor('turn.extended')
    const second = await send({ text: 'second' })
    engine.script = ({ prompt }) => [{ say: `Re: ${prompt.at(-1)?.content ?? ''}` }]
    letGo()
    const [ofFirst, ofSecond] = await Promise.all([all(first), all(second)])
    expect(replyOf(ofFirst).text).toBe('Re: first')
    expect(replyOf(ofSecond).text).toBe('Re: second')
    expect(ofSecond.map(({ event }) => event)).toContain('turn.queued')
    expect(JSON.stringify(ofSecond)).not.toContain('Re: first')
  })

  it('ends when the message is withdrawn', async () => {
    engine.script = () => ['hold']
    await app.call('messages.send', { sessionId, clientMessageId: 'first-message', text: 'first' })
    const stream = await send({ text: 'second' })
    const { turn } = await app.viewer.waitFor('turn.queued')
    await app.call('turns.withdraw', { sessionId, turnId: turn.id })
    expect((await all(stream)).at(-1)?.event).toBe('turn.withdrawn')
  })

  it('says how a reply failed, as the reply itself', async () => {
    engine.script = () => [{ say: 'Half' }, { fail: 'engine_unavailable' }]
    const events = await all(await send({ text: 'Hello?' }))
    expect(replyOf(events)).toMatchObject({
      text: 'Half',
      error: { code: 'engine_unavailable' },
    })
  })

  it('is an ordinary error where it is refused', async () => {
    const path = `/api/v1/sessions/${sessionId}/messages`
    const headers = { accept: 'text/event-stream' }
    for (const [json, status] of [
      [{ text: '' }, 400],
      [{ text: 'x', unknown: 1 }, 400],
      [{ text: 'x'.repeat(65_537) }, 413],
    ] as const) {
      const answer = await sendHttp(app.address, path, { method: 'POST', json, token, headers })
      expect(answer.status).toBe(status)
      expect(answer.headers['content-type']).toMatch(/^application\/json/)
    }
    expect(
      (await sendHttp(app.address, path, { method: 'POST', json: { text: 'x' }, headers })).status,
    ).toBe(401)
    expect(engine.requests).toEqual([])
  })

  it('goes on in the controller though its reader goes away', async () => {
    engine.script = () => [{ say: 'Hel' }, 'hold', { say: 'lo' }]
    const stream = await send({ text: 'Hello?' })
    await app.viewer.waitFor('turn.extended')
    stream.abandon()
    letGo()
    const { message } = await app.viewer.waitFor('turn.ended')
    expect(message).toMatchObject({ text: 'Hello', status: 'complete' })
  })

  it('answers the stored reply where the same message was sent before', async () => {
    const message = { text: 'Hello?', clientMessageId: 'the-same-one' }
    const first = await all(await send(message))
    for (const text of ['more', 'and more']) await all(await send({ text }))
    const again = await all(await send(message))
    expect(again.map(({ event }) => event)).toEqual(['message.accepted', 'turn.ended'])
    expect(again[0]?.data).toEqual(first[0]?.data)
    expect(replyOf(again)).toEqual(replyOf(first))
    expect(engine.requests).toHaveLength(3)
  })

  it('joins the reply being made where the same message was sent before', async () => {
    engine.script = () => [{ say: 'Hel' }, 'hold', { say: 'lo' }]
    const message = { text: 'Hello?', clientMessageId: 'the-same-one' }
    const first = await send(message)
    await app.viewer.waitFor('turn.extended')
    const again = await send(message)
    letGo()
    const events = await all(again)
    expect(events[1]).toMatchObject({ event: 'turn.started', data: { turn: { text: 'Hel' } } })
    expect(replyOf(events)).toEqual(replyOf(await all(first)))
    expect(engine.requests).toHaveLength(1)
  })

  it('ends at once when its token is revoked', async () => {
    engine.script = () => ['hold']
    const stream = await send({ text: 'Hello?' })
    const [known] = await app.controller.access.listTokens()
    await app.controller.access.revokeToken(known?.id ?? '')
    expect((await all(stream)).at(-1)).toMatchObject({
      event: 'stream.failed',
      data: { error: { code: 'unauthenticated' } },
    })
  })

  it('ends when the controller closes', async () => {
    engine.script = () => ['hold']
    const stream = await send({ text: 'Hello?' })
    const read = all(stream)
    await app.viewer.waitFor('turn.started')
    await app.controller.close()
    expect((await read)[0]?.event).toBe('message.accepted')
  })
})

describe('a stream whose session is deleted', () => {
  it('says so at the next beat', async () => {
    let deleted = false
    const scripted = await startScriptedServer(
      {
        'sessions.watch': () => ({
          session: { id: 'S' },
          live: null,
          queue: [{ id: 'T' }],
          messages: [],
        }),
        'messages.send': () => ({ messageId: 'M', turnId: 'T', queued: true }),
        'sessions.get': () => {
          if (deleted) throw new Error('gone')
          deleted = true
          return {}
        },
      },
      { heartbeatMs: 5 },
    )
    const stream = await openEventStream(scripted.address, '/api/v1/sessions/S/messages', {
      json: { text: 'x' },
      token: await scripted.token(),
    })
    expect((await all(stream)).map(({ event }) => event)).toEqual([
      'message.accepted',
      'stream.failed',
    ])
    await scripted.close()
  })
})

/** Lets the engine go on, also where it is only about to hold. */
function letGo(): void {
  const { requests } = engine
  const again = (): void => {
    engine.release()
    if (app.viewer.of('turn.ended').length < requests.length) setImmediate(again)
  }
  again()
}

async function all({ events }: EventStream): Promise<StreamedEvent[]> {
  const found: StreamedEvent[] = []
  for await (const event of events) found.push(event)
  return found
}

function replyOf(events: readonly StreamedEvent[]): Message {
  const { message } = events.at(-1)?.data as { message: Message }
  return message
}

/** The reply as a reader puts it together. */
function textOf(events: readonly StreamedEvent[]): string {
  let text = ''
  for (const { event, data } of events) {
    if (event !== 'turn.extended') continue
    const part = data as { offset: number; text: string }
    text = text.slice(0, part.offset) + part.text
  }
  return text
}
