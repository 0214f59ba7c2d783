import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ScriptedEngine } from '@test/support/scripted-engine'
import { clientMessageId, launchBot, startTestApp } from '@test/support/test-app'
import type { TestApp } from '@test/support/test-app'

let app: TestApp
let engine: ScriptedEngine
let sessionId: string

beforeEach(async () => {
  engine = new ScriptedEngine()
  engine.script = ({ prompt }) =>
    prompt[0]?.content.startsWith('You write down') === true
      ? [{ say: 'They agreed on ' }, { say: 'the blue one.' }]
      : [{ say: 'Well. '.repeat(500) }]
  app = await startTestApp({ engines: { ollama: engine } })
  ;({ sessionId } = await launchBot(app))
})
afterEach(() => app.close())

async function say(text: string, of = sessionId, replaces?: string) {
  const { turnId, messageId } = await app.call('messages.send', {
    ...{ sessionId: of, clientMessageId: clientMessageId(), text, replaces },
  })
  await app.viewer.waitFor('turn.ended', (event) => event.turnId === turnId)
  return messageId
}
/** What the engine got for the last thing said. */
const told = () => engine.requests.at(-1)?.prompt.map(({ content }) => content) ?? []
const noteDone = () =>
  app.viewer.waitFor(
    'notes.changed',
    ({ notes, error }) => notes.making === null && (notes.notes.length > 0 || error !== undefined),
  )

describe('pinned messages', () => {
  it('are told however long ago they were said, in their own branch, and in a fork of it', async () => {
    const pinned = await say('The code word is heron.')
    await say('And then')
    const { notes } = await app.call('messages.pin', { sessionId, messageId: pinned })
    expect(notes.pins).toEqual([{ seq: 1, excerpt: 'The code word is heron.' }])
    for (let n = 0; n < 12; n++) await say(`${n} ${'so '.repeat(900)}`)
    expect(told().slice(0, 2)).toEqual(['Be brief.', 'The code word is heron.'])
    expect(told()).not.toContain('And then')

    const { messages } = await app.call('messages.list', { sessionId })
    const fork = await app.call('sessions.fork', {
      ...{ sessionId, messageId: messages.at(-1)?.id ?? '' },
    })
    await app.call('sessions.watch', { sessionId: fork.session.id })
    await say('In the fork', fork.session.id)
    expect(told()[1]).toBe('The code word is heron.')

    await say('Another beginning', sessionId, pinned)
    expect(told()).toEqual(['Be brief.', 'Another beginning'])
  })

  it('are no longer told once the pin is off, and a message of another session cannot be pinned', async () => {
    const pinned = await say('The code word is heron.')
    await app.call('messages.pin', { sessionId, messageId: pinned })
    for (let n = 0; n < 12; n++) await say(`${n} ${'so '.repeat(900)}`)
    await app.call('messages.pin', { sessionId, messageId: pinned, pinned: false })
    await say('And now?')
    expect(told()).not.toContain('The code word is heron.')
    const { sessionId: other } = await launchBot(app, 'second')
    await expect(
      app.call('messages.pin', { sessionId: other, messageId: pinned }),
    ).rejects.toMatchObject({ code: 'not_found' })
  })
})

describe('notes', () => {
  it('are told after the instructions, changed by version, taken away and brought back', async () => {
    const { notes } = await app.call('notes.write', { sessionId, text: 'I live in Oslo.' })
    const [note] = notes.notes
    await say('Hello')
    expect(told()[0]).toBe('Be brief.\n\nTo remember in this conversation:\nI live in Oslo.')
    const change = { sessionId, noteId: note?.id, text: 'I live in Bergen.' }
    await app.call('notes.write', { ...change, version: 1 })
    await expect(app.call('notes.write', { ...change, version: 1 })).rejects.toMatchObject({
      code: 'conflict',
      current: { version: 2 },
    })
    const ofNote = { sessionId, noteId: note?.id ?? '' }
    expect((await app.call('notes.remove', ofNote)).notes.notes).toEqual([])
    await say('And now?')
    expect(told()[0]).toBe('Be brief.')
    expect((await app.call('notes.restore', ofNote)).notes.notes).toMatchObject([
      { text: 'I live in Bergen.', by: 'person', version: 2 },
    ])
    const view = await app.call('sessions.watch', { sessionId })
    expect(view.notes?.notes).toHaveLength(1)
  })

  it('are written by the bot itself from what was said, with progress, and belong to that branch', async () => {
    const first = await say(`I want the blue one. ${'Really. '.repeat(800)}`)
    await say('Let us go on.')
    const { making } = await app.call('notes.summarise', { sessionId })
    expect(making).toMatchObject({ throughSeq: 4, fraction: 0 })
    const { notes } = await noteDone()
    expect(notes.notes).toMatchObject([
      { text: 'They agreed on the blue one.', throughSeq: 4, by: 'bot' },
    ])
    const steps = app.viewer.of('notes.changed').map((event) => event.notes.making?.fraction)
    expect(steps.filter((step) => step !== undefined)).toEqual(
      expect.arrayContaining([0, 1]) as number[],
    )
    const asked = engine.requests.filter(({ prompt }) =>
      prompt[0]?.content.startsWith('You write down'),
    )
    expect(asked[0]?.prompt[1]?.content).toContain('Person: I want the blue one.')
    await say('Which one?')
    expect(told()[0]).toContain('in short:\nThey agreed on the blue one.')
    await say('Something else', sessionId, first)
    expect(told()[0]).toBe('Be brief.')
  })

  it('take the place of what the bot noted before, which they hold', async () => {
    await say('I want the blue one.')
    await app.call('notes.summarise', { sessionId })
    const { notes: before } = await noteDone()
    await say('No, the red one.')
    engine.script = () => [{ say: 'Red after all.' }]
    await app.call('notes.summarise', { sessionId })
    const { notes } = await app.viewer.waitFor(
      'notes.changed',
      (event) => event.notes.making === null && event.notes.notes[0]?.text === 'Red after all.',
    )
    expect(notes.notes).toHaveLength(1)
    expect(engine.requests.at(-1)?.prompt[1]?.content).toContain('They agreed on the blue one.')
    const noteId = before.notes[0]?.id ?? ''
    const { notes: restored } = await app.call('notes.restore', { sessionId, noteId })
    expect(restored.notes).toHaveLength(2)
  })

  it('are given up when somebody stops them, and say why where the engine fails', async () => {
    await say('I want the blue one.')
    engine.script = () => [{ say: 'They' }, 'hold']
    await app.call('notes.summarise', { sessionId })
    await expect(app.call('notes.summarise', { sessionId })).rejects.toMatchObject({
      code: 'conflict',
    })
    expect(await app.call('notes.stop', { sessionId })).toEqual({ stopped: true })
    await app.viewer.waitFor(
      'notes.changed',
      ({ notes }) => notes.making === null && notes.notes.length === 0,
    )
    engine.script = () => [{ fail: 'engine_unavailable' }]
    await app.call('notes.summarise', { sessionId })
    const { error } = await app.viewer.waitFor(
      'notes.changed',
      (event) => event.error !== undefined,
    )
    expect(error?.code).toBe('engine_unavailable')
    expect((await app.call('notes.get', { sessionId })).notes.making).toBeNull()
  })
})
