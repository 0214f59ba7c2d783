import type { Attachment } from '@shared/model/message-details'

// The contract's own limits, said before something is sent. Its files bring zod, so the values stand here again; a test
// compares them.
export const MAX_PICTURE_BYTES = 10_485_760
export const MAX_PER_MESSAGE = 8

/** A picture beside a message that is being written. */
export interface Attached {
  /** Of this page only. */
  readonly id: string
  readonly name: string
  readonly state: 'coming' | 'ready' | 'failed'
  /** Once it is `ready`. */
  readonly attachment: Attachment | null
  /** Why it is `failed`, and what to do. */
  readonly problem: string | null
}

export type AttachedByDraft = Readonly<Record<string, readonly Attached[]>>

export const NOTHING_ATTACHED: readonly Attached[] = []

let made = 0

export function toAttached(attachment: Attachment): Attached {
  made += 1
  const { name } = attachment
  return { id: `picture-${String(made)}`, name, state: 'ready', attachment, problem: null }
}

export function toComing(name: string): Attached {
  made += 1
  return { id: `picture-${String(made)}`, name, state: 'coming', attachment: null, problem: null }
}

/** Those that can be sent. */
export function readyOf(attached: readonly Attached[]): readonly Attachment[] {
  return attached.flatMap(({ attachment }) => attachment ?? [])
}

/** Where a picture is shown, in the window as in a browser. */
export function pictureUrl(hash: string): string {
  return `/api/v1/attachments/${hash}`
}
