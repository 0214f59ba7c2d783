import type { CallToolResult, ContentBlock } from '@modelcontextprotocol/client'

/** What a model and people are told of a result: its text. Pictures, sounds and files are named, not shown. */
export function resultText({ content, structuredContent }: CallToolResult): string {
  const text = content.map(toText).join('\n')
  if (text !== '' || structuredContent === undefined) return text
  return JSON.stringify(structuredContent)
}

function toText(block: ContentBlock): string {
  switch (block.type) {
    case 'text':
      return block.text
    case 'image':
    case 'audio':
      return `[${block.type === 'image' ? 'A picture' : 'A sound'} that is not shown: ${block.mimeType}]`
    case 'resource_link':
      return `[A file that is not shown: ${block.name}, ${block.uri}]`
    case 'resource':
      return `[A file that is not shown: ${block.resource.uri}]`
  }
}
