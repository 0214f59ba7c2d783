import { damaged, requireSize } from '../picture-problem.ts'
import { ByteReader } from './byte-reader.ts'
import type { CleanedPicture } from './cleaned-picture.ts'

const FRAME_BYTES = 16
/** In VP8X: a colour profile (0x20), Exif (0x08) and XMP (0x04) follow. */
const METADATA_FLAGS = 0x2c
const DRAWN: ReadonlySet<string> = new Set(['VP8 ', 'VP8L'])
const KEPT: ReadonlySet<string> = new Set([...DRAWN, 'VP8X', 'ALPH', 'ANIM', 'ANMF'])

interface Size {
  readonly width: number
  readonly height: number
}
interface Chunk {
  readonly name: string
  readonly data: Buffer
}

/** WebP: a RIFF file of chunks. Profiles, Exif, XMP and whatever nobody knows are left out, also inside of frames. */
export function cleanWebp(bytes: Buffer): CleanedPicture {
  const reader = new ByteReader(bytes)
  reader.take(4)
  const body = reader.take(reader.u32le())
  if (body.toString('latin1', 0, 4) !== 'WEBP') throw damaged()
  const chunks = [...chunksOf(body.subarray(4))].filter(({ name }) => KEPT.has(name))
  const [first] = chunks
  if (first === undefined) throw damaged()
  const size = sizeOf(first)
  requireSize(size.width, size.height)
  const drawn = chunks.flatMap((chunk) => drawnIn(chunk))
  if (drawn.length === 0) throw damaged()
  for (const picture of drawn) requireWithin(size, sizeOf(picture))
  const kept = Buffer.concat([Buffer.from('WEBP'), ...chunks.map(cleanChunk)])
  const head = Buffer.from('RIFF\0\0\0\0')
  head.writeUInt32LE(kept.length, 4)
  return { bytes: Buffer.concat([head, kept]), ...size }
}

function* chunksOf(bytes: Buffer): Generator<Chunk> {
  const reader = new ByteReader(bytes)
  while (reader.at < bytes.length) {
    const name = reader.name()
    const data = reader.take(reader.u32le())
    yield { name, data }
    // Of even length; the last one need not be.
    if (data.length % 2 === 1 && reader.at < bytes.length) reader.u8()
  }
}

/** The coded pictures in a chunk: itself, or those of a frame. */
function drawnIn(chunk: Chunk): Chunk[] {
  if (DRAWN.has(chunk.name)) return [chunk]
  if (chunk.name !== 'ANMF') return []
  return [...chunksOf(chunk.data.subarray(FRAME_BYTES))].filter(({ name }) => DRAWN.has(name))
}

function cleanChunk({ name, data }: Chunk): Buffer {
  if (name === 'VP8X') {
    const flags = Buffer.from(data)
    flags.writeUInt8(flags.readUInt8() & ~METADATA_FLAGS)
    return toBytes(name, flags)
  }
  if (name !== 'ANMF') return toBytes(name, data)
  const inner = [...chunksOf(data.subarray(FRAME_BYTES))]
    .filter((chunk) => DRAWN.has(chunk.name) || chunk.name === 'ALPH')
    .map((chunk) => toBytes(chunk.name, chunk.data))
  return toBytes(name, Buffer.concat([data.subarray(0, FRAME_BYTES), ...inner]))
}

function toBytes(name: string, data: Buffer): Buffer {
  const head = Buffer.from(`${name}\0\0\0\0`, 'latin1')
  head.writeUInt32LE(data.length, 4)
  return Buffer.concat([head, data, Buffer.alloc(data.length % 2)])
}

function sizeOf({ name, data }: Chunk): Size {
  const reader = new ByteReader(data)
  if (name === 'VP8X') {
    reader.take(4)
    return {
      width: reader.take(3).readUIntLE(0, 3) + 1,
      height: reader.take(3).readUIntLE(0, 3) + 1,
    }
  }
  if (name === 'VP8L') {
    if (reader.u8() !== 0x2f) throw damaged()
    const bits = reader.u32le()
    return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 }
  }
  if (name !== 'VP8 ') throw damaged()
  reader.take(3)
  if (!reader.take(3).equals(VP8_START)) throw damaged()
  return { width: reader.u16le() & 0x3fff, height: reader.u16le() & 0x3fff }
}
const VP8_START = Buffer.from('9d012a', 'hex')

/** A picture that is larger than its canvas would be drawn larger than was looked at. */
function requireWithin(canvas: Size, { width, height }: Size): void {
  requireSize(width, height)
  if (width > canvas.width || height > canvas.height) throw damaged()
}
