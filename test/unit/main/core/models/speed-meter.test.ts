import { expect, it } from 'vitest'
import { SpeedMeter } from '@main/core/models/speed-meter'

it('tells the rate of the last ten seconds, and nothing before a second has passed', () => {
  const meter = new SpeedMeter()
  meter.add(0, 0)
  meter.add(500, 500)
  expect(meter.perSecond(500)).toBeNull()
  for (let at = 1_000; at <= 20_000; at += 500) meter.add(500, at)
  expect(meter.perSecond(20_000)).toBe(1_000)
})

it('falls towards nothing while nothing comes', () => {
  const meter = new SpeedMeter()
  for (let at = 0; at <= 5_000; at += 500) meter.add(500, at)
  const running = meter.perSecond(5_000) ?? 0
  meter.add(0, 9_000)
  expect(meter.perSecond(9_000)).toBeLessThan(running)
  meter.add(0, 19_000)
  meter.add(0, 20_500)
  expect(meter.perSecond(20_500)).toBe(0)
})
