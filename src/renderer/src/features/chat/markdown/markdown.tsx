import { memo, useMemo } from 'react'
import type { ReactNode } from 'react'
import ReactMarkdown from 'react-markdown'
import type { Components, ExtraProps } from 'react-markdown'
import { CodeBlock } from './code-block'
import { DiagramBlock } from './diagram-block'
import { GrowingContext } from './growing'
import styles from './markdown.module.css'
import { remarkGfm } from './remark-gfm'
import { safeHrefOf } from './safe-href'
import { useMaths } from './use-maths'

const PLUGINS = [remarkGfm]

type HastElement = NonNullable<ExtraProps['node']>

function textOf(node: HastElement['children'][number] | undefined): string {
  if (node?.type === 'text') return node.value
  if (node?.type === 'element') return node.children.map(textOf).join('')
  return ''
}

function languageOf({ properties }: HastElement): string | null {
  const classes = Array.isArray(properties.className) ? properties.className : []
  const name = classes.map(String).find((one) => one.startsWith('language-'))
  return name === undefined ? null : name.slice('language-'.length)
}

function OutsideLink({
  address,
  children,
}: {
  readonly address: string | undefined
  readonly children: ReactNode
}) {
  const href = safeHrefOf(address)
  if (href === null) return <span title={address}>{children}</span>
  return (
    <a href={href} title={href} target="_blank" rel="noreferrer noopener">
      {children}
    </a>
  )
}

const alignOf = (style: { textAlign?: string | undefined } | undefined) =>
  style?.textAlign ?? 'start'

/** What a reply may look like. Whatever is not here comes out as plain elements; HTML in a reply is shown as its text. */
const COMPONENTS: Components = {
  a: ({ href, children }) => <OutsideLink address={href}>{children}</OutsideLink>,
  // Pictures are not fetched: whoever wrote the address would learn who reads, and when.
  img: ({ src, alt }) => (
    <OutsideLink address={typeof src === 'string' ? src : undefined}>
      {alt === undefined || alt === '' ? 'picture' : alt}
    </OutsideLink>
  ),
  pre: ({ node }) => {
    const code = node?.children[0]
    if (code?.type !== 'element') return null
    const text = textOf(code).replace(/\n$/, '')
    const language = languageOf(code)
    if (language?.toLowerCase() === 'mermaid') return <DiagramBlock code={text} />
    return <CodeBlock code={text} language={language} />
  },
  table: ({ children }) => (
    <div className={styles['tableScroll']} role="group" aria-label="Table" tabIndex={0}>
      <table>{children}</table>
    </div>
  ),
  th: ({ style, children }) => <th data-align={alignOf(style)}>{children}</th>,
  td: ({ style, children }) => <td data-align={alignOf(style)}>{children}</td>,
  input: ({ checked }) => (
    <span className={styles['task']} role="img" aria-label={checked === true ? 'Done' : 'To do'}>
      {checked === true ? '☑' : '☐'}
    </span>
  ),
  // The page and the conversation have headings of their own; those of a reply stand below them.
  h1: ({ children }) => <h3 className={styles['h1']}>{children}</h3>,
  h2: ({ children }) => <h3 className={styles['h2']}>{children}</h3>,
  h3: ({ children }) => <h4 className={styles['h3']}>{children}</h4>,
  h4: ({ children }) => <h5 className={styles['h3']}>{children}</h5>,
  h5: ({ children }) => <h6 className={styles['h3']}>{children}</h6>,
  h6: ({ children }) => <h6 className={styles['h3']}>{children}</h6>,
}

export interface MarkdownProps {
  readonly text: string
  /** More of this very text is coming. */
  readonly isGrowing?: boolean
}

/** Markdown by CommonMark and GFM with formulas, without raw HTML, pictures from elsewhere, or links to anything but https and mailto. */
export const Markdown = memo(function Markdown({ text, isGrowing = false }: MarkdownProps) {
  const maths = useMaths(text)
  const { plugins, components } = useMemo(() => {
    if (maths === null) return { plugins: PLUGINS, components: COMPONENTS }
    return {
      plugins: [...PLUGINS, maths.remarkMaths],
      components: { ...COMPONENTS, var: maths.FormulaElement },
    }
  }, [maths])
  return (
    <GrowingContext value={isGrowing}>
      <ReactMarkdown
        remarkPlugins={plugins}
        components={components}
        urlTransform={(address) => address}
      >
        {text}
      </ReactMarkdown>
    </GrowingContext>
  )
})
