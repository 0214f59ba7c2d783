import { foreignItems } from './foreign-conversation.ts'
import type { ForeignNode } from './foreign-conversation.ts'
import { fieldsOf, listOf, NotKept, textOf, timeOf } from './foreign-values.ts'
import type { Fields } from './foreign-values.ts'
import type { ImportItem } from './import-items.ts'

const PART_NAMES: Readonly<Record<string, string>> = {
  image_asset_pointer: 'images',
  audio_asset_pointer: 'audio',
  real_time_user_audio_video_asset_pointer: 'audio and video',
  video_container_asset_pointer: 'videos',
}
const KIND_NAMES: Readonly<Record<string, string>> = {
  code: 'tool calls',
  execution_output: 'tool results',
  tether_browsing_display: 'tool results',
  tether_quote: 'quotations of web pages and files',
  thoughts: 'thoughts of the model',
  reasoning_recap: 'thoughts of the model',
  user_editable_context: 'custom instructions',
  model_editable_context: 'memories',
  system_error: 'error messages',
}

export function isChatgpt(value: unknown): boolean {
  return 'mapping' in fieldsOf(value)
}

/** One conversation of ChatGPT's `conversations.json`: a tree of nodes under `mapping`, shown up to `current_node`. */
export function* chatgptItems(value: unknown): Generator<ImportItem> {
  const conversation = fieldsOf(value)
  const notKept = new NotKept()
  const nodes = Object.entries(fieldsOf(conversation['mapping'])).map(([id, node]) =>
    toNode(id, fieldsOf(node), notKept),
  )
  const id = textOf(conversation['conversation_id']) ?? textOf(conversation['id'])
  const createdAt = timeOf(conversation['create_time'])
  yield* foreignItems({
    source: 'chatgpt',
    // Older files name no id; time and title are as good.
    id: id ?? `${createdAt ?? 0} ${textOf(conversation['title']) ?? ''}`,
    title: textOf(conversation['title']) ?? '',
    createdAt,
    updatedAt: timeOf(conversation['update_time']),
    archived: conversation['is_archived'] === true,
    pinned: false,
    tags: [],
    currentId: textOf(conversation['current_node']),
    nodes,
  })
  yield* notKept.items()
}

function toNode(id: string, node: Fields, notKept: NotKept): ForeignNode {
  const message = fieldsOf(node['message'])
  const author = authorOf(message, notKept)
  const text = author === null ? null : textIn(fieldsOf(message['content']), notKept)
  const metadata = fieldsOf(message['metadata'])
  notKept.add('attached files', listOf(metadata['attachments']).length)
  return {
    id,
    parentId: textOf(node['parent']),
    said:
      author === null || text === null
        ? null
        : {
            author,
            text,
            createdAt: timeOf(message['create_time']),
            model: textOf(metadata['model_slug']),
          },
  }
}

/** Null for what is no part of the conversation people see. */
function authorOf(message: Fields, notKept: NotKept): 'person' | 'bot' | null {
  if (fieldsOf(message['metadata'])['is_visually_hidden_from_conversation'] === true) return null
  const recipient = textOf(message['recipient']) ?? 'all'
  switch (fieldsOf(message['author'])['role']) {
    case 'user':
      return 'person'
    case 'assistant':
      if (recipient === 'all') return 'bot'
      notKept.add('tool calls')
      return null
    case 'tool':
      notKept.add('tool results')
      return null
    case 'system':
      if (textIn(fieldsOf(message['content']), new NotKept()) !== null)
        notKept.add('system messages')
      return null
    default:
      return null
  }
}

function textIn(content: Fields, notKept: NotKept): string | null {
  const kind = textOf(content['content_type']) ?? 'text'
  if (kind !== 'text' && kind !== 'multimodal_text') {
    notKept.add(KIND_NAMES[kind] ?? `“${kind.slice(0, 40)}”`)
    return null
  }
  const parts = listOf(content['parts']).map((part) => {
    if (typeof part === 'string') return part
    const { content_type: name, text } = fieldsOf(part)
    if (name === 'audio_transcription') return textOf(text) ?? ''
    const named = textOf(name) ?? 'unknown part'
    notKept.add(PART_NAMES[named] ?? `“${named.slice(0, 40)}”`)
    return ''
  })
  const text = parts.filter((part) => part !== '').join('\n\n')
  return text.trim() === '' ? null : text
}
