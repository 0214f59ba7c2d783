/** Letters of one to four bytes, so that a lost or doubled part shows whatever its length. */
const SPICES = ['', '', 'é', ' 日本', ' 🙂', '\n\n']

/** What the fake model says to a message: always the same to the same, every token of it different. */
export function toldReply(text: string): readonly string[] {
  let hash = 7
  for (const letter of text.slice(0, 40))
    hash = (Math.imul(hash, 31) + (letter.codePointAt(0) ?? 0)) >>> 0
  const tokens = 30 + (hash % 50)
  return Array.from(
    { length: tokens },
    (_, index) => ` ${hash.toString(36)}:${index}${SPICES[(hash + index) % SPICES.length] ?? ''}`,
  )
}
