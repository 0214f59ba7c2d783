import type { Attachment } from '@shared/model/message-details'

/** A picture beside a message that is being written. */
export interface Attached {
  /** Of this page only. */
  readonly id: string
  readonly name: string
  readonly state: 'coming' | 'ready' | 'failed'
  /** How much of it is with the controller, 0 to 1, while it is `coming`. */
  readonly share: number
  /** Once it is `ready`. */
  readonly attachment: Attachment | null
  /** Why it is `failed`, and what to do. */
  readonly problem: string | null
  /** Whether the same file may come through another time. */
  readonly mayRetry: boolean
}

export type AttachedByDraft = Readonly<Record<string, readonly Attached[]>>

export const NOTHING_ATTACHED: readonly Attached[] = []

let made = 0

function toOne(changes: Pick<Attached, 'name' | 'state' | 'attachment'>): Attached {
  made += 1
  return { id: `picture-${String(made)}`, share: 0, problem: null, mayRetry: false, ...changes }
}

export function toAttached(attachment: Attachment): Attached {
  return toOne({ name: attachment.name, state: 'ready', attachment })
}

export function toComing(name: string): Attached {
  return toOne({ name, state: 'coming', attachment: null })
}

/** Those that can be sent. */
export function readyOf(attached: readonly Attached[]): readonly Attachment[] {
  return attached.flatMap(({ attachment }) => attachment ?? [])
}

/** Where a picture is shown, in the window as in a browser. */
export function pictureUrl(hash: string): string {
  return `/api/v1/attachments/${hash}`
}
