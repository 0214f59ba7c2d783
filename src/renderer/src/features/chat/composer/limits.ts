// The contract's own limit, said before something is sent. Its files bring zod, so the value stands here again; a test
// compares them.

/** The longest message, in bytes of UTF-8. */
export const MAX_MESSAGE_BYTES = 65_536

const SHOWN_FROM = 0.9
const encoder = new TextEncoder()
const oneDigit = new Intl.NumberFormat('en', { minimumFractionDigits: 1, maximumFractionDigits: 1 })

const inKilobytes = (bytes: number) => oneDigit.format(bytes / 1024)

export interface MessageSize {
  readonly isTooLong: boolean
  /** What to say about it; null while it is far from the limit. */
  readonly text: string | null
}

/** How long a message is, where that matters. */
export function messageSizeOf(text: string): MessageSize {
  // No character takes more than three bytes for each of its code units: most messages need no counting.
  if (text.length * 3 < MAX_MESSAGE_BYTES * SHOWN_FROM) return { isTooLong: false, text: null }
  const bytes = encoder.encode(text).length
  if (bytes > MAX_MESSAGE_BYTES) {
    return {
      isTooLong: true,
      text: `${inKilobytes(bytes - MAX_MESSAGE_BYTES)} KB too long. Shorten it, or send it in parts.`,
    }
  }
  const isNear = bytes > MAX_MESSAGE_BYTES * SHOWN_FROM
  return {
    isTooLong: false,
    text: isNear ? `${inKilobytes(bytes)} of ${MAX_MESSAGE_BYTES / 1024} KB` : null,
  }
}
