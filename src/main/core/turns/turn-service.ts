import { AppError } from '@shared/contract/app-error'
import type { CommandInput, CommandOutput } from '@shared/contract/commands'
import type { Bot } from '@shared/model/bot'
import type { BotId, ClientMessageId, SessionId, TurnId } from '@shared/model/ids'
import { MAX_MESSAGE_BYTES } from '@shared/model/message'
import type { MessageDetails } from '@shared/model/message-details'
import { newId } from '@shared/model/new-id'
import type { PersonId } from '@shared/model/person'
import type { Session, SessionView } from '@shared/model/session'
import type { SessionNotes } from '@shared/model/session-notes'
import type { QueuedTurn } from '@shared/model/turn'
import type { SessionAccessMap } from '../access/session-access-map'
import type { Reader } from '../access/standing'
import type { AttachedPictures, PictureGuard } from '../attachments/picture-guard'
import type { BotService } from '../bots/bot-service'
import type { EngineRegistry } from '../engines/engine-registry'
import type { EventHub } from '../events/event-hub'
import type { Identity, Viewer } from '../events/viewer'
import { requireFormatOf, withFormat } from '../formats/reply-formats'
import type { HistoryService } from '../history/history-service'
import type { InstanceTable } from '../instances/instance-table'
import type { SessionService } from '../sessions/session-service'
import { titleOf } from '../sessions/title-of'
import type { NoteService } from '../notes/note-service'
import type { TurnStore } from '../storage/storage'
import type { TurnConductor } from './turn-conductor'
import { BY_PERSON } from './turn-stops'

type Sent = CommandInput<'messages.send'>

export interface TurnServiceDeps {
  readonly bots: Pick<BotService, 'get'>
  readonly sessions: Pick<SessionService, 'get' | 'accessOf' | 'switchBranch'>
  readonly store: TurnStore
  readonly history: Pick<HistoryService, 'catchUp'>
  readonly notes: Pick<NoteService, 'viewOf'>
  readonly instances: Pick<InstanceTable, 'get' | 'isReady'>
  readonly hub: Pick<EventHub, 'publishSession' | 'watchSession'>
  readonly access: Pick<SessionAccessMap, 'known'>
  readonly conductor: TurnConductor
  readonly engines: Pick<EngineRegistry, 'get'>
  readonly pictures: Pick<PictureGuard, 'attach'>
  /** Messages that may wait in one session, as it is set now. */
  readonly maxQueued: () => number
  readonly now: () => number
}

interface Said {
  /** Who says it. */
  readonly person: PersonId
  /** Whose session it is. */
  readonly personId: PersonId
  readonly attached: AttachedPictures
}

/** What people do with turns: send, stop, withdraw, try again, watch. */
export class TurnService {
  readonly #deps: TurnServiceDeps

  constructor(deps: TurnServiceDeps) {
    this.#deps = deps
  }

  /**
   * Stores the message and begins its turn, or queues it. `asker`: who asks, with whose eyes pictures are looked for. Throws
   * `too_large`, `not_found`, `conflict`, `invalid_input` for pictures that the bot's model cannot see or a format it cannot
   * keep to, or `engine_busy` where too many wait for the model.
   */
  async send(
    input: CommandInput<'messages.send'>,
    asker: Reader,
  ): Promise<CommandOutput<'messages.send'>> {
    if (Buffer.byteLength(input.text) > MAX_MESSAGE_BYTES) {
      throw new AppError(
        'too_large',
        'This message is longer than 64 KB. Shorten it, or send it in parts.',
      )
    }
    const { botId, personId } = await this.#deps.sessions.accessOf(input.sessionId)
    const bot = this.#deps.bots.get(botId)
    requireFormatOf(bot, input.format)
    const attached = await this.#deps.pictures.attach(bot, asker, input.attachments)
    return this.#deps.conductor.locked(input.sessionId, () =>
      this.#store(bot, input, { person: asker.personId, personId, attached }),
    )
  }

  /** Ends the session's reply, keeping its text. False where none is being made. */
  async stop(sessionId: SessionId): Promise<boolean> {
    await this.#deps.sessions.get(sessionId)
    return this.stopSession(sessionId)
  }

  /** The same for a session that may be deleted by now. */
  stopSession(sessionId: SessionId): Promise<boolean> {
    return this.#deps.conductor.end(sessionId, BY_PERSON)
  }

  /** Takes back a message that waits and answers it. Throws `conflict` where its turn has begun. */
  async withdraw(sessionId: SessionId, turnId: TurnId): Promise<QueuedTurn> {
    const { store, hub, conductor, sessions } = this.#deps
    const { botId } = await sessions.get(sessionId)
    return conductor.locked(sessionId, async () => {
      const withdrawn = await store.withdraw(sessionId, turnId)
      if (!withdrawn) throw new AppError('conflict', 'This message does not wait any more.')
      conductor.waiting.change(sessionId, botId, -1)
      hub.publishSession({ event: 'turn.withdrawn', sessionId, turnId })
      return withdrawn
    })
  }

  /**
   * Asks for another version of the reply to a message, also of another bot or model. Throws `conflict` while a reply is
   * being made in that session.
   */
  async retry(input: CommandInput<'turns.retry'>, person: PersonId): Promise<TurnId> {
    const { sessionId, messageId, clientTurnId = null } = input
    const { store, conductor, sessions } = this.#deps
    const { botId: ownBotId } = await sessions.get(sessionId)
    const bot = this.#replier(input, ownBotId)
    return conductor.locked(sessionId, async () => {
      const mayNot = this.#whyNoRetry(bot, await sessions.get(sessionId), input.headSeq)
      if (mayNot) return this.#begunBefore(sessionId, clientTurnId, mayNot)
      const now = this.#deps.now()
      const begun = await store.startRetry({
        ...{ turnId: newId(now), sessionId, messageId, clientTurnId, now },
        botId: bot.id === ownBotId ? null : bot.id,
      })
      const { turnId, message } = begun
      if (message) conductor.start({ bot, turnId, message, person, ownBotId })
      return turnId
    })
  }

  /** Makes the branch through a message visible, for everybody. */
  async switchBranch({ sessionId, seq }: CommandInput<'sessions.switchBranch'>): Promise<Session> {
    const { conductor, sessions, hub } = this.#deps
    await sessions.get(sessionId)
    return conductor.locked(sessionId, async () => {
      const session = await sessions.switchBranch(sessionId, seq)
      hub.publishSession({ event: 'branch.switched', sessionId, headSeq: session.headSeq })
      return session
    })
  }

  /** Everything about a session in one instant; from here on the viewer gets its events. Throws `not_found`. */
  async watch(
    sessionId: SessionId,
    afterSeq: number | undefined,
    viewer: Viewer,
    identity: Identity,
  ): Promise<SessionView> {
    const { conductor, sessions, history, notes, store, hub, access } = this.#deps
    await sessions.get(sessionId)
    // Under the session's lock nothing is stored or begun, so nothing falls between what is read and what is watched.
    return conductor.locked(sessionId, async () => {
      const session = await sessions.get(sessionId)
      const [missed, kept] = await Promise.all([
        history.catchUp(sessionId, afterSeq),
        notes.viewOf(sessionId),
      ])
      const queue = conductor.waiting.has(sessionId) ? await store.queue(sessionId) : []
      // Somebody may have made it private while this was read.
      if (!hub.watchSession(access.known(sessionId) ?? session, viewer, identity))
        throw new AppError('not_found', 'That conversation is not there any more.')
      const live = conductor.liveTurn(sessionId)
      return { session, ...missed, live, queue: [...queue], ...withNotes(kept) }
    })
  }

  async #store(
    bot: Bot,
    { attachments: _hashes, format, program, ...input }: Sent,
    { person, personId, attached }: Said,
  ): Promise<CommandOutput<'messages.send'>> {
    const { store, conductor, hub } = this.#deps
    const { sessionId } = input
    const start = conductor.mayStart(sessionId, bot.id)
    const refusal = this.#whyNot(bot, start) ?? attached.refusal
    const now = this.#deps.now()
    const [messageId, turnId] = [newId(now), newId(now)]
    const sent = await store.send({
      ...input,
      sender: person,
      messageId,
      turnId,
      details: saidBy(person, personId, detailsOf({ format, program }, person, attached)),
      title: firstTitleOf(input.text, attached),
      now,
      start: start && !refusal,
      // What was taken once is acknowledged again whatever became of the bot; there is no room for anything new. Another
      // version of a message never waits: what it would follow may be gone from view by then.
      maxQueued: refusal || input.replaces ? 0 : this.#deps.maxQueued(),
    })
    switch (sent.kind) {
      case 'started':
        conductor.said(sent.message, sent.session)
        conductor.start({ bot, turnId, message: sent.message, person })
        return { messageId, turnId, queued: false }
      case 'queued':
        conductor.waiting.change(sessionId, bot.id, 1)
        hub.publishSession({ event: 'turn.queued', sessionId, turn: sent.turn })
        await conductor.startNext(sessionId, bot.id)
        return { messageId, turnId, queued: true }
      case 'repeated':
        return { messageId: sent.messageId, turnId: sent.turnId, queued: sent.queued }
      case 'queue_full':
        throw refusal ?? this.#noPlace(input.replaces !== undefined)
    }
  }

  /** Why a message cannot wait for the reply before it. */
  #noPlace(isVersion: boolean): AppError {
    if (isVersion) return isAnswering()
    const most = this.#deps.maxQueued()
    return new AppError(
      'conflict',
      `${most} ${most === 1 ? 'message waits' : 'messages wait'} here already. Wait for a reply, or withdraw one.`,
    )
  }

  /** Who is to reply, with the model that is asked for. */
  #replier({ botId, model }: CommandInput<'turns.retry'>, ownBotId: BotId): Bot {
    const bot = this.#deps.bots.get(botId ?? ownBotId)
    if (model === undefined) return bot
    if (bot.model === null)
      throw new AppError('invalid_input', `${bot.name} works without a model. Leave it out.`)
    return { ...bot, model }
  }

  #whyNoRetry(bot: Bot, session: Session, headSeq = session.headSeq): AppError | null {
    const notLaunched = this.#whyNotLaunched(bot)
    if (notLaunched) return notLaunched
    if (!this.#deps.conductor.mayStart(session.id, bot.id)) return isAnswering()
    const full = this.#whyFull(bot, true)
    if (full) return full
    if (headSeq === session.headSeq) return null
    return new AppError('conflict', 'More was said here meanwhile. Look at it, then ask again.', {
      current: session,
    })
  }

  /** A turn that the same request began before is acknowledged again, whatever is going on now. */
  async #begunBefore(
    sessionId: SessionId,
    clientTurnId: ClientMessageId | null,
    refusal: AppError,
  ): Promise<TurnId> {
    const begun = clientTurnId && (await this.#deps.store.findSent(sessionId, clientTurnId))
    if (begun) return begun
    throw refusal
  }

  /** Why nothing can be sent to this bot now. `start`: its reply would begin at once. */
  #whyNot(bot: Bot, start: boolean): AppError | null {
    return this.#whyNotLaunched(bot) ?? this.#whyFull(bot, start)
  }

  /** Too many wait for its model already, where it would be asked now. */
  #whyFull({ engine, model }: Bot, start: boolean): AppError | null {
    return start ? (this.#deps.engines.get(engine).whyFull?.(model) ?? null) : null
  }

  #whyNotLaunched(bot: Bot): AppError | null {
    const { state } = this.#deps.instances.get(bot.id)
    if (this.#deps.instances.isReady(bot.id) || state === 'starting') return null
    const is = state === 'failed' ? 'not running' : state
    return new AppError('conflict', `${bot.name} is ${is}. Launch it, then send again.`)
  }
}

/** Whose words they are, where the session is somebody else's. */
function saidBy(
  person: PersonId,
  sessionPerson: PersonId,
  details: MessageDetails | undefined,
): MessageDetails | undefined {
  return sessionPerson === person ? details : { ...details, personId: person }
}

/** What is kept of a message besides its text: for a command, who typed it. */
function detailsOf(
  { format, program }: Pick<Sent, 'format' | 'program'>,
  by: PersonId,
  { details }: AttachedPictures,
): MessageDetails | undefined {
  return program ? { program: { by } } : withFormat(details, format)
}

/** A conversation that begins with a picture is called as that. */
function firstTitleOf(text: string, { name }: AttachedPictures): string {
  return titleOf(text) || name
}

function isAnswering(): AppError {
  return new AppError(
    'conflict',
    'A reply is being made here, or messages wait. Stop it, or try again when they are done.',
  )
}

/** Few sessions have any. */
function withNotes(notes: SessionNotes): Pick<SessionView, 'notes'> {
  const isEmpty = notes.pins.length + notes.notes.length === 0 && notes.making === null
  return isEmpty ? {} : { notes }
}
