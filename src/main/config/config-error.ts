/** A flag, variable or file that cannot be used; the message is one clear line for the person who started it. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
}
