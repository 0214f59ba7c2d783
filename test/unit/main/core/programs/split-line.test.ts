import { execFileSync } from 'node:child_process'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { RefusedCommand } from '@main/core/programs/refused-command'
import { splitLine } from '@main/core/programs/split-line'

/** Letters that people type, and all that a shell has a use for. */
const line = fc.string({
  unit: fc.constantFrom(...'abc-=./:,@%^+_ \t\'"\\$`;&|<>(){}*?[]!#~é漢\n\0'.split('')),
  maxLength: 40,
})
const word = fc.string({
  unit: fc.constantFrom(...'ab-=./ "$`;&|<>(){}*?[]!#~\\%^é'.split('')),
  maxLength: 12,
})

function tryToSplit(text: string, platform: NodeJS.Platform = 'linux'): string[] | null {
  try {
    return splitLine(text, platform)
  } catch (error) {
    if (error instanceof RefusedCommand) return null
    throw error
  }
}

describe('a typed line', () => {
  it.each([
    ['git status', ['git', 'status']],
    ['  ls \t -la  ', ['ls', '-la']],
    ['cat \'odd name\' "two  spaces"', ['cat', 'odd name', 'two  spaces']],
    ['a\'b\'"c"d', ['abcd']],
    ["grep '' x", ['grep', '', 'x']],
    ["grep '$HOME;*' x", ['grep', '$HOME;*', 'x']],
    ['grep "a|b*" x', ['grep', 'a|b*', 'x']],
    ['grep "foo\\.bar" x', ['grep', 'foo\\.bar', 'x']],
    ['git show HEAD~1^', ['git', 'show', 'HEAD~1^']],
    ['', []],
  ])('%j becomes %j', (text, words) => {
    expect(splitLine(text, 'linux')).toEqual(words)
  })

  it('in which every word is in single quotes comes to those words, whatever is in them', () => {
    fc.assert(
      fc.property(fc.array(word, { maxLength: 6 }), (words) => {
        const text = words.map((each) => `'${each}'`).join(' ')
        expect(splitLine(text, 'linux')).toEqual(words)
      }),
      { numRuns: 2_000 },
    )
  })

  it('is refused, or never has a sign outside of quotes that a shell acts on', () => {
    fc.assert(
      fc.property(line, (text) => {
        if (tryToSplit(text) === null) return
        const bare = text.replaceAll(/'[^']*'|"[^"]*"/g, '')
        expect(bare).not.toMatch(/[;&|<>$`(){}*?[\]\\!#\n\r\0]/)
      }),
      { numRuns: 5_000 },
    )
  })

  it.skipIf(process.platform === 'win32')(
    'that is taken is read by a real shell as the same words, and as nothing more',
    () => {
      const taken = fc.sample(line, { numRuns: 20_000, seed: 8000 }).flatMap((text) => {
        const words = tryToSplit(text)
        return words && words.length > 0 ? [{ text, words }] : []
      })
      expect(taken.length).toBeGreaterThan(500)
      const script = taken.map(({ text }) => `printf '%s\\0' ${text}\nprintf '\\n'\n`).join('')
      const output = execFileSync('/bin/sh', ['-s'], { input: script, encoding: 'utf8' })
      const read = output.split('\n').slice(0, -1)
      expect(read).toEqual(taken.map(({ words }) => words.map((each) => `${each}\0`).join('')))
    },
  )
})

describe('on Windows', () => {
  it.each(['cat %PATH%x', 'ls ^& calc', 'ls 100%', 'cat “x”', 'cat README.md＂', 'ls ｜ more'])(
    '%s is refused',
    (text) => {
      expect(tryToSplit(text, 'win32')).toBeNull()
    },
  )

  it('a backslash divides folders', () => {
    expect(splitLine('cat src\\main.ts', 'win32')).toEqual(['cat', 'src\\main.ts'])
  })
})
