import type { WireError } from './errors'
import type { Bot } from '../model/bot'
import type { ServerStatus } from '../model/controller'
import type { EngineStatus } from '../model/engine'
import type { Folder } from '../model/folder'
import type { BotId, FolderId, SessionId, TurnId } from '../model/ids'
import type { Instance } from '../model/instance'
import type { Message } from '../model/message'
import type { Pull } from '../model/model'
import type { ReadMark, Session } from '../model/session'
import type { SessionNotes } from '../model/session-notes'
import type { ExportJob, ImportJob } from '../model/transfer'
import type { UpstreamName } from '../model/upstream-name'
import type { ToolCall } from '../model/tool'
import type { LiveTurn, QueuedTurn, QueuePlace, TurnPhase } from '../model/turn'

/** Facts for whoever called `overview.watch`. */
export type OverviewEvent =
  | { readonly event: 'bot.changed'; readonly bot: Bot }
  | { readonly event: 'bot.deleted'; readonly botId: BotId }
  | { readonly event: 'instance.changed'; readonly instance: Instance }
  | { readonly event: 'sessions.changed'; readonly sessions: readonly Session[] }
  | { readonly event: 'sessions.deleted'; readonly sessionIds: readonly SessionId[] }
  /** All sessions that are being named by their bots' models now. */
  | { readonly event: 'sessions.naming'; readonly sessionIds: readonly SessionId[] }
  /** The reader this viewer belongs to has read so far, here or on another device. */
  | { readonly event: 'session.read'; readonly mark: ReadMark }
  | { readonly event: 'folder.changed'; readonly folder: Folder }
  | { readonly event: 'folder.deleted'; readonly folderId: FolderId }
  | { readonly event: 'bin.changed' }
  | { readonly event: 'engine.changed'; readonly engine: EngineStatus }
  | { readonly event: 'server.changed'; readonly server: ServerStatus }
  | { readonly event: 'pull.changed'; readonly pull: Pull }
  /** It is over and off the list; where `done`, its model is there. */
  | {
      readonly event: 'pull.removed'
      readonly name: string
      readonly upstream?: UpstreamName | undefined
      readonly done: boolean
    }
  /** Models were added, deleted, loaded or freed. */
  | { readonly event: 'models.changed' }
  /** An export moves on or has ended; one that is gone is told as `cancelled`. */
  | { readonly event: 'export.changed'; readonly export: ExportJob }
  /** An import moves on or has ended; with `done`, read the lists of sessions and folders anew. */
  | { readonly event: 'import.changed'; readonly import: ImportJob }
  /** Ollama servers were added, changed or removed, or one went away or came back. */
  | { readonly event: 'upstreams.changed' }
  /** A tool server was added, changed or removed, or its state or its tools are others now. */
  | { readonly event: 'toolServers.changed' }
  | { readonly event: 'settings.changed' }
  | { readonly event: 'access.changed' }

/** Facts for whoever called `sessions.watch` on that session. */
export type SessionEvent =
  /** A person said something; it is the end of the visible branch now. */
  | { readonly event: 'message.added'; readonly sessionId: SessionId; readonly message: Message }
  | { readonly event: 'turn.queued'; readonly sessionId: SessionId; readonly turn: QueuedTurn }
  | { readonly event: 'turn.withdrawn'; readonly sessionId: SessionId; readonly turnId: TurnId }
  /**
   * The turn left the queue, if it waited there. Its message was added just before; where it is another version of a
   * reply, the visible branch ends at the message it answers from now on.
   */
  | { readonly event: 'turn.started'; readonly sessionId: SessionId; readonly turn: LiveTurn }
  | {
      readonly event: 'turn.phased'
      readonly sessionId: SessionId
      readonly turnId: TurnId
      readonly phase: TurnPhase
      readonly since: number
      /** With `queued`, which is told again whenever the place is another one. */
      readonly place: QueuePlace | null
    }
  /** `text` stands at `offset` (UTF-16 code units) of the reply: a repeat is harmless, a gap is visible. */
  | {
      readonly event: 'turn.extended'
      readonly sessionId: SessionId
      readonly turnId: TurnId
      readonly offset: number
      readonly text: string
    }
  /** A tool call of the reply being made is there, or has come further: `call` is all of it. */
  | {
      readonly event: 'turn.toolChanged'
      readonly sessionId: SessionId
      readonly turnId: TurnId
      readonly call: ToolCall
    }
  /**
   * `text` stands at `offset` (UTF-16 code units) of what the model has thought; it is no part of the reply. `startedAt`:
   * since when, not counting the time in which it spoke; `durationMs`: how long, null while it thinks.
   */
  | {
      readonly event: 'turn.thought'
      readonly sessionId: SessionId
      readonly turnId: TurnId
      readonly offset: number
      readonly text: string
      readonly startedAt: number
      readonly durationMs: number | null
    }
  /** The reply as it was stored, whatever it came to. It is visible where `headSeq` is its `seq`. */
  | {
      readonly event: 'turn.ended'
      readonly sessionId: SessionId
      readonly turnId: TurnId
      readonly message: Message
      readonly headSeq: number
    }
  /** Another branch is visible: read it anew. */
  | { readonly event: 'branch.switched'; readonly sessionId: SessionId; readonly headSeq: number }
  /** What its bot is always told is another thing now; `error`: why a note that it was writing came to nothing. */
  | {
      readonly event: 'notes.changed'
      readonly sessionId: SessionId
      readonly notes: SessionNotes
      readonly error?: WireError
    }

export type ServerEvent = OverviewEvent | SessionEvent
