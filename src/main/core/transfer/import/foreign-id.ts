import { createHash } from 'node:crypto'

const MAX_TIME = 2 ** 48 - 1

/**
 * The id of something another program made: always the same for the same thing, so that a file can be imported twice, and
 * in its form and order one of ours (UUID version 7, with the time it was made).
 */
export function foreignId(source: string, id: string, createdAt: number): string {
  const hash = createHash('sha256').update(`${source}\n${id}`).digest()
  hash[0] = ((hash[0] ?? 0) & 0x0f) | 0x70
  hash[2] = ((hash[2] ?? 0) & 0x3f) | 0x80
  const time = Math.min(createdAt, MAX_TIME).toString(16).padStart(12, '0')
  const rest = hash.toString('hex')
  return `${time.slice(0, 8)}-${time.slice(8)}-${rest.slice(0, 4)}-${rest.slice(4, 8)}-${rest.slice(8, 20)}`
}
