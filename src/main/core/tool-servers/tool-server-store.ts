import type { Timestamp } from '@shared/model/ids'
import type { ToolServerId, ToolServerTarget } from '@shared/model/tool-server'
import type { ListedTool } from './tool-server-connection'

/** Within limits; `problem` says why it cannot be used though, as of a schema that was too long to keep. */
export interface TidiedTool extends ListedTool {
  readonly problem: string | null
}

/** What a server told of itself last: what bots are offered while it is not running. */
export interface ToldByServer {
  readonly info: string | null
  readonly tools: readonly TidiedTool[]
  readonly leftOut: number
}

/** A tool server as it is stored: without its secrets, which are kept apart. */
export interface StoredToolServer {
  readonly id: ToolServerId
  readonly name: string
  readonly target: ToolServerTarget
  readonly enabled: boolean
  /** Grows by one with every change. */
  readonly version: number
  readonly createdAt: Timestamp
  readonly told: ToldByServer
}

export interface ToolServerStore {
  /** All that are not removed, by name. */
  list(): Promise<readonly StoredToolServer[]>
  /** False where the name is taken. */
  insert(server: StoredToolServer): Promise<boolean>
  /** Replaces target and switch of the row whose version is `server.version - 1`; false where that is not the stored one. */
  update(server: StoredToolServer): Promise<boolean>
  setTold(toolServerId: ToolServerId, told: ToldByServer): Promise<void>
  /** Marks it. False where there is none. */
  remove(toolServerId: ToolServerId, now: Timestamp): Promise<boolean>
  /** Null where there is none, or its name was taken meanwhile. */
  restore(toolServerId: ToolServerId): Promise<StoredToolServer | null>
  /** Forgets the removed ones for good. */
  forgetRemoved(): Promise<void>
}
