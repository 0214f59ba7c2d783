import { AppError, fromWireError } from '@shared/contract/app-error'
import type { WireError } from '@shared/contract/errors'
import type { ImportJob } from '@shared/model/transfer'

/** In pieces, so that how far it is can be shown, and a break costs one piece only. */
const PIECE_BYTES = 8_388_608

/** Puts a file's bytes to the controller; the same address in the window and in a browser. Rejects with `AppError`. */
export async function uploadFile(job: ImportJob, file: Blob, signal: AbortSignal): Promise<void> {
  for (let offset = 0; offset < file.size; offset += PIECE_BYTES) {
    const response = await put(job, file.slice(offset, offset + PIECE_BYTES), offset, signal)
    if (response.ok) continue
    throw await errorOf(response)
  }
}

async function put(
  { id }: ImportJob,
  body: Blob,
  offset: number,
  signal: AbortSignal,
): Promise<Response> {
  try {
    return await fetch(`/api/v1/imports/${id}/file?offset=${offset}`, {
      method: 'PUT',
      headers: { 'content-type': 'application/octet-stream' },
      body,
      signal,
    })
  } catch (error) {
    if (signal.aborted) throw error
    throw new AppError(
      'internal',
      'The file could not be sent, or it has changed meanwhile. Choose it again.',
    )
  }
}

async function errorOf(response: Response): Promise<AppError> {
  try {
    const { error } = (await response.json()) as { readonly error: WireError }
    return fromWireError(error)
  } catch {
    return new AppError('internal', 'The controller did not take the file. Try again.')
  }
}
