import { AppError } from '../../../shared/contract/app-error.ts'

/** The most that a picture may measure, in pixels: what is shown takes four bytes for each. */
export const MAX_PICTURE_PIXELS = 50_000_000

export function damaged(): AppError {
  return new AppError(
    'invalid_input',
    'This picture is damaged or not complete. Open it in another program, save it again, and attach that.',
  )
}

export function notAPicture(): AppError {
  return new AppError(
    'invalid_input',
    'This is not a PNG, JPEG, WebP or GIF picture. Save it as one of these, and attach that.',
  )
}

/** Throws `invalid_input` where a side is nothing, and `too_large` where it is more than can be shown. */
export function requireSize(width: number, height: number): void {
  if (width < 1 || height < 1) throw damaged()
  if (width * height <= MAX_PICTURE_PIXELS) return
  throw new AppError(
    'too_large',
    'This picture measures more than 50 megapixels. Make it smaller, and attach that.',
  )
}
