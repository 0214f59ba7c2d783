import { renderToStaticMarkup } from 'react-dom/server'
import ReactMarkdown from 'react-markdown'
import temml from 'temml'
import { describe, expect, it } from 'vitest'
import type { FormulaNode } from '@renderer/features/chat/markdown/formula-node'
import { toFormulaNodes } from '@renderer/features/chat/markdown/formula-tree'
import type { TexNode } from '@renderer/features/chat/markdown/formula-tree'
import { remarkGfm } from '@renderer/features/chat/markdown/remark-gfm'
import { remarkMaths } from '@renderer/features/chat/markdown/remark-maths'

/** The formulas of a text, block ones with their lines, and the text with `∎` in their place. */
function read(text: string): { readonly formulas: readonly string[]; readonly rest: string } {
  const formulas: string[] = []
  const html = renderToStaticMarkup(
    <ReactMarkdown
      remarkPlugins={[remarkGfm, remarkMaths]}
      components={{
        var: ({ node }) => {
          const { tex, isBlock } = node?.properties ?? {}
          formulas.push(`${isBlock === true ? 'block' : 'text'}: ${String(tex)}`)
          return '∎'
        },
      }}
    >
      {text}
    </ReactMarkdown>,
  )
  return { formulas, rest: html.replace(/<\/?p>/g, '') }
}

describe('maths in a text', () => {
  it.each([
    ['$x^2$', ['text: x^2']],
    ['so $a$, $b$ and the $n$th', ['text: a', 'text: b', 'text: n']],
    ['\\(a_1\\) and \\[b\\]', ['text: a_1', 'block: b']],
    ['$$E = mc^2$$', ['block: E = mc^2']],
    ['see\n$$\nx = 1\n$$\nthere', ['block: \nx = 1\n']],
    ['\\[\nx\n\n- y \\\\\n= z\n\\]', ['block: \nx\n\n- y \\\\\n= z\n']],
    [
      '$$ \\begin{aligned}\na &= b \\\\\n- c\n\\end{aligned} $$',
      ['block:  \\begin{aligned}\na &= b \\\\\n- c\n\\end{aligned} '],
    ],
    ['1. first\n   $$\n   x\n   $$\n2. then \\(y\\)', ['block: \nx\n', 'text: y']],
    ['> \\[\n> x\n> \\]', ['block: \nx\n']],
    ['| $a$ | b |\n| - | - |\n| 1 | $c$ |', ['text: a', 'text: c']],
    ['**$x$** and *$y$*', ['text: x', 'text: y']],
    ['$\\text{costs \\$5}$', ['text: \\text{costs \\$5}']],
    ['$a +\nb$', ['text: a +\nb']],
    ['$5 + 3 = 8$', ['text: 5 + 3 = 8']],
    ['$$\nx', ['block: null']],
  ])('is found in %j', (text, formulas) => {
    expect(read(text).formulas).toEqual(formulas)
  })

  it.each([
    'It costs $5 and $10.',
    'From $5-$10, or $5–$10 (US$5).',
    '$5/month or $10/month',
    'We paid $5 for one and 6$ for the other.',
    'A range of $1,000 - $2,000 $',
    'Set $HOME and $PATH, or $HOME/$PATH.',
    '$AAPL, $TSLA',
    'a $ b $ c',
    '$ x$',
    '$',
    '$$',
    '$$$$',
    '$5 for `$x`',
    '\\$x$ and \\$y\\$',
    '`$x$` and `\\(y\\)`',
    '```\n$$\nx\n$$\n```',
    '    $x$ in code by indentation',
    '\\[citation needed\\] and list\\[0\\]',
    '\\[a+b\\](https://example.org)',
    '\\[ \\] open',
    '\\(never closed',
    '\\[never closed',
    'https://example.org/$x$/y',
  ])('is not seen in %j', (text) => {
    expect(read(text).formulas.filter((formula) => formula !== 'block: null')).toEqual([])
  })

  it('loses nothing that stands behind it', () => {
    expect(read('$$\nx\n$$ where *y* is\n===')).toEqual({
      formulas: ['block: \nx\n'],
      rest: '∎\nwhere <em>y</em> is\n===',
    })
  })

  it('reads thousands of lone dollars at once', () => {
    const text = '\\(a $b \\[c '.repeat(5_000)
    expect(read(text).formulas).toEqual([])
  })
})

function tagsIn(node: FormulaNode): readonly string[] {
  return typeof node === 'string' ? [] : [node.tag, ...node.children.flatMap(tagsIn)]
}

function set(tex: string): readonly FormulaNode[] {
  return toFormulaNodes(
    temml.__renderToMathMLTree(tex, { throwOnError: true, trust: false }) as TexNode,
  )
}

describe('a formula', () => {
  it('becomes MathML', () => {
    const [node] = set('\\frac{a}{\\sqrt{b}}')
    expect(node && tagsIn(node)).toEqual(expect.arrayContaining(['math', 'mfrac', 'msqrt', 'mi']))
  })

  it.each([
    '\\href{javascript:alert(1)}{x}',
    '\\url{javascript:alert(1)}',
    '\\includegraphics{https://evil.example/x.png}',
    '\\class{x}{y}',
    '\\id{root}{y}',
    '\\style{background:url(https://evil.example/x)}{y}',
    '\\data{onclick=alert(1)}{y}',
    '\\htmlStyle{color:red}{y}',
    '\\def\\a{\\a\\a}\\a',
  ])('that asks for more than type is refused: %j', (tex) => {
    expect(() => set(tex)).toThrow()
  })

  it('keeps nothing that loads, runs or leads anywhere, whatever it is made from', () => {
    const hostile: TexNode = {
      type: 'math',
      attributes: { onclick: 'alert(1)', href: 'javascript:alert(1)', display: 'block' },
      style: { color: 'url(https://evil.example/)', position: 'fixed', 'padding-left': '1em' },
      classes: ['tml-left', 'x" onload="alert(1)'],
      children: [
        { type: 'script', children: [{ text: 'alert(1)' }] },
        { type: 'maction', attributes: { actiontype: 'statusline' }, children: [{ text: 'x' }] },
        { type: 'mi', attributes: { src: 'https://evil.example/', dangerouslySetInnerHTML: 'x' } },
      ],
    }
    expect(toFormulaNodes(hostile)).toEqual([
      {
        tag: 'math',
        attributes: { display: 'block' },
        className: 'tml-left',
        style: { paddingLeft: '1em' },
        children: [
          'alert(1)',
          'x',
          { tag: 'mi', attributes: {}, className: '', style: {}, children: [] },
        ],
      },
    ])
  })
})
