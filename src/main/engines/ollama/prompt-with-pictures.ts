import type { PromptMessage } from '@main/core/engines/engine'
import { toOllamaMessage } from './tool-messages'

export function hasPictures(prompt: readonly PromptMessage[]): boolean {
  return prompt.some(({ images }) => images !== undefined)
}

/**
 * The JSON of a prompt with pictures. They are read here and nowhere earlier, and nothing of it is kept: while a turn waits,
 * and when it has been asked, they are on the disk only.
 */
export async function promptWithPictures(prompt: readonly PromptMessage[]): Promise<Buffer> {
  const messages = await Promise.all(
    prompt.map(async ({ images, ...message }) =>
      images ? { ...toOllamaMessage(message), images: await images() } : toOllamaMessage(message),
    ),
  )
  return Buffer.from(JSON.stringify(messages))
}
