import { AppError, fromWireError } from '@shared/contract/app-error'
import type { WireError } from '@shared/contract/errors'
import type { Attachment } from '@shared/model/message-details'

/**
 * Hands a picture's bytes to the controller, at the same address in the window and in a browser. `onShare` hears how much
 * arrived, 0 to 1. Rejects with `AppError`, or as the signal says.
 */
export function postPicture(
  name: string,
  picture: Blob,
  signal: AbortSignal,
  onShare: (share: number) => void,
): Promise<Attachment> {
  return new Promise((resolve, reject) => {
    // `fetch` does not tell how much of it was sent.
    const request = new XMLHttpRequest()
    const address = `/api/v1/attachments?name=${encodeURIComponent(name.toWellFormed())}`
    request.open('POST', address)
    request.setRequestHeader('content-type', 'application/octet-stream')
    request.upload.onprogress = ({ loaded, total }) => onShare(total > 0 ? loaded / total : 0)
    request.onload = () => {
      const answer = answerOf(request.responseText)
      if (answer?.attachment) resolve(answer.attachment)
      else reject(answer?.error ? fromWireError(answer.error) : notTaken())
    }
    request.onerror = () => reject(notSent())
    signal.addEventListener('abort', () => {
      request.abort()
      reject(new DOMException('The picture was taken away.', 'AbortError'))
    })
    request.send(picture)
  })
}

interface Answer {
  readonly attachment?: Attachment
  readonly error?: WireError
}

/** Null for what the controller never says: something in between answered. */
function answerOf(text: string): Answer | null {
  try {
    return JSON.parse(text) as Answer
  } catch {
    return null
  }
}

function notTaken(): AppError {
  return new AppError('internal', 'The controller did not take it. Try again in a moment.')
}

function notSent(): AppError {
  return new AppError(
    'internal',
    'It did not reach the controller. Try again when you are connected.',
  )
}
