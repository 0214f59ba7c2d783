import { gfmFromMarkdown } from 'mdast-util-gfm'
import { gfm } from 'micromark-extension-gfm'
import { extendParser } from './extend-parser'
import type { Parser } from './extend-parser'

/**
 * For react-markdown: tables, task lists, struck text, footnotes and bare addresses, as GitHub reads them. The package of
 * this name also writes them, which is 10 KB that every browser would load for nothing.
 */
export function remarkGfm(this: Parser): void {
  extendParser(this, gfm(), gfmFromMarkdown())
}
