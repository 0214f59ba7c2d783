import { foreignItems } from './foreign-conversation.ts'
import type { ForeignNode } from './foreign-conversation.ts'
import { fieldsOf, listOf, NotKept, textOf, timeOf } from './foreign-values.ts'
import type { Fields } from './foreign-values.ts'
import type { ImportItem } from './import-items.ts'

export function isOpenWebui(value: unknown): boolean {
  const row = fieldsOf(value)
  const chat = 'chat' in row ? fieldsOf(row['chat']) : row
  return 'messages' in fieldsOf(chat['history']) || Array.isArray(chat['messages'])
}

/** One chat of Open WebUI's export: a tree of messages under `chat.history`, shown up to `currentId`. */
export function* openWebuiItems(value: unknown): Generator<ImportItem> {
  const row = fieldsOf(value)
  const chat = 'chat' in row ? fieldsOf(row['chat']) : row
  const history = fieldsOf(chat['history'])
  const notKept = new NotKept()
  const nodes = nodesOf(chat, history, notKept)
  const createdAt = timeOf(row['created_at']) ?? timeOf(chat['timestamp'])
  const title = textOf(row['title']) ?? textOf(chat['title']) ?? ''
  if (textOf(row['folder_id']) !== null) notKept.add('folders')
  yield* foreignItems({
    source: 'open_webui',
    id: textOf(row['id']) ?? textOf(chat['id']) ?? `${createdAt ?? 0} ${title}`,
    title,
    createdAt,
    updatedAt: timeOf(row['updated_at']),
    archived: row['archived'] === true,
    pinned: row['pinned'] === true,
    tags: tagsOf(row, chat),
    currentId: textOf(row['current_message_id']) ?? textOf(history['currentId']),
    nodes,
  })
  yield* notKept.items()
}

function nodesOf(chat: Fields, history: Fields, notKept: NotKept): ForeignNode[] {
  const tree = Object.entries(fieldsOf(history['messages']))
  if (tree.length > 0) return tree.map(([id, message]) => toNode(id, fieldsOf(message), notKept))
  // The oldest exports have a list only.
  return listOf(chat['messages']).map((message, index) => {
    const node = toNode(String(index), fieldsOf(message), notKept)
    return { ...node, parentId: index === 0 ? null : String(index - 1) }
  })
}

function toNode(id: string, message: Fields, notKept: NotKept): ForeignNode {
  const author = authorOf(message['role'], notKept)
  const text = author === null ? null : textIn(message, notKept)
  notKept.add('attached files', listOf(message['files']).length + listOf(message['images']).length)
  if (message['error']) notKept.add('error messages')
  return {
    id,
    parentId: textOf(message['parentId']),
    said:
      author === null || text === null
        ? null
        : {
            author,
            text,
            createdAt: timeOf(message['timestamp']),
            model: textOf(message['model']),
          },
  }
}

function authorOf(role: unknown, notKept: NotKept): 'person' | 'bot' | null {
  if (role === 'user') return 'person'
  if (role === 'assistant') return 'bot'
  notKept.add(role === 'system' ? 'system messages' : 'tool results')
  return null
}

/** A text, or a list of parts as the models’ own interfaces have it. */
function textIn(message: Fields, notKept: NotKept): string | null {
  const content = message['content']
  const parts = Array.isArray(content) ? content : [{ type: 'text', text: content }]
  const texts = parts.map((part) => {
    const { type, text } = fieldsOf(part)
    if (type === 'text') return textOf(text) ?? ''
    notKept.add(type === 'image_url' ? 'images' : 'parts of another kind')
    return ''
  })
  const text = texts.filter((one) => one !== '').join('\n\n')
  return text.trim() === '' ? null : text
}

function tagsOf(row: Fields, chat: Fields): string[] {
  const tags = [...listOf(fieldsOf(row['meta'])['tags']), ...listOf(chat['tags'])]
  return tags.flatMap((tag) => textOf(tag) ?? textOf(fieldsOf(tag)['name']) ?? [])
}
