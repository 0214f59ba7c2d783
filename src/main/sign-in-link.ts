import { z } from 'zod'
import { readControllerFile } from '@main/platform/controller-file'

const ANSWER_TIMEOUT_MS = 5_000
const linkSchema = z.object({ url: z.string() })

/** Asks the controller that runs on this data directory for a one-time link. Answers the exit code. */
export async function printSignInLink(
  dataDirectory: string,
  say: (line: string) => void,
  complain: (line: string) => void,
): Promise<number> {
  const controller = readControllerFile(dataDirectory)
  if (!controller) {
    complain(
      `No controller runs on ${dataDirectory}. Start it with npm start, or name its folder with --data-dir.`,
    )
    return 1
  }
  try {
    const response = await fetch(`${controller.address}/api/v1/access/links`, {
      method: 'POST',
      headers: { authorization: `Bearer ${controller.secret}`, 'content-type': 'application/json' },
      body: '{}',
      signal: AbortSignal.timeout(ANSWER_TIMEOUT_MS),
    })
    say(linkSchema.parse(await response.json()).url)
    return 0
  } catch {
    complain(
      `The controller at ${controller.address} does not answer. It may have crashed: start it again with npm start.`,
    )
    return 1
  }
}
