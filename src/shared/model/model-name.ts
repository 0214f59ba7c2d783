const HOST = String.raw`[A-Za-z0-9_][\w.-]{0,252}(?::\d{1,5})?`
const PART = String.raw`[A-Za-z0-9_][\w.-]{0,79}`
const NAME = new RegExp(String.raw`^(?:${HOST}\/)?(?:${PART}\/)?${PART}(?::[\w][\w.-]{0,79})?$`)

export const MAX_MODEL_NAME_LENGTH = 200

/**
 * Whether Ollama takes this as the name of a model: `[host/][namespace/]model[:tag]` of letters, digits, `.`, `_` and
 * `-` (`400 invalid model name` in the captures 05c, 06e and 08c for anything else). A scheme is left out on purpose: it
 * would let a name point Ollama at any address.
 */
export function isModelName(name: string): boolean {
  return name.length <= MAX_MODEL_NAME_LENGTH && NAME.test(name)
}

/** As the lists show it: with its tag, which is `latest` where none is given. */
export function withTag(name: string): string {
  return name.slice(name.lastIndexOf('/') + 1).includes(':') ? name : `${name}:latest`
}

/** The same for all spellings of one model: `tiny`, `TINY` and `tiny:latest` are one. */
export function modelKey(name: string): string {
  return withTag(name).toLowerCase()
}

export function isSameModel(one: string, other: string): boolean {
  return modelKey(one) === modelKey(other)
}

/**
 * Whether the name alone says that the model runs on Ollama's own servers: a tag `cloud` or `…-cloud`, as Ollama itself
 * reads it (ollama/ollama, internal/modelref/modelref.go).
 */
export function isCloudName(name: string): boolean {
  return /:(?:[^/:]*-)?cloud$/i.test(name.trim())
}
