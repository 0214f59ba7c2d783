import { describe, expect, it } from 'vitest'
import { AppError } from '@shared/contract/app-error'
import { cleanPicture } from '@main/core/attachments/clean-picture'
import {
  aPng,
  aTalkativeGif,
  aTalkativeJpeg,
  aTalkativePng,
  aTalkativeWebp,
  jpegSegment,
  PNG_SIGNATURE,
  pngChunk,
  pngHeader,
  SECRET,
  vp8l,
  vp8x,
  webp,
  webpChunk,
} from '@test/support/pictures'

const codeOf = (bytes: Buffer): string => {
  try {
    cleanPicture(bytes)
    return 'taken'
  } catch (error) {
    return error instanceof AppError ? error.code : String(error)
  }
}

const TALKATIVE = {
  PNG: { bytes: aTalkativePng(), type: 'image/png', width: 4, height: 3 },
  JPEG: { bytes: aTalkativeJpeg(), type: 'image/jpeg', width: 6, height: 4 },
  GIF: { bytes: aTalkativeGif(), type: 'image/gif', width: 5, height: 2 },
  WebP: { bytes: aTalkativeWebp(), type: 'image/webp', width: 7, height: 5 },
} as const

describe.each(Object.entries(TALKATIVE))('a %s', (_name, { bytes, ...facts }) => {
  it('is told by its bytes, with its size', () => {
    expect(cleanPicture(bytes)).toMatchObject(facts)
  })

  it('keeps nothing of places, times, names, comments, profiles and what follows its end', () => {
    expect(bytes.includes(SECRET)).toBe(true)
    const cleaned = cleanPicture(bytes)
    expect(cleaned.bytes.includes(SECRET)).toBe(false)
    expect(cleaned.bytes.includes('<html')).toBe(false)
    expect(cleaned.bytes.includes('Exif')).toBe(false)
  })

  it('is the same when it is cleaned once more, so that it is one file whoever sends it', () => {
    const once = cleanPicture(bytes)
    expect(cleanPicture(once.bytes)).toEqual(once)
  })

  it('is refused wherever it breaks off, and never read beyond its end', () => {
    const whole = cleanPicture(bytes).bytes
    for (let length = 0; length < whole.length; length += 1)
      expect(codeOf(whole.subarray(0, length)), `${String(length)} bytes`).toBe('invalid_input')
  })

  it('is taken or refused, and never anything else, with any byte of it changed', () => {
    for (let at = 0; at < bytes.length; at += 1) {
      for (const value of [0, 0x7f, 0xff]) {
        const changed = Buffer.from(bytes)
        changed[at] = value
        expect(['taken', 'invalid_input', 'too_large']).toContain(codeOf(changed))
      }
    }
  })
})

describe('cleaning', () => {
  it('leaves the bytes that draw a PNG as they are', () => {
    expect(cleanPicture(aPng()).bytes).toEqual(aPng())
    expect(cleanPicture(aTalkativePng()).bytes).toEqual(aPng())
  })

  it('keeps how a camera was held, and answers the size that people see', () => {
    const turned = cleanPicture(aTalkativeJpeg({ width: 6, height: 4, orientation: 6 }))
    expect(turned).toMatchObject({ width: 4, height: 6 })
    expect(turned.bytes.includes(SECRET)).toBe(false)
    expect(cleanPicture(turned.bytes)).toEqual(turned)
    const upsideDown = cleanPicture(aTalkativeJpeg({ width: 6, height: 4, orientation: 3 }))
    expect(upsideDown).toMatchObject({ width: 6, height: 4 })
    expect(upsideDown.bytes.includes('Exif')).toBe(true)
  })

  it('keeps how often a GIF moves', () => {
    expect(cleanPicture(aTalkativeGif()).bytes.includes('NETSCAPE2.0')).toBe(true)
  })

  it('looks into the frames of a moving WebP', () => {
    const place = Buffer.alloc(16)
    const frame = Buffer.concat([place, vp8l(3, 3), webpChunk('EXIF', Buffer.from(SECRET))])
    const moving = webp(
      vp8x(3, 3, 0x02),
      webpChunk('ANIM', Buffer.alloc(6)),
      webpChunk('ANMF', frame),
    )
    const cleaned = cleanPicture(moving)
    expect(cleaned).toMatchObject({ width: 3, height: 3 })
    expect(cleaned.bytes.includes(SECRET)).toBe(false)
    expect(cleaned.bytes.includes('ANMF')).toBe(true)
  })
})

describe('what is refused', () => {
  it.each([
    ['SVG', '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'],
    ['SVG behind a declaration', '<?xml version="1.0"?><svg/>'],
    ['HTML', '<!doctype html><img src=x onerror=alert(1)>'],
    ['PDF', '%PDF-1.7\n1 0 obj'],
    ['a BMP', 'BM\x36\0\0\0'],
    ['a TIFF', 'II*\0\b\0\0\0'],
    ['an icon', '\0\0\x01\0\x01\0'],
    ['HEIC', '\0\0\0\x18ftypheic\0\0\0\0'],
    ['a script', '#!/bin/sh\nrm -rf /'],
    ['nothing', ''],
    ['other RIFF', 'RIFF\x04\0\0\0WAVE'],
  ])('%s, whatever it is called', (_name, text) => {
    expect(codeOf(Buffer.from(text, 'latin1'))).toBe('invalid_input')
  })

  it.each([
    [
      'a PNG of 2 billion pixels each way',
      Buffer.concat([PNG_SIGNATURE, pngHeader(2 ** 31 - 1, 2 ** 31 - 1)]),
    ],
    [
      'a PNG of 51 megapixels',
      Buffer.concat([
        PNG_SIGNATURE,
        pngHeader(51_000, 1_000),
        pngChunk('IDAT', 'x'),
        pngChunk('IEND', ''),
      ]),
    ],
    ['a JPEG of 65,535 each way', aTalkativeJpeg({ width: 65_535, height: 65_535 })],
    ['a GIF of 65,535 each way', aTalkativeGif(65_535, 65_535)],
    ['a WebP of 16,384 each way', webp(vp8l(16_384, 16_384))],
    ['a WebP canvas of 16 million each way', webp(vp8x(16_777_216, 16_777_216), vp8l(1, 1))],
  ])('%s: too large to be shown', (_name, bytes) => {
    expect(codeOf(bytes)).toBe('too_large')
  })

  it('a GIF whose frame is larger than can be shown, however small its screen is', () => {
    const gif = aTalkativeGif(5, 2)
    const frame = gif.lastIndexOf(0x2c)
    gif.writeUInt16LE(60_000, frame + 5)
    gif.writeUInt16LE(60_000, frame + 7)
    expect(codeOf(gif)).toBe('too_large')
  })

  it('a WebP that draws more than its canvas says', () => {
    expect(codeOf(webp(vp8x(2, 2), vp8l(5_000, 5_000)))).toBe('invalid_input')
  })

  it('a JPEG with a second frame, which would be drawn instead of the one that was looked at', () => {
    const jpeg = aTalkativeJpeg()
    const frame = jpegSegment(0xc2, Buffer.from([8, 0, 0x40, 0, 0x40, 1, 1, 0x11, 0]))
    const start = Buffer.from([0xff, 0xd8])
    expect(codeOf(Buffer.concat([start, frame, jpeg.subarray(2)]))).toBe('invalid_input')
  })

  it('pictures of no width, no height, or without any picture', () => {
    expect(codeOf(aTalkativeJpeg({ height: 0 }))).toBe('invalid_input')
    expect(codeOf(aTalkativeGif(0, 5))).toBe('invalid_input')
    expect(codeOf(Buffer.concat([PNG_SIGNATURE, pngHeader(1, 1), pngChunk('IEND', '')]))).toBe(
      'invalid_input',
    )
    expect(codeOf(webp(vp8x(2, 2)))).toBe('invalid_input')
  })

  it('a PNG whose chunk says it is longer than the file', () => {
    const png = aPng()
    png.writeUInt32BE(0xffff_fff0, PNG_SIGNATURE.length + 25)
    expect(codeOf(png)).toBe('invalid_input')
  })
})
