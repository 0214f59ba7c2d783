import type { IncomingMessage } from 'node:http'
import type { Caller, Identity, Viewer } from '@main/core/events/viewer'
import { sourceOf } from './call-source'

/** One request has nobody looking: its answer is all it gets. Each is somebody of its own, so none cancels another's search. */
function nobody(): Viewer {
  return { id: 'http', send: () => undefined }
}

/** Who makes the one call of an HTTP request. */
export function httpCaller(
  request: IncomingMessage,
  identity: Identity | null,
  viewer: Viewer = nobody(),
): Caller {
  // Each request carries its own credential, so there is no connection to sign in.
  return { viewer, identity, from: sourceOf(request), signIn: () => undefined }
}
