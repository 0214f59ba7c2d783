import { describe, expect, it } from 'vitest'
import { contextNoteOf } from '@renderer/features/bots/context-note'
import type { LoadPlan } from '@shared/model/load-plan'

const plan = (changes: Partial<LoadPlan> = {}): LoadPlan => ({
  name: 'big',
  contextLength: 32_768,
  decidedBy: 'BOT-001',
  trainedFor: 65_536,
  limit: 131_072,
  keepAliveS: 1_800,
  numGpu: null,
  numBatch: null,
  pin: null,
  wants: [
    { botId: 'BOT-001', contextLength: 32_768, keepAliveS: 1_800 },
    { botId: 'BOT-002', contextLength: 16_384, keepAliveS: 1_800 },
  ],
  reloads: 0,
  lastReload: null,
  ...changes,
})
const pin = { contextLength: 10_240, numGpu: null, numBatch: null }

describe('what the dialog says of a bot’s context', () => {
  it.each([
    [
      plan(),
      'BOT-002',
      '16384',
      'BOT-002 wants 16,384; the model is loaded with 32,768 for BOT-001, alike for all its bots.',
    ],
    [
      plan(),
      'BOT-002',
      '40000',
      'BOT-001 wants 32,768; for BOT-002 the model is loaded with 40,000, alike for all its bots.',
    ],
    [plan(), 'BOT-002', '90000', 'The model was trained for 65,536 tokens: it gets no more.'],
    [
      plan({ limit: 20_000 }),
      'BOT-002',
      '30000',
      'The settings allow 20,000 tokens: it gets no more.',
    ],
    [
      plan({ contextLength: 10_240, pin }),
      'BOT-002',
      '',
      'Loaded with 10,240 tokens, which the owner pinned on the Models page.',
    ],
  ])('says where it is not what the bot wants, and why', (told, botId, typed, note) => {
    expect(contextNoteOf(told, botId, typed)).toBe(note)
  })

  it('is nothing where they agree, or where the bot wants nothing', () => {
    expect(contextNoteOf(plan(), 'BOT-002', '32768')).toBeNull()
    expect(contextNoteOf(plan(), 'BOT-002', '')).toBeNull()
    expect(contextNoteOf(plan({ wants: [] }), 'BOT-003', '4096')).toBeNull()
  })
})
