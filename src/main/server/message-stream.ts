import type { FastifyReply, FastifyRequest } from 'fastify'
import type { AccessService } from '@main/core/access/access-service'
import type { CommandRouter } from '@main/core/commands/command-router'
import type { EventHub } from '@main/core/events/event-hub'
import type { Caller } from '@main/core/events/viewer'
import type { Logger } from '@main/core/logging/logger'
import { toWireError } from '@shared/contract/app-error'
import type { CommandName, CommandOutput } from '@shared/contract/commands'
import type { SessionId, TurnId } from '@shared/model/ids'
import type { Message } from '@shared/model/message'
import { httpCaller } from './http-caller'
import { TurnStream } from './turn-stream'

const HEARTBEAT_MS = 15_000
const LOOKUP_PAGE = 200

export interface MessageStreamsDeps {
  readonly router: Pick<CommandRouter, 'dispatch'>
  readonly hub: Pick<EventHub, 'leave'>
  readonly access: Pick<AccessService, 'onRevoked'>
  readonly log: Logger
  readonly heartbeatMs?: number
}

type Input = Readonly<Record<string, unknown>>

/** `POST …/messages` with `Accept: text/event-stream`: the message goes in, its turn's events come out. */
export class MessageStreams {
  readonly #deps: MessageStreamsDeps
  readonly #open = new Set<TurnStream>()
  readonly #stopListening: () => void

  constructor(deps: MessageStreamsDeps) {
    this.#deps = deps
    this.#stopListening = deps.access.onRevoked((credentialId) => this.#cutOff(credentialId))
  }

  /**
   * Watches first and sends then, so that nothing of the turn is missed. A refusal before the first event is an ordinary
   * error answer. A reader that goes away does not stop the turn.
   */
  async answer(request: FastifyRequest, reply: FastifyReply, input: Input): Promise<FastifyReply> {
    const { hub, log } = this.#deps
    const stream = new TurnStream(reply.raw, request.identity, () =>
      log.warn('reader far behind', { door: 'http' }),
    )
    try {
      await this.#begin(stream, request, reply, input)
    } catch (error) {
      hub.leave(stream)
      if (!reply.sent) throw error
      stream.fail(toWireError(error))
      log.error('message stream failed', { error })
    }
    return reply
  }

  /** Ends all of them: the controller stops. */
  close(): void {
    this.#stopListening()
    for (const stream of this.#open) stream.end()
  }

  async #begin(
    stream: TurnStream,
    { raw }: FastifyRequest,
    reply: FastifyReply,
    input: Input,
  ): Promise<void> {
    const caller = httpCaller(raw, stream.identity, stream)
    const { sessionId } = input
    // Only what comes from now on: no stored message is wanted here.
    const view = await this.#call(
      'sessions.watch',
      { sessionId, afterSeq: Number.MAX_SAFE_INTEGER },
      caller,
    )
    const sent = await this.#call('messages.send', input, caller)

    reply.hijack()
    this.#follow(stream, reply, caller, view.session.id)
    stream.open(sent.turnId, sent)
    if (view.live?.id === sent.turnId) {
      stream.replay({ event: 'turn.started', sessionId: view.session.id, turn: view.live })
    }
    const waits = view.queue.some(({ id }) => id === sent.turnId)
    if (!stream.sawTurn && !waits)
      await this.#replayStored(stream, caller, view.session.id, sent.turnId)
  }

  #follow(stream: TurnStream, reply: FastifyReply, caller: Caller, sessionId: SessionId): void {
    this.#open.add(stream)
    const heartbeat = setInterval(() => {
      stream.beat()
      // A session that was deleted meanwhile has no more events to end with.
      this.#call('sessions.get', { sessionId }, caller).catch((error: unknown) =>
        stream.fail(toWireError(error)),
      )
    }, this.#deps.heartbeatMs ?? HEARTBEAT_MS)
    const leave = (): void => {
      clearInterval(heartbeat)
      this.#open.delete(stream)
      this.#deps.hub.leave(stream)
    }
    reply.raw.once('close', leave)
    if (reply.raw.destroyed) leave()
  }

  /** The message was sent before and its turn is over: the stored reply ends the stream. */
  async #replayStored(
    stream: TurnStream,
    caller: Caller,
    sessionId: SessionId,
    turnId: TurnId,
  ): Promise<void> {
    const message = await this.#findReply(caller, sessionId, turnId)
    if (message) {
      stream.replay({ event: 'turn.ended', sessionId, turnId, message, headSeq: message.seq })
    } else {
      stream.fail({
        code: 'conflict',
        message:
          'The reply to this message is in a branch that is not visible. Switch to it first.',
      })
    }
  }

  async #findReply(caller: Caller, sessionId: SessionId, turnId: TurnId): Promise<Message | null> {
    let before: number | undefined
    for (;;) {
      const bound = before === undefined ? {} : { before }
      const page = await this.#call(
        'messages.list',
        { sessionId, limit: LOOKUP_PAGE, ...bound },
        caller,
      )
      const found = page.messages.find(
        (message) => message.turnId === turnId && message.author === 'bot',
      )
      if (found) return found
      before = page.messages[0]?.seq
      if (!page.hasMore || before === undefined) return null
    }
  }

  #call<N extends CommandName>(
    command: N,
    input: Input,
    caller: Caller,
  ): Promise<CommandOutput<N>> {
    // The router answers `unknown`, as it takes any name; the command table says what this one answers.
    return this.#deps.router.dispatch(command, input, caller) as Promise<CommandOutput<N>>
  }

  #cutOff(credentialId: string): void {
    for (const stream of this.#open) {
      if (stream.identity?.credential?.id !== credentialId) continue
      stream.fail({ code: 'unauthenticated', message: 'You were signed out. Sign in again.' })
    }
  }
}
