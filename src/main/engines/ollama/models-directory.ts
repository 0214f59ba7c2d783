import { statfs } from 'node:fs/promises'
import { homedir } from 'node:os'
import { dirname, isAbsolute, join } from 'node:path'

/**
 * Where an Ollama on this machine keeps its models. An installed model tells: its Modelfile says
 * `FROM <directory>/blobs/sha256-…` (capture 22-show-tiny). Before the first one it is where Ollama's own documentation
 * puts it (docs/faq): `OLLAMA_MODELS`, the home directory, or that of the Linux service.
 */
export class ModelsDirectory {
  /** Null where the directory is not known, or is not here, as with an Ollama in a container. */
  async freeBytes(anyModelfile: () => Promise<string | null>): Promise<number | null> {
    const modelfile = await anyModelfile().catch(() => undefined)
    if (modelfile === undefined) return null
    const told = modelfile === null ? undefined : directoryIn(modelfile)
    const candidates = told === undefined ? (modelfile === null ? usualDirectories() : []) : [told]
    for (const directory of candidates) {
      const free = await freeBytesOf(directory)
      if (free !== null) return free
    }
    return null
  }
}

function directoryIn(modelfile: string): string | undefined {
  const blob = /^FROM (.+[/\\]sha256-[0-9a-f]{64})$/m.exec(modelfile)?.[1]
  return blob !== undefined && isAbsolute(blob) ? dirname(blob) : undefined
}

function usualDirectories(): readonly string[] {
  const set = process.env['OLLAMA_MODELS']
  return [
    ...(set === undefined || set === '' ? [] : [set]),
    '/usr/share/ollama/.ollama/models',
    join(homedir(), '.ollama', 'models'),
  ]
}

async function freeBytesOf(directory: string): Promise<number | null> {
  try {
    const { bavail, bsize } = await statfs(directory)
    return bavail * bsize
  } catch {
    return null
  }
}
