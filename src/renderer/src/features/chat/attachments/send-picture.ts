import { AppError, fromWireError } from '@shared/contract/app-error'
import type { WireError } from '@shared/contract/errors'
import type { Attachment } from '@shared/model/message-details'
import { MAX_PICTURE_BYTES } from './attached'

/** What models make use of: larger ones are made smaller by each of them anyway. The long side, in pixels. */
const MAX_EDGE = 2_048
/** More is not even opened. */
const MAX_FILE_BYTES = 104_857_600
const JPEG_QUALITY = 0.9

/** Makes a picture as small as models need it and hands it to the controller. Rejects with `AppError`, or as the signal says. */
export async function sendPicture(file: File, signal: AbortSignal): Promise<Attachment> {
  const picture = await shrink(file)
  signal.throwIfAborted()
  if (picture.size > MAX_PICTURE_BYTES)
    throw new AppError('too_large', 'It is larger than 10 MB. Make it smaller, and attach that.')
  return post(file.name, picture, signal)
}

/** Drawn anew, upright and without what a camera wrote into it; a small PNG is sent as it is. */
async function shrink(file: File): Promise<Blob> {
  if (file.size > MAX_FILE_BYTES)
    throw new AppError('too_large', 'It is larger than 100 MB. Make it smaller, and attach that.')
  const bitmap = await open(file)
  try {
    const scale = Math.min(1, MAX_EDGE / Math.max(bitmap.width, bitmap.height))
    if (scale === 1 && file.type === 'image/png' && file.size < MAX_PICTURE_BYTES) return file
    const isPhoto = file.type === 'image/jpeg'
    const drawn = await draw(bitmap, scale, isPhoto)
    // Only photographs kept without loss are so large.
    return drawn.size > MAX_PICTURE_BYTES ? await draw(bitmap, scale, true) : drawn
  } finally {
    bitmap.close()
  }
}

async function open(file: File): Promise<ImageBitmap> {
  try {
    return await createImageBitmap(file)
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
  const canvas = new OffscreenCanvas(width, height)
  const context = canvas.getContext('2d')
  if (context === null)
    throw new AppError('internal', 'This browser cannot draw now. Close some tabs, then try again.')
  context.imageSmoothingQuality = 'high'
  context.drawImage(bitmap, 0, 0, width, height)
  return canvas.convertToBlob(
    isPhoto ? { type: 'image/jpeg', quality: JPEG_QUALITY } : { type: 'image/png' },
  )
}

async function post(name: string, picture: Blob, signal: AbortSignal): Promise<Attachment> {
  const response = await answer(name, picture, signal)
  if (!response.ok) throw await errorOf(response)
  const { attachment } = (await response.json()) as { readonly attachment: Attachment }
  return attachment
}

async function answer(name: string, picture: Blob, signal: AbortSignal): Promise<Response> {
  try {
    return await fetch(`/api/v1/attachments?name=${encodeURIComponent(name.toWellFormed())}`, {
      method: 'POST',
      headers: { 'content-type': 'application/octet-stream' },
      body: picture,
      signal,
    })
  } catch (error) {
    if (signal.aborted) throw error
    throw new AppError('internal', 'It could not be sent. Attach it again when you are connected.')
  }
}

async function errorOf(response: Response): Promise<AppError> {
  try {
    const { error } = (await response.json()) as { readonly error: WireError }
    return fromWireError(error)
  } catch {
    return new AppError('internal', 'The controller did not take the picture. Attach it again.')
  }
}
