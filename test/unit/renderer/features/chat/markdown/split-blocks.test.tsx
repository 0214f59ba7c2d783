import fc from 'fast-check'
import { renderToStaticMarkup } from 'react-dom/server'
import ReactMarkdown from 'react-markdown'
import { describe, expect, it } from 'vitest'
import { BlockSplitter } from '@renderer/features/chat/markdown/block-splitter'
import { remarkGfm } from '@renderer/features/chat/markdown/remark-gfm'
import { remarkMaths } from '@renderer/features/chat/markdown/remark-maths'
import { splitBlocks } from '@renderer/features/chat/markdown/split-blocks'

/** Pieces that replies are made of, and the awkward ones beside them. */
const line = fc.constantFrom(
  '',
  '',
  '',
  ' ',
  'plain text',
  'more `code` and **bold**',
  '  two spaces in',
  '    four spaces in',
  '\ttab in',
  '# Heading',
  '## Next heading',
  '---',
  '===',
  '***',
  '- item',
  '- ',
  '* starred',
  '  - nested',
  '    deeper',
  '1. first',
  '2. second',
  '10. tenth',
  '   in the ordered item',
  '```',
  '```js',
  '````',
  '~~~',
  '  ```',
  '   ```',
  'const a = 1',
  '> quoted',
  '>',
  '> - in a quote',
  '| a | b |',
  '| - | - |',
  '| 1 | 2 |',
  '<div>',
  '</div>',
  '<!-- comment',
  '-->',
  '- [ ] to do',
  'a | b',
  'with\rreturn',
  'crlf\r',
  '$$',
  '$$',
  '  $$',
  '    $$',
  '$$ x = 1',
  '$$ x = 1 $$',
  'y $$ and on',
  'x^2 \\\\] + \\$',
  '\\[',
  '\\]',
  '\\[ a_1',
  'so $x$ and \\(y\\)',
  '- $$',
  '> $$',
)
const markdown = fc.array(line, { maxLength: 16 }).map((all) => all.join('\n'))
const anyText = fc.oneof(markdown, fc.string({ unit: 'binary', maxLength: 200 }))

const rendered = (text: string) =>
  renderToStaticMarkup(
    <ReactMarkdown
      remarkPlugins={[remarkGfm, remarkMaths]}
      components={{ var: ({ node }) => <var title={JSON.stringify(node?.properties)} /> }}
    >
      {text}
    </ReactMarkdown>,
  )
const withoutSpace = (html: string) =>
  html
    .replace(/\s*\n\s*/g, '\n')
    .replace(/>\s+</g, '><')
    .trim()

describe('splitBlocks', () => {
  it('loses and adds nothing: the blocks joined are the text', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(splitBlocks(text).join('')).toBe(text)
      }),
    )
  })

  it('gives the same blocks for a text that comes in pieces as for the whole', () => {
    fc.assert(
      fc.property(anyText, fc.array(fc.nat(400), { maxLength: 30 }), (text, cuts) => {
        const splitter = new BlockSplitter()
        for (const cut of cuts.toSorted((a, b) => a - b)) splitter.split(text.slice(0, cut))
        expect(splitter.split(text)).toEqual(splitBlocks(text))
      }),
    )
  })

  it('never takes back a cut when more text comes', () => {
    fc.assert(
      fc.property(markdown, (text) => {
        const whole = splitBlocks(text)
        for (let length = 0; length <= text.length; length += 1) {
          const blocks = splitBlocks(text.slice(0, length))
          expect(whole.slice(0, Math.max(0, blocks.length - 1))).toEqual(blocks.slice(0, -1))
        }
      }),
    )
  })

  it('renders block by block what the whole renders', () => {
    fc.assert(
      fc.property(markdown, (text) => {
        const blocks = splitBlocks(text).map(rendered).join('\n')
        expect(withoutSpace(blocks)).toBe(withoutSpace(rendered(text)))
      }),
      { numRuns: 1_000 },
    )
  })

  it.each([
    ['paragraphs', 'one\n\ntwo\n\nthree', ['one\n\n', 'two\n\n', 'three']],
    [
      'a fence with blank lines',
      'a\n\n```js\nx\n\ny\n```\n\nb',
      ['a\n\n', '```js\nx\n\ny\n```\n\n', 'b'],
    ],
    [
      'a fence right under its introduction',
      'Here:\n```\nx\n```\nand on',
      ['Here:\n', '```\nx\n```\n', 'and on'],
    ],
    ['a fence in a fence', '````\n```\nx\n```\n\n````\nb', ['````\n```\nx\n```\n\n````\n', 'b']],
    ['a fence that is not closed yet', 'a\n\n```\nx\n\ny\n\nz', ['a\n\n', '```\nx\n\ny\n\nz']],
    [
      'maths with a blank line in it',
      'So\n$$\nx\n\ny\n$$\nand\n\n\\[\nz \\\\\n\n\\]\nend',
      ['So\n', '$$\nx\n\ny\n$$\n', 'and\n\n', '\\[\nz \\\\\n\n\\]\n', 'end'],
    ],
    ['a loose list', '- a\n\n- b\n\n  c\n\nafter', ['- a\n\n- b\n\n  c\n\n', 'after']],
    [
      'a list with code in it',
      '1. a\n   ```\n   x\n\n   y\n   ```\n2. b\n\nafter',
      ['1. a\n   ```\n   x\n\n   y\n   ```\n2. b\n\n', 'after'],
    ],
    ['a table', '| a |\n| - |\n| 1 |\n\nafter', ['| a |\n| - |\n| 1 |\n\n', 'after']],
    ['headings', '# a\nb\n\n## c\n\nd', ['# a\n', 'b\n\n', '## c\n\n', 'd']],
  ])('cuts %s', (_, text, blocks) => {
    expect(splitBlocks(text)).toEqual(blocks)
  })
})
