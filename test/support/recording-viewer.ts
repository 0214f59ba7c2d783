import type { ServerEvent, SessionEvent } from '@shared/contract/events'
import type { Caller, EncodedEvent, Identity, Viewer } from '@main/core/events/viewer'

type Named<N extends ServerEvent['event']> = Extract<ServerEvent, { event: N }>

/** A viewer that keeps what it is sent, with the bytes, and lets a test wait for a fact. */
export class RecordingViewer implements Viewer {
  readonly id: string
  readonly events: ServerEvent[] = []
  readonly bytes: string[] = []
  readonly #waiters = new Set<() => void>()

  constructor(id = 'viewer') {
    this.id = id
  }

  send(event: ServerEvent, encoded: EncodedEvent): void {
    this.events.push(event)
    this.bytes.push(encoded.json().toString())
    for (const check of this.#waiters) check()
  }

  of<N extends ServerEvent['event']>(name: N): Named<N>[] {
    return this.events.filter((event): event is Named<N> => event.event === name)
  }

  sessionEvents(): SessionEvent[] {
    return this.events.filter((event): event is SessionEvent =>
      /^(message|turn)\./.test(event.event),
    )
  }

  /** Resolves with the first event of that name that fits, past or to come. */
  waitFor<N extends ServerEvent['event']>(
    name: N,
    fits: (event: Named<N>) => boolean = () => true,
  ): Promise<Named<N>> {
    return new Promise((resolve) => {
      const check = (): void => {
        const found = this.of(name).find(fits)
        if (!found) return
        this.#waiters.delete(check)
        resolve(found)
      }
      this.#waiters.add(check)
      check()
    })
  }
}

/** The owner's window, as the router sees it. */
export function ownerCaller(viewer: Viewer = new RecordingViewer()): Caller {
  return callerOf({ role: 'owner', credential: null }, viewer)
}

export function callerOf(
  identity: Identity | null,
  viewer: Viewer = new RecordingViewer(),
): Caller {
  return { viewer, identity, from: null, signIn: () => undefined }
}
