import { AppError } from '@shared/contract/app-error'

/** All bytes that come. Throws `too_large` as soon as they are more than `most`. */
export async function gatherBytes(bytes: AsyncIterable<Uint8Array>, most: number): Promise<Buffer> {
  const parts: Uint8Array[] = []
  let total = 0
  for await (const part of bytes) {
    total += part.length
    if (total > most) throw tooLarge(most)
    parts.push(part)
  }
  return Buffer.concat(parts)
}

export function tooLarge(most: number): AppError {
  const limit = `${String(most / 1_048_576)} MB`
  return new AppError(
    'too_large',
    `This picture is larger than ${limit}. Make it smaller, and attach that.`,
  )
}
