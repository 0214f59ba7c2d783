import { describe, expect, it } from 'vitest'
import { hashOf, placeOf } from '@renderer/features/navigation/place'
import { sessionIdOf } from '../../support/builders'

describe('places in the address', () => {
  it.each([
    ['#/BOT-001', { page: 'conversation', botId: 'BOT-001', sessionId: null }],
    [
      `#/BOT-001/${sessionIdOf(1)}`,
      { page: 'conversation', botId: 'BOT-001', sessionId: sessionIdOf(1) },
    ],
    ['#/api', { page: 'api', operation: null }],
    ['#/api/get%20%2Fapi%2Fv1%2Fbots', { page: 'api', operation: 'get /api/v1/bots' }],
  ] as const)('writes %s as it was read', (hash, place) => {
    expect(placeOf(hash)).toEqual(place)
    expect(hashOf(place)).toBe(hash)
  })

  it.each(['', '#', '#/', '#/%E0%A4%A'])(
    'takes %j for the conversation with nothing chosen',
    (hash) => {
      expect(placeOf(hash)).toEqual({ page: 'conversation', botId: null, sessionId: null })
    },
  )
})
