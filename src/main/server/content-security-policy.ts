/** What a page of ours may do, wherever it came from. Free of any server library: the desktop window uses it too. */
export const CONTENT_SECURITY_POLICY = contentSecurityPolicy([])

/** The same policy for a page that may also open connections to these sources, like `ws://localhost:8000`. */
export function contentSecurityPolicy(connectSources: readonly string[]): string {
  return [
    "default-src 'self'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    ["connect-src 'self'", ...connectSources].join(' '),
    "worker-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ')
}
