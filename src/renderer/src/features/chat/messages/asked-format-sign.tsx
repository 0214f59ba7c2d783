import type { AskedFormat } from '@shared/model/message-details'

/** What the reply to a message was asked for in; nothing where it was left to the bot. */
export function AskedFormatSign({ format }: { readonly format: AskedFormat | undefined }) {
  if (format === undefined) return null
  if (typeof format === 'string') return <span>{format === 'json' ? 'as JSON' : 'as text'}</span>
  return <span title={JSON.stringify(format, null, 2)}>as JSON by a schema</span>
}
