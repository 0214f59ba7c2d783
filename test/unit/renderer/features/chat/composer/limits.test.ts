import { describe, expect, it } from 'vitest'
import * as message from '@shared/model/message'
import { MAX_MESSAGE_BYTES, messageSizeOf } from '@renderer/features/chat/composer/limits'

it('has the limit of the contract', () => {
  expect(MAX_MESSAGE_BYTES).toBe(message.MAX_MESSAGE_BYTES)
})

describe('messageSizeOf', () => {
  it('says nothing of ordinary messages', () => {
    expect(messageSizeOf('hello')).toEqual({ isTooLong: false, text: null })
  })

  it('counts near the limit', () => {
    expect(messageSizeOf('x'.repeat(60 * 1024))).toEqual({
      isTooLong: false,
      text: '60.0 of 64 KB',
    })
  })

  it('allows exactly the limit and not a byte more', () => {
    expect(messageSizeOf('x'.repeat(65_536)).isTooLong).toBe(false)
    expect(messageSizeOf('x'.repeat(65_537)).isTooLong).toBe(true)
  })

  it('counts bytes, not characters', () => {
    expect(messageSizeOf('é'.repeat(32_768)).isTooLong).toBe(false)
    expect(messageSizeOf('é'.repeat(32_769)).isTooLong).toBe(true)
  })
})
