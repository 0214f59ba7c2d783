/**
 * SQLite keeps text as UTF-8, which has no lone surrogates. A text that has one is stored twice: readable in its TEXT
 * column, and exact, as UTF-16LE, in the BLOB column beside it. For every other text the BLOB is null.
 */

/** What goes in the BLOB column. */
export function toExactBytes(text: string): Buffer | null {
  return text.isWellFormed() ? null : Buffer.from(text, 'utf16le')
}

/** The text, of its two columns. */
export function toText(text: string, exact: Buffer | null): string {
  return exact === null ? text : exact.toString('utf16le')
}
