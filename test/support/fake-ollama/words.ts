import type { ChatRequest, FakeOllamaOptions, JsonObject, Said } from './options.ts'
import type { InstalledModel } from './model-store.ts'

/** One thing a model says. */
export type Piece =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'thinking'; readonly text: string }
  | { readonly kind: 'tool'; readonly name: string; readonly arguments: JsonObject }

export interface Speech {
  readonly pieces: readonly Piece[]
  readonly doneReason: 'stop' | 'length'
  /** Tokens made, the one that ends a finished reply included. */
  readonly evalCount: number
}

/** What a request asks the model to say. */
export interface SpeechRequest extends ChatRequest {
  readonly thinks: boolean
  readonly hasTools: boolean
  readonly stops: readonly string[]
  /** The longest reply, in tokens. */
  readonly limit: number
}

// prettier-ignore
const SCRIPT = [
  'Hello!', ' I', ' am', ' a', ' scripted', ' test', ' model.', ' Here', ' is', ' some', ' **markdown**:', '\n\n1.', ' first', ' item',
  '\n2.', ' second', ' entry', '\n\n```js', '\nconst', ' x', ' =', ' 42;', '\n```', '\n\nUnicode:', ' café,', ' 日本語,', ' 🙂.', ' That', ' is all.',
]
// prettier-ignore
const THOUGHTS = ['The', ' user', ' asks', ' something.', ' Let', ' me', ' reason', ' step', ' by', ' s', 'tep', ' before', ' answering.', '\n']
const CONCLUSION = ['After', ' thinking', ' about', ' it,', ' my', ' final', ' answer', ' is 7.']
const TOOL_ANSWER = ['According', ' to', ' the', ' tool,', ' it', ' looks', ' sunny', ' today.']
// prettier-ignore
const NONSENSE = [
  ' Were', ' place', ' we', ' many', ' are', ' So', ' be', ' About', ' down', ' long', ' may', ' Their', ' thing', ' will', ' café', '\n\n', ' an',
  ' in', ' under', ' —', ' round', ' `x`', ' that', ' some', ' **b**', ' use', ' take', ' him', ' would', ' make', ' part',
]

/** All that the model `scripted` says when it does not think. */
export const SCRIPTED_TEXT = SCRIPT.join('')

export function speak(
  model: InstalledModel,
  request: SpeechRequest,
  { reply, thoughts }: Pick<FakeOllamaOptions, 'reply' | 'thoughts'>,
): Speech {
  const said = reply ? replied(reply(request)) : ownWords(model, request)
  const all =
    thoughts && request.thinks ? [...thinking(tokensOf(thoughts(request))), ...said] : said
  return limited(stopped(all, request.stops), request.limit)
}

function replied(said: Said): readonly Piece[] {
  return tokensOf(said).map((one) =>
    typeof one === 'string'
      ? { kind: 'text', text: one }
      : { kind: 'tool', name: one.call, arguments: one.with ?? {} },
  )
}

function tokensOf<T>(said: string | readonly T[]): readonly (string | T)[] {
  return typeof said === 'string' ? (said.match(/\s*\S+|\s+$/g) ?? []) : said
}

function ownWords(model: InstalledModel, request: SpeechRequest): readonly Piece[] {
  if (model.voice === 'words') return texts(nonsense(request))
  if (request.messages.at(-1)?.role === 'tool') return texts(TOOL_ANSWER)
  if (request.hasTools)
    return [{ kind: 'tool', name: 'get_weather', arguments: { city: 'Paris', unit: 'celsius' } }]
  if (!request.thinks) return texts(SCRIPT)
  return [...thinking(THOUGHTS), ...texts(CONCLUSION)]
}

function thinking(tokens: readonly string[]): readonly Piece[] {
  return tokens.map((text) => ({ kind: 'thinking', text }))
}

function texts(tokens: readonly string[]): readonly Piece[] {
  return tokens.map((text) => ({ kind: 'text', text }))
}

/** One more than the limit, so that it ends by `length` as a model that never stops does. */
function nonsense({ messages, limit }: SpeechRequest): readonly string[] {
  const start = messages.reduce((sum, message) => sum + message.content.length, 0)
  return Array.from(
    { length: limit + 1 },
    (_, index) => NONSENSE[(start + index * 7) % NONSENSE.length] ?? ' we',
  )
}

function stopped(pieces: readonly Piece[], stops: readonly string[]): readonly Piece[] {
  if (stops.length === 0) return pieces
  const kept: Piece[] = []
  let text = ''
  for (const piece of pieces) {
    if (piece.kind !== 'text') {
      kept.push(piece)
      continue
    }
    const before = text.length
    text += piece.text
    const cut = Math.min(...stops.map((stop) => text.indexOf(stop)).filter((index) => index >= 0))
    if (cut === Infinity) {
      kept.push(piece)
      continue
    }
    if (cut > before) kept.push({ kind: 'text', text: text.slice(before, cut) })
    return kept
  }
  return kept
}

function limited(pieces: readonly Piece[], limit: number): Speech {
  if (pieces.length <= limit) return { pieces, doneReason: 'stop', evalCount: pieces.length + 1 }
  return { pieces: pieces.slice(0, limit), doneReason: 'length', evalCount: limit }
}
