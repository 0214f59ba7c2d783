import type { ServerEvent } from '@shared/contract/events'
import type { Role } from '@shared/model/access'

/** Somebody looking: a window, a browser, a script. The hub knows nothing else of it. */
export interface Viewer {
  readonly id: string
  /** Must not throw and must not wait. `encoded` is the event's JSON, made once for all viewers. */
  send(event: ServerEvent, encoded: EncodedEvent): void
}

/** The JSON of one event: encoded at the first use, then shared by every viewer. */
export interface EncodedEvent {
  json(): Buffer
}

/** Who makes a call, however it came in. */
export interface Caller {
  readonly viewer: Viewer
  /** Null until signed in. */
  readonly identity: Identity | null
  /** Where the call comes from; null for the owner's own window, which reaches nothing by the network. */
  readonly from: CallSource | null
  /** Signs this connection in from now on. */
  signIn(identity: Identity): void
}

export interface CallSource {
  /** Whose address it is: the machine that asks, or whom a trusted proxy asks for. */
  readonly address: string
  /** What is counted as one address: the same, or of IPv6 its first half. */
  readonly network: string
  /** The address and port of ours that it came to, like `192.168.1.5:8000`. */
  readonly reached: string
}

export interface Identity {
  readonly role: Role
  /** The device or token it came by; null for the owner's own window. */
  readonly credential: { readonly kind: 'device' | 'token'; readonly id: string } | null
}
