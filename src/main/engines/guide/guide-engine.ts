import { setTimeout as pause } from 'node:timers/promises'
import { composeAnswer } from '@main/core/guide/compose-answer'
import type { Engine, PromptMessage, ReplyPart, ReplyRequest } from '@main/core/engines/engine'
import type { GuideIndex } from '@main/core/guide/guide-index'
import { searchTextOf } from '@main/core/guide/question-terms'
import type { EngineStatus } from '@shared/model/engine'
import type { Model } from '@shared/model/model'
import type { Timestamp } from '@shared/model/ids'

export interface GuideEngineDeps {
  readonly index: Pick<GuideIndex, 'search'>
  readonly now: () => Timestamp
  /** Between two parts of a reply, in milliseconds; 0 for none. */
  readonly pauseMs?: number
}

/** Short enough to read along, long enough to be seen. */
const DEFAULT_PAUSE_MS = 12
/** However long an answer is, it comes in about so many parts: with the default pause, within 1.5 s. */
const MAX_PARTS = 80
const MIN_WORDS_PER_PART = 2
/** Enough matches to choose from. */
const MAX_MATCHES = 12
/** A question is a few sentences; a pasted page would make the search slow and no better. */
const MAX_QUESTION_LENGTH = 1_000

/** The built-in engine: quotes the user guide. Needs no model and no network, and says that it is no language model. */
export class GuideEngine implements Engine {
  readonly name = 'guide'
  readonly needsModel = false
  readonly #deps: GuideEngineDeps

  constructor(deps: GuideEngineDeps) {
    this.#deps = deps
  }

  async *reply(request: ReplyRequest, signal: AbortSignal): AsyncGenerator<ReplyPart> {
    signal.throwIfAborted()
    const question = lastQuestionOf(request.prompt)
    const answer = composeAnswer(
      question,
      this.#deps.index.search(searchTextOf(question), MAX_MATCHES),
    )
    for (const text of toParts(answer)) {
      await this.#pause(signal)
      yield { kind: 'text', text }
    }
    signal.throwIfAborted()
    yield {
      kind: 'done',
      metrics: {
        loadMs: null,
        promptTokens: null,
        replyTokens: null,
        tokensPerSecond: null,
        doneReason: 'stop',
      },
    }
  }

  load(_model: string | null, signal: AbortSignal): Promise<void> {
    return Promise.resolve().then(() => signal.throwIfAborted())
  }

  unload(): Promise<void> {
    return Promise.resolve()
  }

  listModels(): Promise<readonly Model[]> {
    return Promise.resolve([])
  }

  status(): Promise<EngineStatus> {
    return Promise.resolve({
      engine: this.name,
      reachable: true,
      version: null,
      checkedAt: this.#deps.now(),
      error: null,
    })
  }

  /** Throws the signal's own reason, as the port asks; the timer would throw an error of its own. */
  async #pause(signal: AbortSignal): Promise<void> {
    const milliseconds = this.#deps.pauseMs ?? DEFAULT_PAUSE_MS
    if (milliseconds > 0) await pause(milliseconds, undefined, { signal }).catch(() => undefined)
    signal.throwIfAborted()
  }
}

function lastQuestionOf(prompt: readonly PromptMessage[]): string {
  const question = prompt.findLast((message) => message.role === 'user')?.content ?? ''
  return question.slice(0, MAX_QUESTION_LENGTH)
}

/** Cuts a text into a few words each, white space kept, so that the parts together are the text again. */
function toParts(text: string): readonly string[] {
  const words = text.match(/\s*\S+\s*/g) ?? []
  const size = Math.max(MIN_WORDS_PER_PART, Math.ceil(words.length / MAX_PARTS))
  const parts: string[] = []
  for (let at = 0; at < words.length; at += size) parts.push(words.slice(at, at + size).join(''))
  return parts
}
