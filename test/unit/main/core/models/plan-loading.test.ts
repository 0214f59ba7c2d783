import { describe, expect, it } from 'vitest'
import { planLoading } from '@main/core/models/plan-loading'
import type { LoadingWishes } from '@main/core/models/plan-loading'

const wishes = (changes: Partial<LoadingWishes> = {}): LoadingWishes => ({
  bots: [],
  facts: { contextLength: 40_960, declared: {} },
  pin: null,
  limit: 131_072,
  ...changes,
})

const bot = (id: string, contextLength?: number, keepAliveS?: number) => ({
  id,
  options: {
    ...(contextLength !== undefined && { contextLength }),
    ...(keepAliveS !== undefined && { keepAliveS }),
  },
})

describe('what a model is loaded with', () => {
  it('is the usual where nobody wants anything', () => {
    expect(planLoading(wishes())).toMatchObject({
      contextLength: 8_192,
      decidedBy: null,
      keepAliveS: 1_800,
      numGpu: null,
      numBatch: null,
    })
    expect(planLoading(wishes({ bots: [bot('BOT-001')] }))).toMatchObject({
      contextLength: 8_192,
      decidedBy: null,
      wants: [{ botId: 'BOT-001', contextLength: 8_192, keepAliveS: 1_800 }],
    })
  })

  it('is the largest context that a bot wants, and says whose wish that is', () => {
    const bots = [bot('BOT-001', 16_384), bot('BOT-002', 32_768), bot('BOT-003')]
    expect(planLoading(wishes({ bots }))).toMatchObject({
      contextLength: 32_768,
      decidedBy: 'BOT-002',
    })
  })

  it('may be less than usual where every bot wants less, so that memory is saved', () => {
    const bots = [bot('BOT-001', 2_048), bot('BOT-002', 4_096)]
    expect(planLoading(wishes({ bots }))).toMatchObject({
      contextLength: 4_096,
      decidedBy: 'BOT-002',
    })
    expect(planLoading(wishes({ bots: [...bots, bot('BOT-003')] }))).toMatchObject({
      contextLength: 8_192,
      decidedBy: null,
    })
  })

  it('is never more than the model was trained for, nor than the settings allow', () => {
    const bots = [bot('BOT-001', 65_536)]
    expect(planLoading(wishes({ bots })).contextLength).toBe(40_960)
    expect(planLoading(wishes({ bots, limit: 16_384 })).contextLength).toBe(16_384)
    expect(planLoading(wishes({ bots, facts: null })).contextLength).toBe(65_536)
    const tiny = { contextLength: 4_096, declared: {} }
    expect(planLoading(wishes({ facts: tiny })).contextLength).toBe(4_096)
  })

  it('is what the Modelfile names, where bots leave it out', () => {
    const facts = {
      contextLength: 40_960,
      declared: { contextLength: 16_384, numGpu: 12, numBatch: 256 },
    }
    expect(planLoading(wishes({ facts, bots: [bot('BOT-001')] }))).toMatchObject({
      contextLength: 16_384,
      decidedBy: null,
      numGpu: 12,
      numBatch: 256,
    })
  })

  it('is what the owner pinned, also above the settings’ limit, but not above the model’s', () => {
    const pin = { contextLength: 12_288, numGpu: 0, numBatch: null }
    const bots = [bot('BOT-001', 32_768)]
    expect(planLoading(wishes({ bots, pin, limit: 8_192 }))).toMatchObject({
      contextLength: 12_288,
      decidedBy: null,
      numGpu: 0,
      numBatch: null,
      pin,
    })
    const large = { contextLength: 65_536, numGpu: null, numBatch: null }
    expect(planLoading(wishes({ pin: large })).contextLength).toBe(40_960)
  })

  it.each([
    [[60, 7_200, undefined], 7_200],
    [[60, 300], 300],
    [[60, -1, 7_200], -1],
    [[0, undefined], 1_800],
    [[0], 0],
  ])('stays in memory for the longest of %j seconds', (seconds, keepAliveS) => {
    const bots = seconds.map((wanted, n) => bot(`BOT-00${String(n)}`, undefined, wanted))
    expect(planLoading(wishes({ bots })).keepAliveS).toBe(keepAliveS)
  })
})
