import { Agent, request } from 'node:http'
import { nextClientMessageId } from './socket-client.ts'
import type { Reply } from './socket-client.ts'

const agent = new Agent({ keepAlive: true, maxSockets: Infinity })
const FIRST_TOKEN = 'event: turn.extended'
const COMPLETE = '"status":"complete"'

/** Sends one message over HTTP and reads its events to the end. Rejects where the reply is not a complete one. */
export function askByHttp(url: string, secret: string, sessionId: string): Promise<Reply> {
  const startedAt = performance.now()
  const body = JSON.stringify({ clientMessageId: nextClientMessageId(), text: 'Say something' })
  return new Promise((resolve, reject) => {
    const sending = request(
      `${url}/api/v1/sessions/${sessionId}/messages`,
      {
        method: 'POST',
        agent,
        headers: {
          'content-type': 'application/json',
          accept: 'text/event-stream',
          authorization: `Bearer ${secret}`,
        },
      },
      (response) => {
        let firstTokenMs = Number.NaN
        let last = ''
        response.on('data', (chunk: Buffer) => {
          last = chunk.toString()
          if (Number.isNaN(firstTokenMs) && last.includes(FIRST_TOKEN))
            firstTokenMs = performance.now() - startedAt
        })
        response.on('end', () => {
          if (last.includes(COMPLETE))
            resolve({ firstTokenMs, totalMs: performance.now() - startedAt })
          else reject(new Error(`A reply over HTTP (${String(response.statusCode)}) is not whole.`))
        })
        response.on('error', reject)
      },
    )
    sending.on('error', reject)
    sending.end(body)
  })
}
