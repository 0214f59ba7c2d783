import { AppError, fromWireError } from '@shared/contract/app-error'
import type { WireError } from '@shared/contract/errors'

const LINK_CODE = /#sign-in=([^&\s]+)/

/** The one-time code in a sign-in link or in an address fragment; null where there is none. */
export function codeInLink(text: string): string | null {
  const code = LINK_CODE.exec(text)?.[1]
  return code === undefined ? null : decodeURIComponent(code)
}

function isRefusal(body: unknown): body is { readonly error: WireError } {
  if (typeof body !== 'object' || body === null || !('error' in body)) return false
  const { error } = body
  return typeof error === 'object' && error !== null && 'code' in error && 'message' in error
}

/** Swaps a one-time code for this browser's cookie. Rejects with `AppError`. */
export async function signInWithCode(code: string): Promise<void> {
  const response = await fetch('/api/v1/sign-in', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ code }),
  }).catch((error: unknown) => {
    throw new AppError(
      'internal',
      'Port 8000 cannot be reached. Check that it is running, then try again.',
      { cause: error },
    )
  })
  if (response.ok) return
  const body: unknown = await response.json().catch(() => null)
  if (isRefusal(body)) throw fromWireError(body.error)
  throw new AppError(
    'internal',
    `Signing in did not work (status ${response.status}). Ask for a new link.`,
  )
}
