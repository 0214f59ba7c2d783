import { describe, expect, it } from 'vitest'
import { OLDEST_SAFE_VERSION, warningOfVersion } from '@main/engines/ollama/safe-version'

describe('the version of Ollama', () => {
  it.each(['0.1.0', '0.17.0', '0.18.1', 'v0.9.6', '0.18.1-rc2'])('warns of %s', (version) => {
    expect(warningOfVersion(version)).toContain(OLDEST_SAFE_VERSION)
  })

  it.each([OLDEST_SAFE_VERSION, '0.24.0', '0.32.15', '1.0.0', '0.0.0', 'unknown', ''])(
    'says nothing of %j',
    (version) => {
      expect(warningOfVersion(version)).toBeNull()
    },
  )
})
