const RANDOM_BYTES = 8
/** Random bytes are fetched for many ids at once: each fetch is a call into the system. */
const pool = new Uint8Array(RANDOM_BYTES * 256)
let used = pool.length
let lastTime = 0
let counter = 0

/**
 * A UUID version 7: 48 bits of `now` (epoch milliseconds), a 12-bit counter within the millisecond, 62 random bits.
 * Ids made by one process sort in the order they were made, also when the clock steps back.
 */
export function newId(now: number): string {
  if (now > lastTime) {
    lastTime = now
    counter = 0
  } else if (++counter > 0xfff) {
    lastTime += 1
    counter = 0
  }
  const random = takeRandom()
  random[0] = ((random[0] ?? 0) & 0x3f) | 0x80
  const time = lastTime.toString(16).padStart(12, '0')
  const tail = Array.from(random, (byte) => byte.toString(16).padStart(2, '0')).join('')
  return `${time.slice(0, 8)}-${time.slice(8)}-7${counter.toString(16).padStart(3, '0')}-${tail.slice(0, 4)}-${tail.slice(4)}`
}

function takeRandom(): Uint8Array {
  if (used === pool.length) {
    crypto.getRandomValues(pool)
    used = 0
  }
  used += RANDOM_BYTES
  return pool.slice(used - RANDOM_BYTES, used)
}
