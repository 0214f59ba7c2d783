import type { Bot } from '@shared/model/bot'
import type { BotId, TurnId } from '@shared/model/ids'
import type { Instance } from '@shared/model/instance'
import type { Message } from '@shared/model/message'
import { newId } from '@shared/model/new-id'
import type { Session } from '@shared/model/session'
import type { Logger } from '../logging/logger'
import { isTold } from '../history/is-told'
import type { TurnEnding, TurnStore } from '../storage/storage'
import type { LiveReply } from './live-reply'
import type { TurnOutcome } from './turn-runner'

/** A store that refuses an ending (a full disk) is asked again after this time, until it takes it. */
const STORE_AGAIN_MS = 1_000

export interface EndedTurn {
  readonly turnId: TurnId
  readonly message: Message
  readonly session: Session
  readonly lastReply: Instance['lastReply']
}

/** What one try to store a reply came to; `given-up` where the controller closes: the next start finds it interrupted. */
export type Attempt = EndedTurn | 'refused' | 'given-up'

export interface FinishedTurn {
  /** Who replied. */
  readonly bot: Bot
  /** The session's own bot. */
  readonly ownBotId: BotId
  readonly answered: Message
  readonly reply: LiveReply
  readonly outcome: TurnOutcome
}

/** The one path by which every turn's reply is stored, whatever it came to. */
export class TurnEnder {
  readonly #store: Pick<TurnStore, 'end'>
  readonly #log: Logger
  readonly #now: () => number
  readonly #closing = new AbortController()

  constructor(store: Pick<TurnStore, 'end'>, log: Logger, now: () => number) {
    this.#store = store
    this.#log = log
    this.#now = now
  }

  /**
   * Tries until the store takes the reply. `attempt` is called for each try and holds the session while it runs: between
   * two tries the conversation can be read, and what is sent there gets its answer.
   */
  async end(
    { bot, ownBotId, answered, reply, outcome }: FinishedTurn,
    attempt: (store: () => Promise<Attempt>) => Promise<Attempt>,
  ): Promise<void> {
    const now = this.#now()
    const ending: TurnEnding = {
      turnId: reply.turn.id,
      messageId: newId(now),
      sessionId: answered.sessionId,
      text: reply.text,
      parentSeq: answered.seq,
      botId: ownBotId === bot.id ? null : bot.id,
      model: isTold(answered) ? bot.model : null,
      now,
      ...outcome,
    }
    const lastReply = outcome.metrics && {
      ...outcome.metrics,
      endedAt: now,
      characters: reply.text.length,
      ...(outcome.details?.upstream && { upstream: outcome.details.upstream }),
    }
    // Said once: on a full disk a line for every try would take what room there is.
    let isFirst = true
    const tryToStore = () => this.#tryToStore(ending, lastReply, isFirst)
    while ((await attempt(tryToStore)) === 'refused') {
      isFirst = false
      await pause(STORE_AGAIN_MS, this.#closing.signal)
    }
  }

  /** No more second tries. */
  close(): void {
    this.#closing.abort()
  }

  async #tryToStore(
    ending: TurnEnding,
    lastReply: EndedTurn['lastReply'],
    isFirst: boolean,
  ): Promise<Attempt> {
    try {
      return { ...(await this.#store.end(ending)), turnId: ending.turnId, lastReply }
    } catch (error) {
      if (isFirst) this.#log.error('reply not stored yet', { turnId: ending.turnId, error })
      return this.#closing.signal.aborted ? 'given-up' : 'refused'
    }
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(done, ms)
    signal.addEventListener('abort', done, { once: true })
    function done(): void {
      clearTimeout(timer)
      signal.removeEventListener('abort', done)
      resolve()
    }
  })
}
