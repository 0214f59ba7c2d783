import { STATUS_CODES } from 'node:http'
import type { Duplex } from 'node:stream'
import { toErrorAnswer } from './http-status'
import { SECURITY_HEADERS } from './security-headers'

/** Answers on a bare socket, where there is no response object (refused upgrades, requests that are not HTTP), and closes it. */
export function endWithError(socket: Duplex, thrown: unknown): void {
  if (!socket.writable) {
    socket.destroy()
    return
  }
  const { status, headers, body } = toErrorAnswer(thrown)
  const text = JSON.stringify(body)
  const lines = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`,
    'Connection: close',
    'Content-Type: application/json; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(text)}`,
    ...[...SECURITY_HEADERS, ...Object.entries(headers)].map(
      ([name, value]) => `${name}: ${value}`,
    ),
  ]
  socket.end(`${lines.join('\r\n')}\r\n\r\n${text}`, () => socket.destroy())
}
