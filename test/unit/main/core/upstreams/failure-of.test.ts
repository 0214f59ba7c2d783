import { expect, it } from 'vitest'
import { AppError } from '@shared/contract/app-error'
import { failureOf } from '@main/core/upstreams/failure-of'
import { OllamaHttpError } from '@main/engines/ollama/ollama-http-error'
import { toEngineError } from '@main/engines/ollama/to-engine-error'

const BEFORE = { responded: false, readToEnd: false }

it.each([
  [400, 'ours'],
  [401, 'refused'],
  [403, 'refused'],
  [404, 'refused'],
  [429, 'refused'],
  [302, 'failed'],
  [500, 'failed'],
  [502, 'failed'],
  [503, 'failed'],
] as const)('an answer of %i counts as %s', (status, failure) => {
  const error = toEngineError(new OllamaHttpError(status, ''), 'tiny', BEFORE)
  expect(failureOf(error)).toBe(failure)
})

it('counts a connection that is refused or cut as failed', () => {
  expect(failureOf(toEngineError(new Error('ECONNREFUSED'), 'tiny', BEFORE))).toBe('failed')
})

it('counts what no server could do, and our own bugs, as ours', () => {
  expect(failureOf(new AppError('context_overflow', 'Too long.'))).toBe('ours')
  expect(failureOf(new TypeError('a bug'))).toBe('ours')
})
