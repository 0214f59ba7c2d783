import { AppError } from '@shared/contract/app-error'
import type { Attachment } from '@shared/model/message-details'
import { postPicture } from './post-picture'

/** What models make use of: larger ones are made smaller by each of them anyway. The long side, in pixels. */
const MAX_EDGE = 2_048
/** More is not even opened: twice what the largest cameras make. */
const MAX_FILE_BYTES = 52_428_800
/** A picture without loss that takes more than this is a photograph, and becomes a JPEG. */
const MAX_PNG_BYTES = 4_194_304
const JPEG_QUALITY = 0.9
/** How a PNG begins, whatever its file is called. */
const PNG_SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]

/**
 * Makes a picture as small as models need it and hands it to the controller. `onShare` hears how much arrived, 0 to 1.
 * Rejects with `AppError`, or as the signal says.
 */
export async function sendPicture(
  file: File,
  signal: AbortSignal,
  onShare: (share: number) => void,
): Promise<Attachment> {
  const picture = await shrink(file)
  signal.throwIfAborted()
  return postPicture(file.name, picture, signal, onShare)
}

/** Drawn anew, upright and without what a camera wrote into it; a small PNG is sent as it is. */
async function shrink(file: File): Promise<Blob> {
  if (file.size > MAX_FILE_BYTES)
    throw new AppError('too_large', 'It is larger than 50 MB. Make it smaller, and attach that.')
  const bitmap = await open(file)
  try {
    const scale = Math.min(1, MAX_EDGE / Math.max(bitmap.width, bitmap.height))
    if (scale === 1 && file.size <= MAX_PNG_BYTES && (await isPng(file))) return file
    if (file.type === 'image/jpeg') return await draw(bitmap, scale, true)
    const drawn = await draw(bitmap, scale, false)
    return drawn.size > MAX_PNG_BYTES ? await draw(bitmap, scale, true) : drawn
  } finally {
    bitmap.close()
  }
}

async function isPng(file: File): Promise<boolean> {
  const start = new Uint8Array(await file.slice(0, PNG_SIGNATURE.length).arrayBuffer())
  return PNG_SIGNATURE.every((byte, index) => start[index] === byte)
}

async function open(file: File): Promise<ImageBitmap> {
  try {
    // Turned as the camera was held, for models do not look there.
    return await createImageBitmap(file, { imageOrientation: 'from-image' })
  } catch {
    throw new AppError(
      'invalid_input',
      'It cannot be opened as a picture. Save it as PNG or JPEG, and attach that.',
    )
  }
}

async function draw(bitmap: ImageBitmap, scale: number, isPhoto: boolean): Promise<Blob> {
  const width = Math.max(1, Math.round(bitmap.width * scale))
  const height = Math.max(1, Math.round(bitmap.height * scale))
  const context = new OffscreenCanvas(width, height).getContext('2d')
  if (context === null)
    throw new AppError('internal', 'This browser cannot draw now. Close some tabs, then try again.')
  if (isPhoto) {
    // JPEG knows nothing transparent; what is would turn black.
    context.fillStyle = 'white'
    context.fillRect(0, 0, width, height)
  }
  context.imageSmoothingQuality = 'high'
  context.drawImage(bitmap, 0, 0, width, height)
  return context.canvas.convertToBlob(
    isPhoto ? { type: 'image/jpeg', quality: JPEG_QUALITY } : { type: 'image/png' },
  )
}
