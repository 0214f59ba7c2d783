import { expect, it } from 'vitest'
import { MAX_PER_MESSAGE } from '@renderer/features/chat/attachments/attacher'
import { MAX_PER_MESSAGE as CONTRACT } from '@shared/model/message-details'

it('takes as many pictures for one message as the contract does', () => {
  expect(MAX_PER_MESSAGE).toBe(CONTRACT)
})
