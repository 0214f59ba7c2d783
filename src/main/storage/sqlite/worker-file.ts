import { existsSync } from 'node:fs'

/** Where a worker's entry lies: beside the built entry or above its chunks; in the sources, the source. */
export function workerFile(name: string): URL {
  const places = [`${name}.js`, `../${name}.js`, `${name}.ts`]
  const files = places.map((place) => new URL(place, import.meta.url))
  const found = files.find((file) => existsSync(file))
  if (!found) throw new Error(`The worker ${name} was not built.`)
  return found
}

/** A test runs the source, which Node reads as it is; nothing of this process's own arguments is for a thread. */
export function workerArguments(file: URL): string[] {
  return file.pathname.endsWith('.ts') ? ['--experimental-strip-types'] : []
}
