import { open } from 'node:fs/promises'
import { AppError } from '@shared/contract/app-error'

const MODE = 0o600
/** How often somebody hears how far it is, in bytes. */
const STEP_BYTES = 4_194_304

/**
 * Adds bytes to a file as they come, and waits for the disk: who sends faster waits too. `received` is told every few
 * megabytes and at the end, also where the sender breaks off. Throws `too_large` where more than `most` come.
 */
export async function receiveBytes(
  path: string,
  bytes: AsyncIterable<Uint8Array>,
  most: number,
  received: (count: number) => void,
): Promise<void> {
  const file = await open(path, 'a', MODE)
  let total = 0
  let untold = 0
  try {
    for await (const chunk of bytes) {
      if (total + chunk.length > most)
        throw new AppError('too_large', 'More bytes came than were announced. Begin again.')
      await file.writeFile(chunk)
      total += chunk.length
      untold += chunk.length
      if (untold < STEP_BYTES) continue
      received(untold)
      untold = 0
    }
  } finally {
    await file.close()
    if (untold > 0) received(untold)
  }
}
