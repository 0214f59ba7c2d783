import { Agent, request } from 'node:http'
import { performance } from 'node:perf_hooks'
import type { Reply } from './socket-client.ts'

const agent = new Agent({ keepAlive: true, maxSockets: Infinity })

/** One reply straight from the engine, with the leanest client there is: what the controller is compared with. */
export function askDirectly(url: string): Promise<Reply> {
  const startedAt = performance.now()
  const body = JSON.stringify({
    model: 'tiny',
    messages: [{ role: 'user', content: 'Say something' }],
    stream: true,
  })
  return new Promise((resolve, reject) => {
    let firstTokenMs = Number.NaN
    const sending = request(
      `${url}/api/chat`,
      { method: 'POST', agent, headers: { 'content-type': 'application/json' } },
      (response) => {
        response.on('data', () => {
          if (Number.isNaN(firstTokenMs)) firstTokenMs = performance.now() - startedAt
        })
        response.on('end', () => {
          resolve({ firstTokenMs, totalMs: performance.now() - startedAt })
        })
        response.on('error', reject)
      },
    )
    sending.on('error', reject)
    sending.end(body)
  })
}
