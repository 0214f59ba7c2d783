const ANSWER_WITHIN_MS = 3_000

/** Whether a controller answers at this address. Never rejects. */
export async function answersAt(address: string): Promise<boolean> {
  try {
    const { status } = await fetch(`${address}/health`, {
      signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
    })
    return status === 200 || status === 503
  } catch {
    return false
  }
}
