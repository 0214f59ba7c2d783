/** Fixed words and fields; never prose built from data, never what people said. */
export interface Logger {
  error(message: string, fields?: LogFields): void
  warn(message: string, fields?: LogFields): void
  info(message: string, fields?: LogFields): void
  debug(message: string, fields?: LogFields): void
  child(scope: string): Logger
}
export type LogFields = Readonly<Record<string, unknown>>
