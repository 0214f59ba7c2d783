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
    "frame-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ')
}

/** Where the page lies that draws diagrams, in a frame of ours. */
export const DIAGRAM_PAGE = '/diagram.html'

/** Of the script in that page. */
const DIAGRAM_SCRIPT_HASH = 'sha256-yu7aWFERtxVYvDRAaY1RDNPEJOLEJVWm4O4utzkwGX8='

/**
 * What that page may do. It belongs to no origin, even when it is opened by itself; it draws with the script that it is handed
 * and with the styles that this writes, and can neither load nor send anything.
 */
export const DIAGRAM_PAGE_POLICY = [
  "default-src 'none'",
  `script-src '${DIAGRAM_SCRIPT_HASH}' blob:`,
  "style-src 'unsafe-inline'",
  'sandbox allow-scripts',
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'self'",
].join('; ')
