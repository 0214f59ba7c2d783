import { describe, expect, it } from 'vitest'
import { AppError } from '@shared/contract/app-error'
import { Dispatcher } from '@main/core/dispatch/dispatcher'
import { EngineRegistry } from '@main/core/engines/engine-registry'
import type { ReplyPart } from '@main/core/engines/engine'
import { ScriptedEngine } from '@test/support/scripted-engine'

const REQUEST = { model: 'tiny', prompt: [], temperature: 0, maxTokens: 10 }

function setUp(parallel = 1) {
  const ollama = new ScriptedEngine()
  const guide = new ScriptedEngine('guide')
  const dispatcher = new Dispatcher({
    engines: new EngineRegistry({ ollama, guide }),
    limits: { parallel: () => parallel, maxWaiting: () => 2 },
  })
  let made = 0
  const begin = (model = 'tiny', engine: 'ollama' | 'guide' = 'ollama') => {
    const abort = new AbortController()
    const seat = { person: 'a', session: String(made++), background: false }
    const parts: ReplyPart[] = []
    const reply = dispatcher.reply(engine, { ...REQUEST, model }, seat, abort.signal)
    const ended = (async () => {
      for await (const part of reply) parts.push(part)
    })()
    // Awaited by whoever looks at how it ended.
    ended.catch(() => undefined)
    return { abort, parts, ended }
  }
  return { ollama, guide, dispatcher, begin }
}

describe('the dispatcher', () => {
  it("hands on an engine's parts as they are, with nothing added where a slot is free", async () => {
    const { begin } = setUp()
    const { parts, ended } = begin()
    await ended
    expect(parts.map(({ kind }) => kind)).toEqual(['text', 'text', 'done'])
  })

  it('asks the engine for the next one when the one before is done', async () => {
    const { ollama, begin } = setUp()
    const all = [begin(), begin(), begin()]
    expect(ollama.requests).toHaveLength(1)
    await Promise.all(all.map(({ ended }) => ended))
    expect(ollama.requests).toHaveLength(3)
  })

  it('lets another model, and an engine without models, pass by', async () => {
    const { ollama, guide, begin } = setUp()
    ollama.script = () => ['hold', { say: 'x' }]
    guide.script = () => ['hold', { say: 'x' }]
    const all = [
      begin('tiny'),
      begin('TINY:latest'),
      begin('other'),
      begin('', 'guide'),
      begin('', 'guide'),
    ]
    expect([ollama.requests.length, guide.requests.length]).toEqual([2, 2])
    for (const { abort } of all) abort.abort()
    await Promise.allSettled(all.map(({ ended }) => ended))
  })

  it.each([
    ['fails', [{ fail: 'invalid_input' }]],
    ['goes away in the middle', [{ say: 'x' }, 'vanish']],
  ] as const)('gives the slot to the next one where a reply %s', async (_how, script) => {
    const { ollama, begin } = setUp()
    ollama.script = () => (ollama.requests.length === 1 ? script : [{ say: 'second' }])
    const [first, second] = [begin(), begin()]
    await Promise.allSettled([first.ended])
    await second.ended
    expect(second.parts[0]).toEqual({ kind: 'text', text: 'second' })
  })

  it('gives the slot back where somebody stops listening', async () => {
    const { ollama, dispatcher, begin } = setUp()
    const { signal } = new AbortController()
    ollama.script = () => [{ say: 'one' }, { say: 'two' }]
    for await (const part of dispatcher.reply(
      'ollama',
      REQUEST,
      { person: 'b', session: 's', background: false },
      signal,
    )) {
      expect(part.kind).toBe('text')
      break
    }
    await begin().ended
    expect(ollama.requests).toHaveLength(2)
  })

  it('takes a stopped one out of the queue, and never asks the engine for it', async () => {
    const { ollama, begin } = setUp()
    ollama.script = () => (ollama.requests.length === 1 ? ['hold'] : [{ say: 'x' }])
    const [first, second, third] = [begin(), begin(), begin()]
    second.abort.abort(new Error('stopped'))
    await expect(second.ended).rejects.toThrow('stopped')
    first.abort.abort()
    await third.ended
    expect(ollama.requests).toHaveLength(2)
  })

  it('refuses one more than may wait', async () => {
    const { ollama, dispatcher, begin } = setUp()
    ollama.script = () => ['hold']
    const all = [begin(), begin(), begin()]
    await new Promise(setImmediate)
    expect(dispatcher.whyFull('ollama', 'tiny')).toMatchObject({ code: 'engine_busy' })
    expect(dispatcher.whyFull('ollama', 'other')).toBeNull()
    await expect(begin().ended).rejects.toMatchObject({ code: 'engine_busy' })
    for (const { abort } of all) abort.abort()
    await Promise.allSettled(all.map(({ ended }) => ended))
    expect(dispatcher.whyFull('ollama', 'tiny')).toBeNull()
  })

  it('asks again where the engine has no room, while nothing was shown', async () => {
    const { ollama, begin } = setUp()
    ollama.script = () => (ollama.requests.length < 3 ? [{ fail: 'engine_busy' }] : [{ say: 'x' }])
    const { parts, ended } = begin()
    await ended
    expect(parts.map(({ kind }) => kind)).toEqual(['text', 'done'])
    expect(ollama.requests).toHaveLength(3)
  })

  it('does not ask again once something was shown, and can be stopped before it does', async () => {
    const { ollama, begin } = setUp()
    ollama.script = () => [{ say: 'x' }, { fail: 'engine_busy' }]
    await expect(begin().ended).rejects.toBeInstanceOf(AppError)
    expect(ollama.requests).toHaveLength(1)
    ollama.script = () => [{ fail: 'engine_busy' }]
    const second = begin()
    while (ollama.requests.length < 2) await new Promise(setImmediate)
    second.abort.abort(new Error('stopped'))
    await expect(second.ended).rejects.toThrow()
    ollama.script = () => [{ say: 'x' }]
    await begin().ended
  })
})
