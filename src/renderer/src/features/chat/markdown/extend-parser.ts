import type { Extension as TreeExtension } from 'mdast-util-from-markdown'
import type { Extension as SyntaxExtension } from 'micromark-util-types'

/** What a plugin of react-markdown is called on. */
export interface Parser {
  data(): object
}

interface ParserData {
  micromarkExtensions?: SyntaxExtension[] | undefined
  fromMarkdownExtensions?: (TreeExtension | TreeExtension[])[] | undefined
}

/** Teaches the parser of a text one more syntax, and how its tokens become nodes of the tree. */
export function extendParser(
  parser: Parser,
  syntax: SyntaxExtension,
  tree: readonly TreeExtension[],
): void {
  const data: ParserData = parser.data()
  data.micromarkExtensions = [...(data.micromarkExtensions ?? []), syntax]
  data.fromMarkdownExtensions = [...(data.fromMarkdownExtensions ?? []), ...tree]
}
