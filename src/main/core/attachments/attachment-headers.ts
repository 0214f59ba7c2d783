import type { Attachment } from '@shared/model/message-details'
import { contentDisposition } from '../transfer/content-disposition'

/** How long a browser keeps what never changes, in seconds: a year. */
const KEPT_SECONDS = 31_536_000

/**
 * With the bytes of a picture, in the window as in a browser. Opened by itself it belongs to no origin and can do nothing,
 * whatever somebody managed to write into it.
 */
export function attachmentHeaders({ name, type, size }: Attachment): Record<string, string> {
  return {
    'Content-Type': type,
    'Content-Length': String(size),
    'Content-Disposition': contentDisposition(name, 'inline'),
    'X-Content-Type-Options': 'nosniff',
    'Content-Security-Policy': "default-src 'none'; sandbox",
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Cache-Control': `private, max-age=${String(KEPT_SECONDS)}, immutable`,
  }
}
