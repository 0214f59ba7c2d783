import type { IncomingMessage, ServerResponse } from 'node:http'
import type { JsonObject } from './options.ts'
import type { World } from './world.ts'

/** One request with its body read and parsed. */
export interface Exchange {
  readonly req: IncomingMessage
  readonly res: ServerResponse
  readonly path: string
  readonly body: JsonObject
}

export type Handler = (world: World, exchange: Exchange) => void
