/** What a model is told of a result, and what is kept of it: about 8,000 tokens. */
export const MAX_RESULT_BYTES = 32_768

/** Cut where it is too long, which is said to the model and to people alike. */
export function limitResult(result: string): string {
  const bytes = Buffer.from(result)
  if (bytes.length <= MAX_RESULT_BYTES) return result
  // A character that was cut in two would become a sign that nobody wrote.
  const kept = new TextDecoder().decode(bytes.subarray(0, MAX_RESULT_BYTES), { stream: true })
  return `${kept}\n[Cut here: the result has ${bytes.length} bytes, and only the first 32 KB are kept.]`
}
