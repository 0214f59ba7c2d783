import { describe, expect, it } from 'vitest'
import { Approvals } from '@main/core/tools/approvals'
import { problemOfArguments, problemOfSchema } from '@main/core/tools/check-arguments'
import { limitResult, MAX_RESULT_BYTES } from '@main/core/tools/limit-result'
import { offerTools } from '@main/core/tools/offered-tools'
import { runWithin } from '@main/core/tools/run-within'
import type { Tool } from '@main/core/tools/tool'
import { addMetrics } from '@main/core/turns/add-metrics'

const never = () => new AbortController().signal

describe('a result', () => {
  it('is whole up to 32 KB', () => {
    const text = 'x'.repeat(MAX_RESULT_BYTES)
    expect(limitResult(text)).toBe(text)
  })

  it('is cut between characters beyond that, and says so', () => {
    const cut = limitResult(`x${'é'.repeat(MAX_RESULT_BYTES)}`)
    expect(cut).toMatch(/^xé+\n\[Cut here: the result has 65537 bytes/)
    expect(cut).not.toContain('\ufffd')
  })
})

describe('arguments', () => {
  const schema = {
    type: 'object',
    properties: { city: { type: 'string' }, days: { type: 'integer', minimum: 1 } },
    required: ['city'],
    additionalProperties: false,
  }

  it.each([
    [{ city: 'Paris' }, null],
    [{ city: 'Paris', days: 3 }, null],
    [{}, 'city'],
    [{ city: 7 }, 'city'],
    [{ city: 'Paris', days: 0 }, 'days'],
    [{ city: 'Paris', __proto: 1 }, '__proto'],
  ])('%j are checked by their schema', (args, wrong) => {
    const problem = problemOfArguments(schema, args)
    if (wrong === null) expect(problem).toBeNull()
    else expect(problem).toContain(wrong)
  })

  it('of a schema that cannot be checked do not fit, whatever they are', () => {
    const odd = { type: 'object', not: { required: ['a'] } }
    expect(problemOfSchema(odd)).toContain('cannot be checked')
    expect(problemOfArguments(odd, {})).toContain('cannot be checked')
  })
})

describe('a task that may take only so long', () => {
  it('is given up where it takes longer, though it does not heed its signal', async () => {
    const task = () => new Promise<string>(() => undefined)
    await expect(runWithin(1, never(), task)).rejects.toMatchObject({ code: 'invalid_input' })
  })

  it('is given up when it is stopped, and told so', async () => {
    const abort = new AbortController()
    let told: AbortSignal | undefined
    const running = runWithin(60_000, abort.signal, (until) => {
      told = until
      return new Promise<string>(() => undefined)
    })
    abort.abort()
    await expect(running).rejects.toThrow('aborted')
    expect(told?.aborted).toBe(true)
  })

  it('does not begin once it is stopped', async () => {
    let hasBegun = false
    const task = () => {
      hasBegun = true
      return Promise.resolve('')
    }
    await expect(runWithin(60_000, AbortSignal.abort(), task)).rejects.toThrow()
    expect(hasBegun).toBe(false)
  })
})

describe('what a model is offered', () => {
  const tool = (name: string, parameters: Tool['parameters'] = { type: 'object' }): Tool => ({
    ...{ name, parameters, description: '', server: null, fingerprint: null },
    run: () => Promise.resolve(''),
  })
  const box = (...tools: readonly Tool[]) => ({
    find: (name: string) => tools.find((one) => one.name === name) ?? null,
  })

  it('is what was granted, is there, and can be checked; each under a name of its own', () => {
    const tools = [
      tool('a.b'),
      tool('a.b/c'),
      tool('a.b.c'),
      tool('a.odd', { not: { required: ['a'] } }),
    ]
    const grants = ['a.b', 'a.b/c', 'a.b.c', 'a.odd', 'a.gone'].map((name) => ({
      ...{ tool: name, approval: 'ask' as const },
    }))
    const { specs, names } = offerTools(grants, box(...tools, tool('a.other')))
    expect(specs.map(({ name }) => name)).toEqual(['a_b', 'a_b_c', 'a_b_c_2'])
    expect([...names.values()]).toEqual(['a.b', 'a.b/c', 'a.b.c'])
  })

  it('has names of at most 64 characters', () => {
    const long = ['x', 'y'].map((end) => tool(`server.${'a'.repeat(80)}${end}`))
    const grants = long.map(({ name }) => ({ tool: name, approval: 'ask' as const }))
    const { specs } = offerTools(grants, box(...long))
    expect(new Set(specs.map(({ name }) => name)).size).toBe(2)
    expect(specs.every(({ name }) => name.length <= 64)).toBe(true)
  })
})

describe('an approval', () => {
  const place = { sessionId: 's', turnId: 't', callId: 'c' }

  it('is given by the first answer; a second one is told that it came too late', async () => {
    const approvals = new Approvals()
    const asked = approvals.ask(place, never())
    approvals.answer(place, 'refuse')
    expect(() => approvals.answer(place, 'once')).toThrow('does not wait')
    expect(await asked).toBe('refuse')
  })

  it('is not taken for another turn, nor once the turn is stopped', async () => {
    const approvals = new Approvals()
    const abort = new AbortController()
    const asked = approvals.ask(place, abort.signal)
    expect(() => approvals.answer({ ...place, turnId: 'u' }, 'once')).toThrow('does not wait')
    abort.abort()
    await expect(asked).rejects.toThrow('aborted')
    expect(() => approvals.answer(place, 'once')).toThrow('does not wait')
  })
})

it('measures of several rounds are added up, what was read counts as of the first', () => {
  const first = {
    ...{ loadMs: 500, promptTokens: 10, replyTokens: 10, tokensPerSecond: 10 },
    doneReason: 'stop',
  }
  const second = {
    ...{ loadMs: 0, promptTokens: 40, replyTokens: 30, tokensPerSecond: 30 },
    doneReason: 'length',
  }
  expect(addMetrics(addMetrics(null, first), second)).toEqual({
    ...{ loadMs: 500, promptTokens: 10, replyTokens: 40, tokensPerSecond: 20 },
    doneReason: 'length',
  })
})
