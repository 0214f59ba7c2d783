import { damaged, requireSize } from '../picture-problem.ts'
import { ByteReader } from './byte-reader.ts'
import type { CleanedPicture } from './cleaned-picture.ts'

export const PNG_SIGNATURE = Buffer.from('89504e470d0a1a0a', 'hex')
const HEADER_BYTES = 13
const CHECKSUM_BYTES = 4

/** What draws the picture, also a moving one. Text, times, places, profiles and whatever nobody knows stay behind. */
const KEPT: ReadonlySet<string> = new Set([
  ...['IHDR', 'PLTE', 'IDAT', 'IEND', 'tRNS', 'gAMA', 'cHRM', 'sRGB', 'sBIT'],
  ...['acTL', 'fcTL', 'fdAT'],
])

/** PNG (third edition): chunks of length, name, data and checksum, from IHDR to IEND. */
export function cleanPng(bytes: Buffer): CleanedPicture {
  const reader = new ByteReader(bytes)
  const kept: Buffer[] = [reader.take(PNG_SIGNATURE.length)]
  const { width, height } = readHeader(bytes.subarray(reader.at))
  let hasPicture = false
  for (;;) {
    const start = reader.at
    const length = reader.u32be()
    const name = reader.name()
    reader.take(length + CHECKSUM_BYTES)
    if (KEPT.has(name)) kept.push(bytes.subarray(start, reader.at))
    hasPicture ||= name === 'IDAT'
    if (name === 'IEND') break
  }
  // What follows the end is none of the picture.
  if (!hasPicture) throw damaged()
  return { bytes: Buffer.concat(kept), width, height }
}

function readHeader(bytes: Buffer): { readonly width: number; readonly height: number } {
  const reader = new ByteReader(bytes)
  if (reader.u32be() !== HEADER_BYTES || reader.name() !== 'IHDR') throw damaged()
  const size = { width: reader.u32be(), height: reader.u32be() }
  requireSize(size.width, size.height)
  return size
}
