import { describe, expect, it } from 'vitest'
import { readFlags } from '@renderer/features/settings/commands/flag-words'

describe('the flags of a program, as they are typed', () => {
  it('are told with what follows them', () => {
    expect(readFlags(' -r  --key=number -f=path --sep=text ')).toEqual([
      { flag: '-r' },
      { flag: '--key', takes: 'number' },
      { flag: '-f', takes: 'path' },
      { flag: '--sep', takes: 'text' },
    ])
    expect(readFlags('')).toEqual([])
  })

  it.each(['r', '-', '--', '-r=', '-r=word', '-r;x', '-r --key=anything'])(
    'are none in %j',
    (line) => {
      expect(readFlags(line)).toBeNull()
    },
  )
})
