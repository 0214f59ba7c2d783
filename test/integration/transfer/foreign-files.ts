import Database from 'better-sqlite3'
import { readFileSync } from 'node:fs'

const T = 1_700_000_000

const node = (id: string, parent: string | null, message: object | null): [string, object] => [
  id,
  { id, message, parent, children: [] },
]
const said = (role: string, parts: unknown[], seconds: number | null, more: object = {}) => ({
  author: { role, name: null, metadata: {} },
  create_time: seconds === null ? null : T + seconds,
  content: { content_type: 'text', parts },
  recipient: 'all',
  metadata: role === 'assistant' ? { model_slug: 'gpt-4o' } : {},
  ...more,
})

/** Two conversations as ChatGPT exports them: an edited question with two answers, tools, pictures and hidden nodes. */
export const CHATGPT = JSON.stringify([
  {
    title: 'Tides  and\nmoons',
    create_time: T + 0.25,
    update_time: T + 90,
    conversation_id: 'c-1',
    current_node: 'a2',
    is_archived: true,
    mapping: Object.fromEntries([
      node('root', null, null),
      node('sys', 'root', said('system', [''], null)),
      node('u1', 'sys', said('user', ['Why do tides turn?'], 1)),
      node('call', 'u1', said('assistant', ['search("tides")'], 2, { recipient: 'browser' })),
      node('tool', 'call', said('tool', ['…'], 3)),
      node('a1', 'tool', said('assistant', ['Because of the moon.'], 4)),
      node('a2', 'tool', said('assistant', ['The moon pulls.'], 20)),
      node('u2', 'a1', {
        ...said('user', [], 30),
        content: {
          content_type: 'multimodal_text',
          parts: [{ content_type: 'image_asset_pointer', asset_pointer: 'x' }, 'What is this?'],
        },
      }),
      node('th', 'u2', {
        ...said('assistant', [], 31),
        content: { content_type: 'thoughts', thoughts: [] },
      }),
      node('a3', 'th', said('assistant', ['A harbour.'], null)),
    ]),
  },
  { title: 'Nothing said', create_time: T, mapping: {}, current_node: null },
])

/** Two chats as Open WebUI exports them: a tree with two answers, and the oldest form, which is a list. */
export const OPEN_WEBUI = JSON.stringify([
  {
    id: 'w-1',
    user_id: 'u',
    title: 'Ropes',
    created_at: T,
    updated_at: T + 50,
    pinned: true,
    archived: false,
    folder_id: 'f',
    meta: { tags: ['knots', 'sea'] },
    chat: {
      history: {
        currentId: 'm3',
        messages: {
          m1: { id: 'm1', parentId: null, role: 'user', content: 'Which knot?', timestamp: T + 1 },
          m2: {
            id: 'm2',
            parentId: 'm1',
            role: 'assistant',
            content: 'A bowline.',
            model: 'llama3.2',
            timestamp: T + 2,
          },
          m3: {
            id: 'm3',
            parentId: 'm1',
            role: 'assistant',
            content: 'A hitch.',
            model: 'qwen',
            timestamp: T + 3,
            files: [{}],
          },
        },
      },
      messages: [],
    },
  },
  {
    title: 'Old one',
    created_at: T - 100,
    messages: [
      { role: 'user', content: 'Hello' },
      { role: 'assistant', content: 'Hi', model: 'llama2' },
    ],
  },
])

/** A database with the tables of the Ollama application, version 18 of its schema, in the log's own mode as it has it. */
export function ollamaDatabase(path: string): Buffer {
  const db = new Database(path)
  db.pragma('journal_mode = WAL')
  db.exec(`
    CREATE TABLE settings (id INTEGER PRIMARY KEY CHECK (id = 1), schema_version INTEGER NOT NULL DEFAULT 18);
    CREATE TABLE chats (id TEXT PRIMARY KEY, title TEXT NOT NULL DEFAULT '',
      created_at TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP, browser_state TEXT);
    CREATE TABLE messages (id INTEGER PRIMARY KEY AUTOINCREMENT, chat_id TEXT NOT NULL, role TEXT NOT NULL,
      content TEXT NOT NULL DEFAULT '', thinking TEXT NOT NULL DEFAULT '', stream BOOLEAN NOT NULL DEFAULT 0,
      model_name TEXT, model_cloud BOOLEAN, model_ollama_host BOOLEAN,
      created_at TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP, updated_at TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP,
      thinking_time_start TIMESTAMP, thinking_time_end TIMESTAMP, tool_result TEXT,
      FOREIGN KEY (chat_id) REFERENCES chats(id) ON DELETE CASCADE);
    CREATE TABLE tool_calls (id INTEGER PRIMARY KEY AUTOINCREMENT, message_id INTEGER NOT NULL, type TEXT NOT NULL,
      function_name TEXT NOT NULL, function_arguments TEXT NOT NULL, function_result TEXT);
    CREATE TABLE attachments (id INTEGER PRIMARY KEY AUTOINCREMENT, message_id INTEGER NOT NULL,
      filename TEXT NOT NULL, data BLOB NOT NULL);
    INSERT INTO chats (id, title, created_at) VALUES
      ('o-1', 'Fog', '2025-09-01 10:00:00.123456789+02:00'), ('o-2', 'Rain', '2025-09-02 08:00:00');
    INSERT INTO messages (chat_id, role, content, thinking, model_name, created_at) VALUES
      ('o-1', 'user', 'Is it foggy?', '', NULL, '2025-09-01 10:00:01.5+02:00'),
      ('o-1', 'assistant', 'Yes.', 'Hm.', 'gpt-oss:20b', '2025-09-01 10:00:02+02:00'),
      ('o-1', 'tool', '{}', '', NULL, '2025-09-01 10:00:03+02:00'),
      ('o-2', 'user', 'And now?', '', NULL, '2025-09-02 08:00:05');
    INSERT INTO attachments (message_id, filename, data) VALUES (1, 'map.png', x'00');
  `)
  db.close()
  return readFileSync(path)
}
