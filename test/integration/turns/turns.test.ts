import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { SessionEvent } from '@shared/contract/events'
import { RecordingViewer } from '@test/support/recording-viewer'
import { ScriptedEngine } from '@test/support/scripted-engine'
import { clientMessageId, launchBot, startTestApp } from '@test/support/test-app'
import type { TestApp } from '@test/support/test-app'

let app: TestApp
let engine: ScriptedEngine
let sessionId: string
let botId: string

beforeEach(async () => {
  engine = new ScriptedEngine()
  app = await startTestApp({ engines: { ollama: engine } })
  ;({ sessionId, botId } = await launchBot(app))
})
afterEach(() => app.close())

const send = (text: string, id = clientMessageId()) =>
  app.call('messages.send', { sessionId, clientMessageId: id, text })
const stored = async () => (await app.call('messages.list', { sessionId })).messages
const ended = (turnId: string) =>
  app.viewer.waitFor('turn.ended', (event) => event.turnId === turnId)

describe('a turn', () => {
  it('is said, made, shown and stored, in one order for everybody', async () => {
    const other = new RecordingViewer('other')
    await app.call('sessions.watch', { sessionId }, other)
    const { turnId, messageId } = await send('Hi')
    const { message } = await ended(turnId)
    expect(
      app.viewer
        .sessionEvents()
        .map((event) => event.event)
        .filter((name, n, all) => name !== all[n - 1]),
    ).toEqual(['message.added', 'turn.started', 'turn.extended', 'turn.ended'])
    expect(other.bytes).toEqual(
      app.viewer.bytes.filter((bytes) => /"event":"(message|turn)\./.test(bytes)),
    )
    expect(message).toMatchObject({
      author: 'bot',
      text: 'Hello there',
      status: 'complete',
      seq: 2,
      parentSeq: 1,
    })
    expect(await stored()).toEqual([
      expect.objectContaining({ id: messageId, seq: 1, text: 'Hi', author: 'person' }),
      message,
    ])
    expect(message.metrics?.timeToFirstTokenMs).toBeTypeOf('number')
  })

  it('sends text whose offsets fit together to exactly what is stored', async () => {
    engine.script = () => Array.from({ length: 200 }, (_, n) => ({ say: `tökén😀${String(n)} ` }))
    const { turnId } = await send('Hi')
    const { message } = await ended(turnId)
    let text = ''
    for (const event of app.viewer.of('turn.extended')) {
      expect(event.offset).toBe(text.length)
      text += event.text
    }
    expect(text).toBe(message.text)
  })

  it('always gets the instructions, and only its own session', async () => {
    const first = await send('secret of one')
    await ended(first.turnId)
    const { session } = await app.call('sessions.create', { botId })
    await app.call('sessions.watch', { sessionId: session.id })
    const second = await app.call('messages.send', {
      sessionId: session.id,
      clientMessageId: clientMessageId(),
      text: 'two',
    })
    await ended(second.turnId)
    expect(engine.requests.at(-1)?.prompt).toEqual([
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content: 'two' },
    ])
  })

  it('answers the first result when the same message is sent twice, also at the same moment', async () => {
    const id = clientMessageId()
    const [first, second] = await Promise.all([send('once', id), send('once', id)])
    expect(second).toEqual(first)
    await ended(first.turnId)
    expect(await send('once', id)).toEqual(first)
    expect((await stored()).map(({ text }) => text)).toEqual(['once', 'Hello there'])
  })

  it.each([
    ['emoji and right-to-left text', 'שלום 👩‍👩‍👧 مرحبا'],
    ['control characters', 'a\u0000b\u0007c\u001b[31m\u202e'],
    ['a lone surrogate', 'x\ud83dy'],
  ])('keeps %s exactly', async (_what, text) => {
    engine.script = () => [{ say: text }]
    const { turnId } = await send(text)
    await ended(turnId)
    expect((await stored()).map((message) => message.text)).toEqual([text, text])
  })

  it('keeps 64 KB exactly, also where they are more than the bot can be told', async () => {
    const text = 'x'.repeat(65_536)
    await ended((await send(text)).turnId)
    engine.script = () => [{ say: text }]
    await ended((await send('Say it')).turnId)
    expect((await stored()).map((message) => message.text)).toEqual([text, '', 'Say it', text])
  })

  it('is refused as too large when its message is over 64 KB, and nothing is stored', async () => {
    await expect(send('é'.repeat(32_769))).rejects.toMatchObject({ code: 'too_large' })
    expect(await stored()).toEqual([])
  })
})

describe('stopping', () => {
  it('keeps what was said so far', async () => {
    engine.script = () => [{ say: 'Hel' }, 'hold']
    const { turnId } = await send('Hi')
    await app.viewer.waitFor('turn.extended')
    expect(await app.call('turns.stop', { sessionId })).toEqual({ stopped: true })
    expect((await ended(turnId)).message).toMatchObject({
      text: 'Hel',
      status: 'stopped',
      error: null,
    })
    expect(engine.aborts).toBe(1)
  })

  it('works before the first token', async () => {
    engine.script = () => [{ phase: 'loading' }, 'hold']
    const { turnId } = await send('Hi')
    await app.viewer.waitFor('turn.phased')
    await app.call('turns.stop', { sessionId })
    expect((await ended(turnId)).message).toMatchObject({ text: '', status: 'stopped' })
  })

  it('says that there was nothing to stop', async () => {
    expect(await app.call('turns.stop', { sessionId })).toEqual({ stopped: false })
  })

  it('leaves the reply of another session running', async () => {
    engine.script = () => ['hold', { say: 'done' }]
    const { session } = await app.call('sessions.create', { botId })
    await app.call('sessions.watch', { sessionId: session.id })
    const other = await app.call('messages.send', {
      sessionId: session.id,
      clientMessageId: clientMessageId(),
      text: 'Hi',
    })
    const mine = await send('Hi')
    await app.call('turns.stop', { sessionId })
    await ended(mine.turnId)
    engine.release()
    expect((await ended(other.turnId)).message).toMatchObject({ text: 'done', status: 'complete' })
  })
})

describe('the queue', () => {
  it('takes five more, refuses the sixth, and begins them in order', async () => {
    engine.script = ({ prompt }) => ['hold', { say: `re ${prompt.at(-1)?.content ?? ''}` }]
    const first = await send('m0')
    const waiting = []
    for (let n = 1; n <= 5; n++) waiting.push(await send(`m${String(n)}`))
    expect([first.queued, ...waiting.map(({ queued }) => queued)]).toEqual([
      false,
      true,
      true,
      true,
      true,
      true,
    ])
    await expect(send('m6')).rejects.toMatchObject({ code: 'conflict' })
    const view = await app.call('sessions.watch', { sessionId })
    expect(view.queue.map(({ text }) => text)).toEqual(['m1', 'm2', 'm3', 'm4', 'm5'])
    for (const { turnId } of [first, ...waiting]) {
      await app.viewer.waitFor('turn.started', ({ turn }) => turn.id === turnId)
      await waitUntil(() => engine.requests.length > 0)
      await releaseUntil(turnId)
    }
    expect((await stored()).map(({ text }) => text)).toEqual(
      ['m0', 'm1', 'm2', 'm3', 'm4', 'm5'].flatMap((text) => [text, `re ${text}`]),
    )
    expect((await stored()).map(({ seq }) => seq)).toEqual(
      Array.from({ length: 12 }, (_, n) => n + 1),
    )
  })

  it('gives a message back that is withdrawn, and never says it', async () => {
    engine.script = () => ['hold', { say: 'ok' }]
    const first = await send('first')
    const second = await send('second thoughts')
    expect(await app.call('turns.withdraw', { sessionId, turnId: second.turnId })).toEqual({
      text: 'second thoughts',
      attachments: [],
    })
    await expect(
      app.call('turns.withdraw', { sessionId, turnId: second.turnId }),
    ).rejects.toMatchObject({ code: 'conflict' })
    await releaseUntil(first.turnId)
    expect((await stored()).map(({ text }) => text)).toEqual(['first', 'ok'])
    expect((await app.call('sessions.watch', { sessionId })).queue).toEqual([])
  })

  it('survives stopping the bot and goes on when it is launched again', async () => {
    engine.script = () => ['hold']
    await send('first')
    const second = await send('second')
    await app.call('bots.stop', { botId })
    expect((await stored()).map(({ text, status }) => [text, status])).toEqual([
      ['first', 'complete'],
      ['', 'stopped'],
    ])
    engine.script = () => [{ say: 'at last' }]
    await app.call('bots.launch', { botId })
    expect((await ended(second.turnId)).message.text).toBe('at last')
  })
})

describe('a failure', () => {
  it.each(['engine_unavailable', 'model_not_found', 'engine_busy'] as const)(
    'with no text is a failed reply, never an answer: %s',
    async (code) => {
      engine.script = () => [{ fail: code }]
      const { turnId } = await send('Hi')
      expect((await ended(turnId)).message).toMatchObject({
        text: '',
        status: 'failed',
        error: { code },
      })
    },
  )

  it('in the middle keeps the text and says that it was interrupted', async () => {
    engine.script = () => [{ say: 'Half' }, { fail: 'engine_unavailable' }]
    const { turnId } = await send('Hi')
    expect((await ended(turnId)).message).toMatchObject({
      text: 'Half',
      status: 'interrupted',
      error: { code: 'engine_unavailable' },
    })
  })

  it('is seen where the engine goes away without a word', async () => {
    engine.script = () => [{ say: 'Half' }, 'vanish']
    const { turnId } = await send('Hi')
    expect((await ended(turnId)).message).toMatchObject({ text: 'Half', status: 'interrupted' })
  })

  it('can be tried again without saying the message twice', async () => {
    engine.script = () => [{ fail: 'engine_unavailable' }]
    const { turnId, messageId } = await send('Hi')
    await ended(turnId)
    engine.script = () => [{ say: 'Now' }]
    const again = await app.call('turns.retry', { sessionId, messageId })
    expect((await ended(again.turnId)).message).toMatchObject({
      text: 'Now',
      parentSeq: 1,
      seq: 3,
    })
    expect(engine.requests.at(-1)?.prompt.filter(({ role }) => role === 'user')).toHaveLength(1)
  })

  it('of one turn leaves the next message working', async () => {
    engine.script = () => [{ fail: 'engine_busy' }]
    await ended((await send('one')).turnId)
    engine.script = () => [{ say: 'fine' }]
    expect((await ended((await send('two')).turnId)).message.text).toBe('fine')
  })
})

describe('watching', () => {
  it('misses nothing between catching up and following', async () => {
    engine.script = () => [{ say: 'one ' }, 'hold', { say: 'two' }]
    const { turnId } = await send('Hi')
    await app.viewer.waitFor('turn.extended')
    const late = new RecordingViewer('late')
    const view = await app.call('sessions.watch', { sessionId }, late)
    expect(view).toMatchObject({
      reset: true,
      live: { id: turnId, text: 'one ', phase: 'answering' },
    })
    engine.release()
    await ended(turnId)
    expect(foldText(view.live?.text ?? '', late.sessionEvents())).toBe('one two')
    expect(late.of('turn.ended')[0]?.message).toEqual((await stored()).at(-1))
  })

  it('answers only what was missed since the last number', async () => {
    await ended((await send('one')).turnId)
    const last = (await stored()).at(-1)?.seq ?? 0
    await ended((await send('two')).turnId)
    const view = await app.call('sessions.watch', { sessionId, afterSeq: last })
    expect(view).toMatchObject({ reset: false, messages: [{ seq: 3, text: 'two' }, { seq: 4 }] })
  })

  it('begins anew with the newest page for a viewer that claims more than there is', async () => {
    await ended((await send('one')).turnId)
    const view = await app.call('sessions.watch', { sessionId, afterSeq: 999 })
    expect(view).toMatchObject({ reset: true, messages: [{ seq: 1 }, { seq: 2 }] })
  })
})

function foldText(start: string, events: readonly SessionEvent[]): string {
  return events.reduce(
    (text, event) =>
      event.event === 'turn.extended' ? text.slice(0, event.offset) + event.text : text,
    start,
  )
}

async function waitUntil(fact: () => boolean): Promise<void> {
  while (!fact()) await new Promise(setImmediate)
}

/** The engine holds once a turn; it may get there a moment after the turn started. */
async function releaseUntil(turnId: string): Promise<void> {
  await waitUntil(() => {
    engine.release()
    return app.viewer.of('turn.ended').some((event) => event.turnId === turnId)
  })
}
