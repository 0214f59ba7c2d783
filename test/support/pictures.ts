import { crc32, deflateSync } from 'node:zlib'

/** Stands in every place where a camera or a program writes what nobody asked it to. */
export const SECRET = 'GPS 52.5163N 13.3777E'

const u16 = (value: number) => Buffer.from([value >> 8, value & 0xff])
const u16le = (value: number) => Buffer.from([value & 0xff, value >> 8])
const u32 = (value: number) => {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(value)
  return bytes
}
const u32le = (value: number) => Buffer.from(u32(value)).reverse()

export function pngChunk(name: string, data: Buffer | string): Buffer {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), Buffer.from(data)])
  return Buffer.concat([u32(body.length - 4), body, u32(crc32(body))])
}

export interface PngOptions {
  readonly width?: number
  readonly height?: number
  /** Red, green, blue, 0 to 255. */
  readonly color?: readonly [number, number, number]
  /** Chunks to put behind the header. */
  readonly extra?: readonly Buffer[]
}

/** A real picture of one colour. */
export function aPng({
  width = 4,
  height = 3,
  color = [200, 60, 60],
  extra = [],
}: PngOptions = {}): Buffer {
  const row = Buffer.concat([
    Buffer.from([0]),
    ...Array.from({ length: width }, () => Buffer.from(color)),
  ])
  const pixels = Buffer.concat(Array.from({ length: height }, () => row))
  return Buffer.concat([
    PNG_SIGNATURE,
    pngHeader(width, height),
    ...extra,
    pngChunk('IDAT', deflateSync(pixels)),
    pngChunk('IEND', ''),
  ])
}

export const PNG_SIGNATURE = Buffer.from('89504e470d0a1a0a', 'hex')

export function pngHeader(width: number, height: number): Buffer {
  return pngChunk('IHDR', Buffer.concat([u32(width), u32(height), Buffer.from([8, 2, 0, 0, 0])]))
}

/** Everything in it that says where, when, by whom and with what. */
export function aTalkativePng(options: PngOptions = {}): Buffer {
  const extra = [
    pngChunk('tEXt', `Comment\0${SECRET}`),
    pngChunk('zTXt', Buffer.concat([Buffer.from('Comment\0\0'), deflateSync(SECRET)])),
    pngChunk('iTXt', `XML:com.adobe.xmp\0\0\0\0\0<x>${SECRET}</x>`),
    pngChunk('eXIf', exifTiff(6)),
    pngChunk('iCCP', Buffer.concat([Buffer.from(`${SECRET}\0\0`), deflateSync('profile')])),
    pngChunk('tIME', Buffer.from([7, 230, 1, 1, 1, 1, 1])),
    pngChunk('prVt', SECRET),
  ]
  return Buffer.concat([aPng({ ...options, extra }), Buffer.from(`<html>${SECRET}</html>`)])
}

/** Big-endian TIFF with an orientation, and the secret behind it. */
function exifTiff(orientation: number): Buffer {
  return Buffer.concat([
    Buffer.from('MM\0*', 'latin1'),
    u32(8),
    u16(2),
    ...[u16(0x0112), u16(3), u32(1), u16(orientation), u16(0)],
    ...[u16(0x8825), u16(4), u32(1), u32(38)],
    u32(0),
    Buffer.from(SECRET),
  ])
}

export function jpegSegment(marker: number, data: Buffer | string): Buffer {
  const body = Buffer.from(data)
  return Buffer.concat([Buffer.from([0xff, marker]), u16(body.length + 2), body])
}

export interface JpegOptions {
  readonly width?: number
  readonly height?: number
  readonly orientation?: number
}

const SCAN = Buffer.from([0x12, 0xff, 0x00, 0x34, 0xff, 0xd0, 0x56])

/** The structure of a JPEG, with the segments that cameras and programs write; its scan is no real picture. */
export function aTalkativeJpeg({
  width = 6,
  height = 4,
  orientation = 1,
}: JpegOptions = {}): Buffer {
  const frame = Buffer.concat([
    Buffer.from([8]),
    u16(height),
    u16(width),
    Buffer.from([1, 1, 0x11, 0]),
  ])
  return Buffer.concat([
    Buffer.from([0xff, 0xd8]),
    jpegSegment(
      0xe0,
      Buffer.concat([
        Buffer.from('JFIF\0\x01\x01\0\0\x01\0\x01\x01\x01', 'latin1'),
        Buffer.from(SECRET),
      ]),
    ),
    jpegSegment(0xe1, Buffer.concat([Buffer.from('Exif\0\0'), exifTiff(orientation)])),
    jpegSegment(0xe1, `http://ns.adobe.com/xap/1.0/\0<x>${SECRET}</x>`),
    jpegSegment(0xe2, `ICC_PROFILE\0\x01\x01${SECRET}`),
    jpegSegment(0xed, `Photoshop 3.0\0${SECRET}`),
    jpegSegment(0xee, `Adobe\0d\0\0\0\0\0${SECRET}`),
    jpegSegment(0xfe, SECRET),
    jpegSegment(0xdb, Buffer.alloc(65, 1)),
    jpegSegment(0xc0, frame),
    jpegSegment(0xc4, Buffer.alloc(18)),
    jpegSegment(0xda, Buffer.from([1, 1, 0, 0, 63, 0])),
    SCAN,
    Buffer.from([0xff, 0xd9]),
    // A phone puts a short film behind the picture, with the place in it.
    Buffer.from(`ftypmp42${SECRET}`),
  ])
}

const blocks = (text: string) =>
  Buffer.concat([Buffer.from([text.length]), Buffer.from(text), Buffer.from([0])])

/** A real picture of one pixel on a screen of this size. */
export function aTalkativeGif(width = 5, height = 2): Buffer {
  return Buffer.concat([
    Buffer.from('GIF89a'),
    u16le(width),
    u16le(height),
    Buffer.from([0x80, 0, 0, 255, 0, 0, 0, 0, 255]),
    Buffer.concat([
      Buffer.from([0x21, 0xff, 11]),
      Buffer.from('NETSCAPE2.0'),
      Buffer.from([3, 1, 0, 0, 0]),
    ]),
    Buffer.concat([Buffer.from([0x21, 0xff, 11]), Buffer.from('XMP DataXMP'), blocks(SECRET)]),
    Buffer.concat([Buffer.from([0x21, 0xfe]), blocks(SECRET)]),
    Buffer.from([0x21, 0xf9, 4, 0, 0, 0, 0, 0]),
    Buffer.concat([Buffer.from([0x2c, 0, 0, 0, 0]), u16le(1), u16le(1), Buffer.from([0])]),
    Buffer.from([2, 2, 0x44, 1, 0]),
    Buffer.from([0x3b]),
    Buffer.from(SECRET),
  ])
}

export function webpChunk(name: string, data: Buffer): Buffer {
  const padding = Buffer.alloc(data.length % 2)
  return Buffer.concat([Buffer.from(name), u32le(data.length), data, padding])
}

export function webp(...chunks: readonly Buffer[]): Buffer {
  const body = Buffer.concat([Buffer.from('WEBP'), ...chunks])
  return Buffer.concat([Buffer.from('RIFF'), u32le(body.length), body])
}

const u24le = (value: number) => u32le(value).subarray(0, 3)

export function vp8l(width: number, height: number): Buffer {
  const bits = ((width - 1) | ((height - 1) << 14)) >>> 0
  return webpChunk('VP8L', Buffer.concat([Buffer.from([0x2f]), u32le(bits), Buffer.from([1, 2])]))
}

export function vp8x(width: number, height: number, flags = 0x2c): Buffer {
  return webpChunk(
    'VP8X',
    Buffer.concat([Buffer.from([flags, 0, 0, 0]), u24le(width - 1), u24le(height - 1)]),
  )
}

/** The structure of a WebP picture; its pixels are none. */
export function aTalkativeWebp(width = 7, height = 5): Buffer {
  const text = Buffer.from(SECRET)
  return Buffer.concat([
    webp(
      vp8x(width, height),
      webpChunk('ICCP', text),
      vp8l(width, height),
      webpChunk('EXIF', text),
      webpChunk('XMP ', text),
      webpChunk('prVt', text),
    ),
    text,
  ])
}
