import { describe, expect, it } from 'vitest'
import { formOfBot, problemsOf, withChanges } from '@renderer/features/bots/bot-form'
import { newerBotIn } from '@renderer/features/bots/newer-bot'
import { optionsFormOf, optionsOf, problemsOfOptions } from '@renderer/features/bots/options-form'
import type { OptionField } from '@renderer/features/bots/options-form'
import { AppError } from '@shared/contract/app-error'
import { botOptionsSchema } from '@shared/model/bot-options'
import type { BotOptions } from '@shared/model/bot-options'
import { buildBot } from '../../support/builders'

const FULL: Required<BotOptions> = {
  topP: 0.9,
  topK: 40,
  minP: 0.05,
  repeatPenalty: 1.1,
  presencePenalty: -0.5,
  frequencyPenalty: 2,
  seed: 7,
  stop: ['END', '\n\n', 'a\\b'],
  contextLength: 16_384,
  keepAliveS: 5_400,
  think: 'high',
  tools: [{ tool: 'math.evaluate', approval: 'ask' }],
  storedAnswers: true,
  format: { type: 'object', properties: { city: { type: 'string' } } },
}

const EMPTY = optionsFormOf({})

describe('the options of the bot dialog', () => {
  it('say again what they were read from', () => {
    expect(optionsOf(optionsFormOf(FULL))).toEqual(FULL)
    expect(optionsOf(optionsFormOf({ format: 'json', keepAliveS: -1 }))).toEqual({
      format: 'json',
      keepAliveS: -1,
    })
    expect(optionsOf(EMPTY)).toEqual({})
  })

  it.each<[OptionField, string, string]>([
    ['topP', '1.1', 'Takes a number from 0 to 1, or nothing.'],
    ['topP', 'much', 'Takes a number from 0 to 1, or nothing.'],
    ['topK', '2.5', 'Takes a whole number from 0 to 1,000, or nothing.'],
    ['minP', '-0.1', 'Takes a number from 0 to 1, or nothing.'],
    ['repeatPenalty', '3', 'Takes a number from 0 to 2, or nothing.'],
    ['presencePenalty', '-2.5', 'Takes a number from -2 to 2, or nothing.'],
    ['frequencyPenalty', '9', 'Takes a number from -2 to 2, or nothing.'],
    ['seed', '-1', 'Takes a whole number from 0 to 2,147,483,647, or nothing.'],
    ['stop', 'x\n'.repeat(17), 'Takes at most 16 lines.'],
    ['stop', 'x'.repeat(101), 'Takes at most 100 characters a line.'],
    ['contextLength', '100', 'Takes a whole number from 512 to 1,048,576, or nothing.'],
    ['keepAliveS', '30', 'Takes a time like 45s, 30m, 2h or 7d, at most 365d, or “forever”.'],
    ['keepAliveS', '400d', 'Takes a time like 45s, 30m, 2h or 7d, at most 365d, or “forever”.'],
    ['format', '[1]', 'A schema is an object in braces.'],
    ['format', '{"required":"a"}', '“required” takes a list of names.'],
  ])('refuse %s of %j in words', (field, text, problem) => {
    const form = { ...EMPTY, [field]: text }
    expect(problemsOfOptions(form)[field]).toBe(problem)
    expect(optionsOf(form)).toEqual({})
  })

  it.each<[OptionField, string]>([
    ['topP', '0'],
    ['topK', '1000'],
    ['seed', '2147483647'],
    ['stop', ' \n\\n'],
    ['contextLength', '512'],
    ['keepAliveS', 'forever'],
    ['keepAliveS', '0'],
    ['keepAliveS', '365 d'],
    ['think', 'low'],
    ['format', '{}'],
  ])('make of %s as %j what the controller takes', (field, text) => {
    const form = { ...EMPTY, [field]: text }
    expect(problemsOfOptions(form)[field]).toBeNull()
    const options = optionsOf(form)
    expect(Object.keys(options)).toEqual([field])
    expect(botOptionsSchema.parse(options)).toEqual(options)
  })

  it('keep a form of the Guide from nothing, as it has none', () => {
    const form = withChanges(formOfBot(buildBot({ engine: 'guide', model: null })), {
      options: { topP: '5' },
    })
    expect(problemsOf(form, [])).toEqual({})
  })

  it('keep what was typed in one while another is changed', () => {
    const form = formOfBot(buildBot({ options: { topK: 40 } }))
    const changed = withChanges(withChanges(form, { options: { topP: '0.5' } }), {
      options: { seed: '7' },
    })
    expect(optionsOf(changed.options)).toEqual({ topK: 40, topP: 0.5, seed: 7 })
  })

  it('are compared one by one with a bot that somebody else changed', () => {
    const seen = buildBot({ options: { topP: 0.5, format: { type: 'object' } } })
    const now = buildBot({ options: { topP: 0.9, seed: 3, format: { type: 'object' } } })
    const conflict = new AppError('conflict', 'It was changed.', { current: now })
    expect(newerBotIn(conflict, seen, { options: { topP: '0.1' } })).toEqual({
      bot: now,
      changed: ['topP', 'seed'],
      both: [{ field: 'topP', theirs: '0.9' }],
    })
  })
})
