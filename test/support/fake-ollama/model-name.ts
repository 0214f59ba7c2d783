const HOST = String.raw`(?:[A-Za-z0-9_-][\w.-]*(?::\d+)?\/)?`
const SPACE = String.raw`(?:[A-Za-z0-9_-][\w.-]*\/)?`
const NAME = new RegExp(
  String.raw`^(?:https?:\/\/)?${HOST}${SPACE}[A-Za-z0-9_][\w.-]*(?::[\w][\w.-]*)?$`,
)

export function isValidName(name: string): boolean {
  return NAME.test(name)
}

/** `tiny`, `TINY` and `tiny:latest` are one model. */
export function nameKey(name: string): string {
  return withTag(name.replace(/^https?:\/\//, '')).toLowerCase()
}

/** As the lists show it: with its tag. */
export function withTag(name: string): string {
  const last = name.slice(name.lastIndexOf('/') + 1)
  return last.includes(':') ? name : `${name}:latest`
}
