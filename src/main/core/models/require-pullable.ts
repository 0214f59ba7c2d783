import { AppError } from '@shared/contract/app-error'

const ADDRESS = /^(?:localhost|\d+(?:\.\d+){3}|0x[0-9a-f]+|\d+)(?::\d+)?\//i

/**
 * A model may name the registry it comes from, as `hf.co/…`. One that names a machine by its number would make Ollama
 * knock at any door of its network (CVE-2026-5530), so it is not sent. Throws `invalid_input`.
 */
export function requirePullable(name: string): void {
  if (ADDRESS.test(name)) {
    throw new AppError(
      'invalid_input',
      'A model is pulled from the library or from a registry with a name, like hf.co/owner/model, not from an address.',
    )
  }
}
