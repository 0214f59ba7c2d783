import type { Bot } from '@shared/model/bot'
import type { BotId, SessionId, TurnId } from '@shared/model/ids'
import type { Message } from '@shared/model/message'
import type { PersonId } from '@shared/model/person'
import type { Session } from '@shared/model/session'
import type { LiveTurn } from '@shared/model/turn'
import type { BotService } from '../bots/bot-service'
import type { EventHub } from '../events/event-hub'
import { isStructured } from '../formats/reply-formats'
import { isTold } from '../history/is-told'
import type { PromptService } from '../history/prompt-service'
import type { InstanceTable } from '../instances/instance-table'
import type { Logger } from '../logging/logger'
import type { SessionService } from '../sessions/session-service'
import type { TitleMaker } from '../sessions/title-maker'
import type { TurnStore } from '../storage/storage'
import { KeyedLock } from './keyed-lock'
import { LiveReply } from './live-reply'
import type { TurnStop } from './live-reply'
import type { PartialSaver } from './partial-saver'
import type { EndedTurn, TurnEnder } from './turn-ender'
import type { TurnRunner } from './turn-runner'
import { BY_CLOSING, BY_PERSON } from './turn-stops'
import { WaitingTurns } from './waiting-turns'

export interface TurnConductorDeps {
  readonly bots: Pick<BotService, 'get'>
  readonly sessions: Pick<SessionService, 'changed'>
  readonly store: TurnStore
  readonly instances: InstanceTable
  readonly hub: Pick<EventHub, 'publishSession'>
  readonly prompts: Pick<PromptService, 'replied'>
  readonly titles: Pick<TitleMaker, 'replied' | 'turnStarted'>
  readonly runner: TurnRunner
  readonly ender: TurnEnder
  readonly saver: PartialSaver
  readonly log: Logger
  readonly now: () => number
}

export interface BeginningTurn {
  readonly bot: Bot
  readonly turnId: TurnId
  /** What is to be answered. */
  readonly message: Message
  /** Who asked. */
  readonly person: string
  /** The session's own bot, where another one is to answer. */
  readonly ownBotId?: BotId
}

interface RunningTurn {
  readonly botId: BotId
  readonly reply: LiveReply
  /** Its reply is stored, or given up because the controller closes. */
  readonly settled: Promise<void>
  /** Its reply is over, but the disk refused it: that may last. */
  readonly refused: Promise<unknown>
}

/** Lets one turn at a time run in each session, begins the next one when it ends, and tells the viewers. */
export class TurnConductor {
  readonly waiting: WaitingTurns
  readonly #deps: TurnConductorDeps
  readonly #lock = new KeyedLock<SessionId>()
  readonly #running = new Map<SessionId, RunningTurn>()
  #closing = false

  constructor(deps: TurnConductorDeps) {
    this.#deps = deps
    this.waiting = new WaitingTurns(deps.instances)
  }

  /** While the task runs, nothing is said, begun or ended in that session. */
  locked<T>(sessionId: SessionId, task: () => Promise<T>): Promise<T> {
    return this.#lock.run(sessionId, task)
  }

  /** Whether a turn may begin at once: none runs, none waits, and the bot is ready. Under the session's lock. */
  mayStart(sessionId: SessionId, botId: BotId): boolean {
    return (
      !this.#running.has(sessionId) &&
      !this.waiting.has(sessionId) &&
      this.#deps.instances.isReady(botId)
    )
  }

  liveTurn(sessionId: SessionId): LiveTurn | null {
    return this.#running.get(sessionId)?.reply.turn ?? null
  }

  /** A person's message got its place in the session. */
  said(message: Message, session: Session): void {
    this.#deps.hub.publishSession({ event: 'message.added', sessionId: session.id, message })
    this.#deps.sessions.changed(session)
  }

  /** Begins a turn. Under the session's lock. */
  start({ bot, turnId, message, person, ownBotId = bot.id }: BeginningTurn): void {
    const { hub, instances, titles, now } = this.#deps
    const { sessionId } = message
    const startedAt = now()
    const turn: LiveTurn = {
      id: turnId,
      sessionId,
      botId: bot.id,
      replyTo: message.id,
      parentSeq: message.seq,
      phase: 'waiting',
      phaseSince: startedAt,
      place: null,
      startedAt,
      text: '',
      ...(isStructured(bot, message) && { structured: true }),
    }
    const reply = new LiveReply({
      ...{ turn, person, now },
      publish: (event) => {
        hub.publishSession(event)
      },
      onQueued: (isQueued) => {
        instances.turnWaits(bot.id, isQueued ? 1 : -1)
      },
    })
    titles.turnStarted(bot.id)
    instances.turnStarted(bot.id)
    hub.publishSession({ event: 'turn.started', sessionId, turn })
    const refused = Promise.withResolvers<undefined>()
    const settled = this.#run(bot, ownBotId, message, reply, () => refused.resolve(undefined))
    this.#running.set(sessionId, { botId: bot.id, reply, settled, refused: refused.promise })
  }

  /** Begins the oldest message that waits, if one may begin now. Under the session's lock. */
  async startNext(sessionId: SessionId, botId: BotId): Promise<void> {
    const { store, instances, bots, now, log } = this.#deps
    if (this.#closing || !this.waiting.has(sessionId) || this.#running.has(sessionId)) return
    if (!instances.isReady(botId)) return
    try {
      const next = await store.startQueued(sessionId, now())
      if (!next) return
      this.waiting.change(sessionId, botId, -1)
      this.said(next.message, next.session)
      const { turnId, message, sender, session } = next
      // What waited since before senders were stored: in a session of their own, or named in it.
      const person = sender ?? message.details?.personId ?? session.personId
      this.start({ bot: bots.get(botId), turnId, message, person })
    } catch (error) {
      // What waits stays stored; the next message, launch or start tries again.
      log.error('queued message not begun', { sessionId, error })
    }
  }

  /** Begins what waits for this bot, in every session of it. */
  async resumeQueues(botId: BotId): Promise<void> {
    for (const sessionId of await this.#deps.store.sessionsWithQueue(botId)) {
      await this.locked(sessionId, () => this.startNext(sessionId, botId))
    }
  }

  /**
   * Ends the session's turn and waits until it is stored, or until the disk refused it: then it is kept in memory, in the
   * phase `storing`. False where none runs.
   */
  async end(sessionId: SessionId, stop: TurnStop): Promise<boolean> {
    const running = this.#running.get(sessionId)
    if (!running) return false
    running.reply.stop(stop)
    await Promise.race([running.settled, running.refused])
    return true
  }

  /** In which sessions replies are being made, and who asked for each. */
  running(): readonly { readonly sessionId: SessionId; readonly person: PersonId }[] {
    return [...this.#running].map(([sessionId, { reply }]) => ({ sessionId, person: reply.person }))
  }

  /** Ends all turns of a bot; waits as `end` does. */
  async stopBot(botId: BotId): Promise<void> {
    const ofBot = [...this.#running].filter(([, turn]) => turn.botId === botId)
    await Promise.all(ofBot.map(([sessionId]) => this.end(sessionId, BY_PERSON)))
  }

  /** Interrupts every turn and waits until all are stored. */
  async close(): Promise<void> {
    this.#closing = true
    const running = [...this.#running.values()]
    for (const { reply } of running) reply.stop(BY_CLOSING)
    await Promise.all(running.map(({ settled }) => settled))
  }

  async #run(
    bot: Bot,
    ownBotId: BotId,
    message: Message,
    reply: LiveReply,
    onRefused: () => void,
  ): Promise<void> {
    const { runner, saver, ender } = this.#deps
    const { sessionId } = message
    saver.add(reply)
    const outcome = await runner.run(bot, message, reply)
    await ender.end({ bot, ownBotId, answered: message, reply, outcome }, (store) =>
      this.locked(sessionId, async () => {
        const attempt = await store()
        if (attempt === 'refused') {
          reply.enterPhase('storing')
          onRefused()
          return attempt
        }
        saver.delete(reply)
        this.#running.delete(sessionId)
        this.#ended(bot.id, attempt === 'given-up' ? null : attempt)
        await this.startNext(sessionId, ownBotId)
        return attempt
      }),
    )
  }

  #ended(botId: BotId, ended: EndedTurn | null): void {
    const { instances, prompts, titles, hub, sessions } = this.#deps
    instances.turnEnded(botId, ended?.lastReply ?? null)
    if (!ended) return
    const { message, session, turnId } = ended
    prompts.replied(message)
    const { id: sessionId, headSeq } = session
    hub.publishSession({ event: 'turn.ended', sessionId, turnId, message, headSeq })
    sessions.changed(session)
    if (message.status === 'complete' && isTold(message)) titles.replied(botId, session)
  }
}
