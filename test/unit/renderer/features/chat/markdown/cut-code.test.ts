import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { CodeNode } from '@renderer/features/chat/markdown/code-node'
import { cutCode } from '@renderer/features/chat/markdown/cut-code'
import { KeptResults } from '@renderer/features/chat/markdown/kept-results'

const textOf = (node: CodeNode): string =>
  typeof node === 'string' ? node : node.children.map(textOf).join('')

const text = fc
  .array(fc.constantFrom('a', 'const x = 1', '\n', '\n\n', '  '), { maxLength: 60 })
  .map((all) => all.join(''))
const node = fc.oneof(
  text,
  text.map((child): CodeNode => ({ className: 'hljs-string', children: [child] })),
)

describe('cutCode', () => {
  it('loses nothing, and cuts only where a line ends', () => {
    fc.assert(
      fc.property(fc.array(node, { maxLength: 30 }), (nodes) => {
        const pieces = cutCode(nodes)
        const texts = pieces.map((piece) => piece.map(textOf).join(''))
        expect(texts.join('')).toBe(nodes.map(textOf).join(''))
        expect(texts.slice(0, -1).every((one) => one.endsWith('\n'))).toBe(true)
      }),
    )
  })

  it('gives code that grew the same first pieces', () => {
    const lines = Array.from({ length: 100 }, (_, index) => `line ${String(index)}\n`)
    const short = cutCode(lines.slice(0, 90))
    const long = cutCode(lines)
    expect(short).toHaveLength(3)
    expect(long.slice(0, 2)).toEqual(short.slice(0, 2))
  })
})

describe('kept results', () => {
  it('are dropped, the oldest first, when they are too many or too large', () => {
    const kept = new KeptResults<string>(3, 100)
    for (const key of ['a', 'b', 'c', 'd']) kept.keep(key, key.toUpperCase(), 9)
    expect(['a', 'b', 'c', 'd'].map((key) => kept.get(key))).toEqual([undefined, 'B', 'C', 'D'])
    kept.keep('e', 'E', 88)
    expect(['b', 'c', 'd', 'e'].map((key) => kept.get(key))).toEqual([
      undefined,
      undefined,
      'D',
      'E',
    ])
  })
})
