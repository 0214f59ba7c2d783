import { randomUUID } from 'node:crypto'
import type { ServerResponse } from 'node:http'
import type { EncodedEvent, Identity, Viewer } from '@main/core/events/viewer'
import type { ServerEvent } from '@shared/contract/events'
import type { WireError } from '@shared/contract/errors'
import type { TurnId } from '@shared/model/ids'

/** A reader that is this far behind is cut off. */
export const MAX_BACKLOG_BYTES = 4 * 1024 * 1024

/** One response that follows one turn to its end, as server-sent events. */
export class TurnStream implements Viewer {
  readonly id = randomUUID()
  readonly identity: Identity | null
  readonly #response: ServerResponse
  readonly #onBehind: () => void
  /** What came before it was known which turn is ours. */
  #early: { readonly event: ServerEvent; readonly encoded: EncodedEvent }[] = []
  #turnId: TurnId | null = null
  #sawTurn = false

  constructor(response: ServerResponse, identity: Identity | null, onBehind: () => void) {
    this.#response = response
    this.identity = identity
    this.#onBehind = onBehind
  }

  /** Whether anything of the turn came by. */
  get sawTurn(): boolean {
    return this.#sawTurn
  }

  /** Whether nothing more can be written: the turn ended, or the reader went away. */
  get isOver(): boolean {
    return this.#response.writableEnded || this.#response.destroyed
  }

  send(event: ServerEvent, encoded: EncodedEvent): void {
    if (this.#turnId === null) this.#early.push({ event, encoded })
    else this.#forward(event, encoded.json())
  }

  /** Begins the answer; everything of this turn follows until it ends. */
  open(turnId: TurnId, accepted: object): void {
    this.#response.writeHead(200, {
      'Content-Type': 'text/event-stream; charset=utf-8',
      // For proxies that would gather an answer before they pass it on.
      'X-Accel-Buffering': 'no',
    })
    this.#turnId = turnId
    this.#write('message.accepted', null, Buffer.from(JSON.stringify(accepted)))
    const early = this.#early
    this.#early = []
    for (const { event, encoded } of early) this.#forward(event, encoded.json())
  }

  /** Something of the turn that was not an event any more when we came. */
  replay(event: ServerEvent): void {
    this.#forward(event, Buffer.from(JSON.stringify(event)))
  }

  /** Keeps what stands between us and the reader from giving up. */
  beat(): void {
    if (!this.isOver) this.#response.write(': still here\n\n')
  }

  /** Ends the stream though the turn did not. */
  fail(error: WireError): void {
    this.#write('stream.failed', null, Buffer.from(JSON.stringify({ error })))
    this.end()
  }

  end(): void {
    if (!this.isOver) this.#response.end()
  }

  #forward(event: ServerEvent, json: Buffer): void {
    if (turnIdOf(event) !== this.#turnId) return
    this.#sawTurn = true
    this.#write(event.event, positionOf(event), json)
    if (event.event === 'turn.ended' || event.event === 'turn.withdrawn') this.end()
  }

  #write(name: string, position: number | null, json: Buffer): void {
    if (this.isOver) return
    const id = position === null ? '' : `id: ${position}\n`
    this.#response.write(
      Buffer.concat([Buffer.from(`event: ${name}\n${id}data: `), json, END_OF_EVENT]),
    )
    if (this.#response.writableLength <= MAX_BACKLOG_BYTES) return
    this.#onBehind()
    this.#response.destroy()
  }
}

const END_OF_EVENT = Buffer.from('\n\n')

function turnIdOf(event: ServerEvent): TurnId | null {
  if (event.event === 'message.added') return event.message.turnId
  if ('turn' in event) return event.turn.id
  return 'turnId' in event ? event.turnId : null
}

/** How far the reader has come: within the reply while it is made, within the session once something is stored. */
function positionOf(event: ServerEvent): number | null {
  if (event.event === 'turn.extended') return event.offset
  return 'message' in event ? event.message.seq : null
}
