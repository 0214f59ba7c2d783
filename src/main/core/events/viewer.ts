import type { ServerEvent } from '@shared/contract/events'
import type { Role } from '@shared/model/access'
import type { PersonId } from '@shared/model/person'

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
  /** Signs this connection in from now on. */
  signIn(identity: Identity): void
}

/** By what somebody came in; what they may at this moment is their `Standing`. */
export interface Identity {
  readonly personId: PersonId
  /** The most that may be done by it, whatever the person may. */
  readonly role: Role
  /** The device or token it came by; null for the owner's own window. */
  readonly credential: { readonly kind: 'device' | 'token'; readonly id: string } | null
}
