import type { Attachment } from '@shared/model/message-details'
import { cleanGif } from './formats/clean-gif.ts'
import { cleanJpeg } from './formats/clean-jpeg.ts'
import { cleanPng, PNG_SIGNATURE } from './formats/clean-png.ts'
import { cleanWebp } from './formats/clean-webp.ts'
import type { CleanedPicture } from './formats/cleaned-picture.ts'
import { notAPicture } from './picture-problem.ts'

type PictureType = Attachment['type']

/** So many bytes tell what a file is. */
const SIGNATURE_BYTES = 12

const CLEANERS: Readonly<Record<PictureType, (bytes: Buffer) => CleanedPicture>> = {
  'image/png': cleanPng,
  'image/jpeg': cleanJpeg,
  'image/gif': cleanGif,
  'image/webp': cleanWebp,
}

export const PICTURE_TYPES = Object.keys(CLEANERS) as readonly PictureType[]

/** What a file is by its first bytes, whatever it is called; null for anything but the four kinds of pictures. */
function pictureTypeOf(bytes: Buffer): PictureType | null {
  if (bytes.subarray(0, PNG_SIGNATURE.length).equals(PNG_SIGNATURE)) return 'image/png'
  if (bytes.subarray(0, 3).equals(JPEG_SIGNATURE)) return 'image/jpeg'
  const head = bytes.toString('latin1', 0, SIGNATURE_BYTES)
  if (/^GIF8[79]a/.test(head)) return 'image/gif'
  return /^RIFF[^]{4}WEBP/.test(head) ? 'image/webp' : null
}
const JPEG_SIGNATURE = Buffer.from('ffd8ff', 'hex')

/**
 * The picture with nothing but what draws it: no place, time, name, comment or preview, and nothing behind its end. Throws
 * `invalid_input` for what is no picture or not whole, `too_large` for one of more than 50 megapixels. It never
 * draws: what it costs grows with the bytes, not with the pixels.
 */
export function cleanPicture(bytes: Buffer): CleanedPicture & { readonly type: PictureType } {
  const type = pictureTypeOf(bytes)
  if (type === null) throw notAPicture()
  return { type, ...CLEANERS[type](bytes) }
}
