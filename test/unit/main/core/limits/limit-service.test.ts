import { expect, it } from 'vitest'
import { newId } from '@shared/model/new-id'
import type { PersonId } from '@shared/model/person'
import { DEFAULTS } from '@main/config/defaults'
import type { Identity } from '@main/core/events/viewer'
import { LimitService } from '@main/core/limits/limit-service'

const FROM = { address: '192.0.2.1', network: '192.0.2.1', reached: '192.0.2.2:8000' }
const by = (personId: PersonId, kind: 'device' | 'token') => {
  const identity: Identity = { personId, role: 'owner', credential: { kind, id: newId(1) } }
  return { identity, from: FROM }
}

it('counts the messages of a person over all of their devices, of each person and each token apart', () => {
  const most = DEFAULTS.messagesPerMinute.value
  const limits = new LimitService({ settings: { get: () => DEFAULTS }, now: () => 1 })
  const ben = newId(1)
  for (let i = 0; i < most; i += 1) limits.takeMessage(by(ben, 'device'))
  expect(() => limits.takeMessage(by(ben, 'device'))).toThrow(/more than 10 messages a minute/)
  expect(() => limits.takeMessage(by('owner', 'device'))).not.toThrow()
  expect(() => limits.takeMessage(by(ben, 'token'))).not.toThrow()
})
