import { describe, expect, it } from 'vitest'
import { SecretsKeeper } from '@main/core/secrets/secrets-keeper'
import type { SecretsById } from '@main/core/secrets/secrets-keeper'

const HOME = 'https://gpu.home:11434'

function keeper() {
  let saved: SecretsById = {}
  const open = () =>
    new SecretsKeeper({ load: () => saved, save: (secrets) => void (saved = secrets) })
  return { secrets: open(), open, saved: () => saved }
}

describe('the secrets of a server', () => {
  it('go out as headers and tell only their names', () => {
    const { secrets, open } = keeper()
    secrets.keep('a', HOME, { token: 'hush', headers: [{ name: 'X-Api-Key', value: 'quiet' }] })
    for (const one of [secrets, open()]) {
      expect(one.headersFor('a', `${HOME}/ollama`)).toEqual({
        Authorization: 'Bearer hush',
        'X-Api-Key': 'quiet',
      })
      expect(one.describe('a', HOME)).toEqual({ hasToken: true, headerNames: ['X-Api-Key'] })
    }
  })

  it('are never sent to another host, though the address was changed', () => {
    const { secrets } = keeper()
    secrets.keep('a', HOME, { token: 'hush' })
    for (const other of [
      'http://gpu.home:11434',
      'https://gpu.home',
      'https://evil.test:11434',
      '',
    ])
      expect(secrets.headersFor('a', other)).toEqual({})
    expect(secrets.preview('a', 'https://evil.test:11434', {})).toEqual({})
    secrets.keep('a', 'https://other.home', {})
    expect(secrets.headersFor('a', HOME)).toEqual({})
  })

  it('stay where they are left out, and are forgotten where they are null', () => {
    const { secrets, saved } = keeper()
    secrets.keep('a', HOME, { token: 'hush', headers: [{ name: 'X-Key', value: 'quiet' }] })
    secrets.keep('a', HOME, {})
    expect(secrets.describe('a', HOME).hasToken).toBe(true)
    secrets.keep('a', HOME, { token: null })
    expect(secrets.describe('a', HOME)).toEqual({ hasToken: false, headerNames: ['X-Key'] })
    secrets.keep('a', HOME, { headers: null })
    expect(saved()).toEqual({})
  })

  it('go with servers that are gone for good', () => {
    const { secrets, saved } = keeper()
    secrets.keep('a', HOME, { token: 'hush' })
    secrets.keep('b', HOME, { token: 'still' })
    secrets.keepOnly(['b', 'default'])
    expect(Object.keys(saved())).toEqual(['b'])
  })
})
