import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'

const FILE_NAME = 'controller.json'

/** What a running controller tells other programs of the same user: only they may read the file. */
const controllerFileSchema = z.object({ pid: z.int(), address: z.string(), secret: z.string() })
export type ControllerFile = z.infer<typeof controllerFileSchema>

/** Says where the controller is. Answers how to take it back. */
export function writeControllerFile(dataDirectory: string, content: ControllerFile): () => void {
  const path = join(dataDirectory, FILE_NAME)
  rmSync(path, { force: true })
  writeFileSync(path, JSON.stringify(content), { mode: 0o600 })
  return () => {
    rmSync(path, { force: true })
  }
}

/** Null where no controller says that it runs there. */
export function readControllerFile(dataDirectory: string): ControllerFile | null {
  try {
    return controllerFileSchema.parse(
      JSON.parse(readFileSync(join(dataDirectory, FILE_NAME), 'utf8')),
    )
  } catch {
    return null
  }
}
