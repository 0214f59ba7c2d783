import { damaged, requireSize } from '../picture-problem.ts'
import { ByteReader } from './byte-reader.ts'
import type { CleanedPicture } from './cleaned-picture.ts'

const SIGNATURE_BYTES = 6
const IMAGE = 0x2c
const EXTENSION = 0x21
const TRAILER = 0x3b
const GRAPHIC_CONTROL = 0xf9
const APPLICATION = 0xff
/** How often a moving picture is played. */
const LOOPS: ReadonlySet<string> = new Set(['NETSCAPE2.0', 'ANIMEXTS1.0'])
const LOOP_BYTES = 3

/** GIF89a: a screen, then blocks up to a trailer. Comments, texts and what programs add are left out. */
export function cleanGif(bytes: Buffer): CleanedPicture {
  const reader = new ByteReader(bytes)
  reader.take(SIGNATURE_BYTES)
  const width = reader.u16le()
  const height = reader.u16le()
  requireSize(width, height)
  const flags = reader.u8()
  reader.take(2 + tableBytes(flags))
  const kept: Buffer[] = [bytes.subarray(0, reader.at)]
  let hasPicture = false
  for (;;) {
    const start = reader.at
    const block = reader.u8()
    if (block === TRAILER) break
    if (block !== IMAGE && block !== EXTENSION) throw damaged()
    const isKept = block === IMAGE ? skipImage(reader) : skipExtension(reader)
    if (isKept) kept.push(bytes.subarray(start, reader.at))
    hasPicture ||= block === IMAGE
  }
  if (!hasPicture) throw damaged()
  kept.push(Buffer.from([TRAILER]))
  return { bytes: Buffer.concat(kept), width, height }
}

function skipImage(reader: ByteReader): true {
  reader.take(4)
  requireSize(reader.u16le(), reader.u16le())
  const flags = reader.u8()
  reader.take(tableBytes(flags) + 1)
  skipBlocks(reader)
  return true
}

/** Whether it is needed to draw the picture. */
function skipExtension(reader: ByteReader): boolean {
  const label = reader.u8()
  if (label !== APPLICATION) {
    skipBlocks(reader)
    return label === GRAPHIC_CONTROL
  }
  const name = reader.take(reader.u8()).toString('latin1')
  const dataBytes = skipBlocks(reader)
  return LOOPS.has(name) && dataBytes === LOOP_BYTES
}

/** Sub-blocks, each behind its length, up to one of nothing. Answers how much they held. */
function skipBlocks(reader: ByteReader): number {
  let total = 0
  for (let length = reader.u8(); length > 0; length = reader.u8()) {
    reader.take(length)
    total += length
  }
  return total
}

/** A table of 2 to 256 colours, three bytes each, where there is one. */
function tableBytes(flags: number): number {
  return (flags & 0x80) === 0 ? 0 : 3 * 2 ** ((flags & 0x07) + 1)
}
