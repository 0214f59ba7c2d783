import { describe, expect, it } from 'vitest'
import { TokenCalibration } from '@main/core/history/token-calibration'

describe('TokenCalibration', () => {
  it('takes more tokens for granted than the estimate says, until the model has counted once', () => {
    const unknown = new TokenCalibration()
    expect(unknown.tokensOf('tiny', 3_000)).toBeGreaterThan(3_000)
    expect(unknown.estimatedFor('tiny', 4_000)).toBeLessThan(4_000)
  })

  it('counts as the model does once it has answered, whatever way its name is written', () => {
    const learnt = new TokenCalibration()
    learnt.learn('tiny', 3_754, 3_040)
    expect(learnt.tokensOf('TINY:latest', 3_754)).toBeCloseTo(3_040, -1)
    expect(learnt.tokensOf('other', 3_754)).toBeGreaterThan(3_754)
  })

  it('believes a higher count at once and a lower one little by little', () => {
    const learnt = new TokenCalibration()
    learnt.learn('tiny', 1_000, 1_000)
    learnt.learn('tiny', 1_000, 2_000)
    expect(learnt.tokensOf('tiny', 1_000)).toBeCloseTo(2_000, -1)
    learnt.learn('tiny', 1_000, 1_000)
    expect(learnt.tokensOf('tiny', 1_000)).toBeGreaterThan(1_600)
  })

  it('learns from a short prompt what the template adds, not how long words are', () => {
    const learnt = new TokenCalibration()
    learnt.learn('tiny', 5, 37)
    expect(learnt.tokensOf('tiny', 5)).toBeCloseTo(37, -1)
    expect(learnt.tokensOf('tiny', 1_000)).toBeLessThan(1_500)
  })

  it('is not led astray by a count of what was not in the cache, nor by none', () => {
    const learnt = new TokenCalibration()
    learnt.learn('tiny', 4_000, 12)
    learnt.learn('tiny', 4_000, 0)
    expect(learnt.tokensOf('tiny', 4_000)).toBeGreaterThan(5_000)
  })

  it('makes more of a text after the model refused it as too long', () => {
    const learnt = new TokenCalibration()
    const before = learnt.tokensOf('tiny', 4_000)
    learnt.tooLong('tiny', 4_000, 8_192)
    expect(learnt.tokensOf('tiny', 4_000)).toBeGreaterThanOrEqual(Math.max(before, 8_192))
  })

  it('never says that a text is too long that might fit', () => {
    const calibration = new TokenCalibration()
    expect(calibration.atLeast('tiny', 1_000)).toBeLessThan(calibration.tokensOf('tiny', 1_000))
    calibration.learn('tiny', 3_754, 3_040)
    expect(calibration.atLeast('tiny', 3_754)).toBeLessThan(3_040)
  })
})
