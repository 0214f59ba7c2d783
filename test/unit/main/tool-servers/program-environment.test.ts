import { describe, expect, it } from 'vitest'
import { programEnvironment } from '@main/tool-servers/program-environment'

describe('the environment of a program', () => {
  it('has the little that programs need, what its owner set, and nothing else', () => {
    const ours = { PATH: '/bin', HOME: '/home/me', APP_SECRET: 'ours', LANG: undefined }
    const own = [
      { name: 'API_KEY', value: 'theirs' },
      { name: 'HOME', value: '/elsewhere' },
    ]
    expect(programEnvironment(own, ours)).toEqual({
      ...{ PATH: '/bin', HOME: '/elsewhere', API_KEY: 'theirs' },
    })
  })
})
