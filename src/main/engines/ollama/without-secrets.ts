/** A text of a server without the values that were sent to it, whole or as a token. */
export function withoutSecrets(
  text: string,
  headers: Readonly<Record<string, string>> | undefined,
): string {
  let clean = text
  for (const value of Object.values(headers ?? {}))
    clean = clean.replaceAll(value, '…').replaceAll(value.replace(/^Bearer /, ''), '…')
  return clean
}
