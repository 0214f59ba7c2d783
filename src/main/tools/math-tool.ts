import { existsSync } from 'node:fs'
import { Worker } from 'node:worker_threads'
import { AppError } from '@shared/contract/app-error'
import type { Tool } from '@main/core/tools/tool'
import type { MathAnswer, MathJob } from './math-worker'

/** Nothing that the worker takes lasts long; reading the library the first time does, on a machine that is busy. */
const LIMIT_MS = 10_000
const WORKER = 'math-worker'

interface Waiting {
  readonly resolve: (result: string) => void
  readonly reject: (error: Error) => void
}

/** Calculates in a thread that begins with the first calculation and is ended where one takes too long. */
export class MathTool {
  readonly tool: Tool = {
    name: 'math.evaluate',
    description:
      'Calculate the value of an arithmetic expression exactly, such as (3 + 4)^2 / 7 or sqrt(2) * sin(pi / 3).',
    parameters: {
      type: 'object',
      properties: {
        expression: {
          type: 'string',
          minLength: 1,
          maxLength: 500,
          description: 'What to calculate',
        },
      },
      required: ['expression'],
      additionalProperties: false,
    },
    server: null,
    fingerprint: null,
    run: (args, _context, signal) => this.#calculate(String(args['expression']), signal),
  }
  readonly #waiting = new Map<number, Waiting>()
  #worker: Worker | null = null
  #lastJob = 0

  async close(): Promise<void> {
    await this.#end(new AppError('internal', 'Port 8000 is closing.'))
  }

  #calculate(expression: string, signal: AbortSignal): Promise<string> {
    return new Promise((resolve, reject) => {
      const job = ++this.#lastJob
      const tooLong = () =>
        void this.#end(new AppError('invalid_input', 'The calculation took too long.'))
      const timer = setTimeout(tooLong, LIMIT_MS)
      const onAbort = () => settle(() => reject(new Error('aborted', { cause: signal.reason })))
      const settle = (how: () => void) => {
        clearTimeout(timer)
        signal.removeEventListener('abort', onAbort)
        this.#waiting.delete(job)
        how()
      }
      signal.addEventListener('abort', onAbort, { once: true })
      this.#waiting.set(job, {
        resolve: (result) => settle(() => resolve(result)),
        reject: (error) => settle(() => reject(error)),
      })
      this.#worker ??= this.#start()
      this.#worker.postMessage({ job, expression } satisfies MathJob)
    })
  }

  #start(): Worker {
    const file = workerFile()
    const execArgv = file.pathname.endsWith('.ts') ? ['--experimental-strip-types'] : []
    const worker = new Worker(file, {
      execArgv,
      resourceLimits: { maxOldGenerationSizeMb: 128 },
    })
    // An idle thread keeps nobody from closing.
    worker.unref()
    worker.on('message', (answer: MathAnswer) => this.#answer(answer))
    const fail = () => {
      if (this.#worker === worker) void this.#end(new AppError('internal', CANNOT))
    }
    worker.on('error', fail)
    worker.on('exit', fail)
    return worker
  }

  #answer(answer: MathAnswer): void {
    const waiting = this.#waiting.get(answer.job)
    if ('result' in answer) waiting?.resolve(answer.result)
    else waiting?.reject(new AppError('invalid_input', answer.problem))
  }

  async #end(why: Error): Promise<void> {
    const worker = this.#worker
    this.#worker = null
    for (const { reject } of [...this.#waiting.values()]) reject(why)
    await worker?.terminate()
  }
}

const CANNOT = 'The calculation could not be made. Try again.'

/** Beside the built entry or above its chunks; in the sources, the source. */
function workerFile(): URL {
  const files = [`${WORKER}.js`, `../${WORKER}.js`, `${WORKER}.ts`].map(
    (place) => new URL(place, import.meta.url),
  )
  const found = files.find((file) => existsSync(file))
  if (!found) throw new Error('The worker for mathematics was not built.')
  return found
}
