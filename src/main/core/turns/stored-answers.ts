import { createHash } from 'node:crypto'
import type { Bot } from '@shared/model/bot'
import type { Message } from '@shared/model/message'
import { modelKey } from '@shared/model/model-name'
import type { PersonId } from '@shared/model/person'
import type { Reader } from '../access/standing'
import type { ToldMessage } from '../engines/engine'
import { optionsFor } from '../formats/reply-formats'
import type { StoredAnswer, TurnStore } from '../storage/storage'

/** What was asked, by whom. */
export interface AskedTurn {
  readonly bot: Bot
  /** What is to be answered. */
  readonly message: Message
  /** Who asks. */
  readonly person: PersonId
  readonly told: readonly ToldMessage[]
}

/** Changes with what a key is made of: what was stored by another one is never found. */
const KEY_VERSION = 1

/** Answers that were given before to exactly the same question, for bots that may offer them while their engine is away. */
export class StoredAnswers {
  readonly #store: Pick<TurnStore, 'findAnswer'>
  readonly #readerOf: (person: PersonId) => Reader | null

  /** `readerOf`: with whose eyes that person reads now; null where they are not let in any more. */
  constructor(store: Pick<TurnStore, 'findAnswer'>, readerOf: (person: PersonId) => Reader | null) {
    this.#store = store
    this.#readerOf = readerOf
  }

  /**
   * Under what the answer to this is found again: a SHA-256 over who asks, the model, every option that changes what it
   * says and all that it is told. Nobody's answer is ever found for somebody else. Null where none is kept: the bot may
   * not offer any, nobody knows who asks, or it has tools, by which it might do something.
   */
  keyOf({ bot, message, person, told }: AskedTurn): string | null {
    const { engine, model, temperature, maxTokens } = bot
    if (!mayOffer(bot) || person === '') return null
    const {
      storedAnswers: _on,
      keepAliveS: _time,
      contextLength: _size,
      ...options
    } = optionsFor(bot, message)
    const sorted = Object.entries(options).sort(([a], [b]) => (a < b ? -1 : 1))
    const prompt = told.map(({ role, content, attachments = [] }) => [
      ...[role, content],
      attachments.map(({ hash }) => hash),
    ])
    const asked = [engine, modelKey(model ?? ''), temperature, maxTokens, sorted, prompt]
    return createHash('sha256')
      .update(JSON.stringify([KEY_VERSION, person, ...asked]))
      .digest('hex')
  }

  /** The newest answer, of a session that whoever asks may still read; null where there is none. */
  async find(asked: AskedTurn): Promise<StoredAnswer | null> {
    const key = this.keyOf(asked)
    const reader = key === null ? null : this.#readerOf(asked.person)
    return key === null || !reader ? null : this.#store.findAnswer(key, reader)
  }
}

export function mayOffer({ model, options }: Bot): boolean {
  return options.storedAnswers === true && model !== null && (options.tools ?? []).length === 0
}
