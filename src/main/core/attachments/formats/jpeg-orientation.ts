const EXIF = Buffer.from('Exif\0\0', 'latin1')
const ORIENTATION_TAG = 0x0112
const ENTRY_BYTES = 12
const MAX_ENTRIES = 1_000

/** How a camera was held (1 to 8), as the data of an Exif segment says; null where it does not. */
export function orientationIn(data: Buffer): number | null {
  if (!data.subarray(0, EXIF.length).equals(EXIF)) return null
  const tiff = data.subarray(EXIF.length)
  const order = tiff.toString('latin1', 0, 2)
  if (tiff.length < 8 || (order !== 'II' && order !== 'MM')) return null
  const numbers = numbersOf(tiff, order === 'II')
  const start = numbers.u32(4)
  if (start + 2 > tiff.length) return null
  const fits = Math.floor((tiff.length - start - 2) / ENTRY_BYTES)
  const count = Math.min(numbers.u16(start), fits, MAX_ENTRIES)
  const entries = Array.from({ length: count }, (_, index) => start + 2 + index * ENTRY_BYTES)
  const entry = entries.find((at) => numbers.u16(at) === ORIENTATION_TAG)
  const value = entry === undefined ? 0 : numbers.u16(entry + 8)
  return value >= 1 && value <= 8 ? value : null
}

/** TIFF is written in either order of bytes. */
function numbersOf(tiff: Buffer, isLittle: boolean) {
  return {
    u16: (at: number) => (isLittle ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at)),
    u32: (at: number) => (isLittle ? tiff.readUInt32LE(at) : tiff.readUInt32BE(at)),
  }
}

/** An Exif segment that says this and nothing else. */
export function orientationSegment(orientation: number): Buffer {
  const tiff = Buffer.alloc(26)
  tiff.write('MM\0*', 0, 'latin1')
  tiff.writeUInt32BE(8, 4)
  tiff.writeUInt16BE(1, 8)
  tiff.writeUInt16BE(ORIENTATION_TAG, 10)
  // One number of the type SHORT.
  tiff.writeUInt16BE(3, 12)
  tiff.writeUInt32BE(1, 14)
  tiff.writeUInt16BE(orientation, 18)
  const data = Buffer.concat([EXIF, tiff])
  const head = Buffer.from([0xff, 0xe1, 0, data.length + 2])
  return Buffer.concat([head, data])
}

/** Whether people see it on its side: its width is its height then. */
export function isTurned(orientation: number): boolean {
  return orientation >= 5
}
