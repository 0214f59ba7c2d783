/** The draft key of the format that the message being written asks its reply in; it is kept as it was typed. */
export function formatKeyOf(draftKey: string): string {
  return `format ${draftKey}`
}
