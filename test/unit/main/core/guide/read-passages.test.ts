import { describe, expect, it } from 'vitest'
import { readPassages } from '@main/core/guide/read-passages'

const headingsOf = (markdown: string) =>
  readPassages('page', markdown).map((passage) => passage.heading)

describe('readPassages', () => {
  it('makes one passage per heading, each with its page and the title of the page', () => {
    expect(
      readPassages('bots', '# Bots\n\nAbout bots.\n\n## Launch a bot\n\nPress **Launch**.\n'),
    ).toEqual([
      { page: 'bots', pageTitle: 'Bots', heading: 'Bots', text: 'About bots.' },
      { page: 'bots', pageTitle: 'Bots', heading: 'Launch a bot', text: 'Press **Launch**.' },
    ])
  })

  it('takes no line of a code block for a heading, whatever marks the block', () => {
    const block = ['```sh', '# a comment', '~~~', '## another', '```'].join('\n')
    const nested = ['~~~~', '```', '# inside', '~~~', '# still inside', '~~~~'].join('\n')
    expect(headingsOf(`# Scripts\n\n${block}\n\n${nested}\n\n## After\n\nText.`)).toEqual([
      'Scripts',
      'After',
    ])
    expect(readPassages('scripts', `# Scripts\n\n${block}`)[0]?.text).toBe(block)
  })

  it('keeps a code block open until its own marker stands alone', () => {
    expect(headingsOf('# A\n\n```\n```js\n# no heading\n```\n\n# B\n\ntext')).toEqual(['A', 'B'])
  })

  it('leaves deeper headings in the text', () => {
    expect(readPassages('p', '## Part\n\n### Detail\n\nText.')).toEqual([
      { page: 'p', pageTitle: 'p', heading: 'Part', text: '### Detail\n\nText.' },
    ])
  })

  it('leaves out headings under which nothing is said', () => {
    expect(headingsOf('# Title\n\n## Empty\n\n## Full\n\nText.')).toEqual(['Full'])
  })

  it('takes no hash without a space for a heading, and drops closing hashes', () => {
    expect(headingsOf('## C# and #tags ##\n\n#nothing\n\ntext')).toEqual(['C# and #tags'])
  })

  it('reads pages with Windows line ends alike', () => {
    const page = '# Bots\n\nAbout.\n\n## Launch\n\n```\n# x\n```\n'
    expect(readPassages('bots', page.replaceAll('\n', '\r\n'))).toEqual(readPassages('bots', page))
  })
})
