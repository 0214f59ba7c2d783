import { describe, expect, it } from 'vitest'
import type { Bot } from '@shared/model/bot'
import type { BotOptions } from '@shared/model/bot-options'
import type { ModelFacts } from '@main/core/models/model-facts'
import { ThinkingChoice } from '@main/core/thinking/thinking-choice'

const factsOf = (capabilities: readonly string[] | null): ModelFacts => ({
  ...{ name: 'qwen3', contextLength: 4096, family: 'qwen', parameterSize: '8B', cloud: false },
  capabilities: capabilities && [...capabilities],
  declared: {},
})
const bot = (think?: BotOptions['think'], model: string | null = 'qwen3') =>
  ({ model, options: think === undefined ? {} : { think } }) as unknown as Bot
const never = () => new AbortController().signal

function choice(answer: ModelFacts | null, known: ModelFacts | null = null) {
  const asked: string[] = []
  const thinking = new ThinkingChoice({
    known: () => known,
    factsOf: (model) => {
      asked.push(model)
      return Promise.resolve(answer)
    },
  })
  return { thinking, asked }
}

describe('what a model is told about thinking', () => {
  it.each([
    ['on', true],
    ['low', 'low'],
    ['medium', 'medium'],
    ['high', 'high'],
    ['off', false],
    [undefined, false],
  ] as const)('is %s as %s, where it can think', async (think, told) => {
    const { thinking } = choice(factsOf(['completion', 'thinking']))
    expect(await thinking.of(bot(think), never())).toBe(told)
  })

  it.each([['on'], ['high']] as const)(
    'is never %s where it cannot, or nobody knows whether it can',
    async (think) => {
      for (const facts of [factsOf(['completion']), factsOf(null), null])
        expect(await choice(facts).thinking.of(bot(think), never())).toBe(false)
    },
  )

  it('costs no question where the bot does not ask for it, or the answer is known', async () => {
    const { thinking, asked } = choice(null, factsOf(['thinking']))
    await thinking.of(bot(), never())
    await thinking.of(bot('off'), never())
    expect(await thinking.of(bot('on'), never())).toBe(true)
    expect(await thinking.of(bot('on', null), never())).toBe(false)
    expect(asked).toEqual([])
  })

  it('does not wait for an answer once the turn was stopped', async () => {
    const thinking = new ThinkingChoice({
      known: () => null,
      factsOf: () => new Promise(() => undefined),
    })
    const abort = new AbortController()
    const told = thinking.of(bot('on'), abort.signal)
    abort.abort(new Error('stopped by a person'))
    await expect(told).rejects.toThrow('stopped by a person')
  })
})
