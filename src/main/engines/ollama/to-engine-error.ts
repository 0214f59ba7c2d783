import { AppError } from '@shared/contract/app-error'
import { ContextOverflow } from '@main/core/engines/context-overflow'
import { NotOllamaError, OllamaHttpError } from './ollama-http-error'

/** How far the answer had come when it went wrong. */
export interface AnswerState {
  readonly responded: boolean
  readonly readToEnd: boolean
}

const TOO_MANY: readonly number[] = [429, 503]
const BUSY_RETRY_MS = 1_000

const UNREACHABLE = 'Ollama does not answer. Start Ollama, or set its address in Settings.'
const NOT_OLLAMA =
  'What answers at the address in Settings is not Ollama. Start Ollama, or correct its address in Settings.'
const REDIRECT =
  'What answers at the address in Settings is not Ollama: it sends on to another address, which Port 8000 does not follow. Set the address of Ollama itself in Settings.'
const BAD_ADDRESS = 'The address of Ollama cannot be read. Correct it in Settings.'
const STOPPED = 'Ollama stopped in the middle of the reply. See that it still runs, then try again.'
const RUNNER_STOPPED =
  "Ollama's model process stopped in the middle of the reply. Try again; if it stops again, the model may be too large for this computer's memory."
const BUSY = 'Ollama has too many requests waiting. Try again in a moment.'
const REFUSED_ACCESS =
  'Ollama does not let Port 8000 in. Check what stands between them, and the address in Settings.'

export function stoppedInTheMiddle(cause?: unknown): AppError {
  return new AppError('engine_unavailable', STOPPED, { cause })
}

/**
 * Says by status and cause what went wrong, never by the wording of an error, which differs between versions. The
 * message carries no path and no address; the original stays in `cause` for the log.
 */
export function toEngineError(error: unknown, model: string | null, state: AnswerState): AppError {
  if (error instanceof AppError) return error
  if (error instanceof OllamaHttpError) return fromStatus(error, model)
  if (error instanceof NotOllamaError || error instanceof SyntaxError)
    return unavailable(NOT_OLLAMA, error)
  if (!state.responded) return unavailable(isBadAddress(error) ? BAD_ADDRESS : UNREACHABLE, error)
  // An error line is thrown by the client as soon as it is read; without one it reads on to the end.
  const saidWhy = !state.readToEnd && error instanceof Error && error.constructor === Error
  return saidWhy ? unavailable(RUNNER_STOPPED, error) : stoppedInTheMiddle(error)
}

export function modelNotFound(model: string | null, cause?: unknown): AppError {
  const name = model ?? ''
  return new AppError(
    'model_not_found',
    `Ollama has no model "${name}". Pull it (ollama pull ${name}), or choose another model.`,
    { cause },
  )
}

function unavailable(message: string, cause: unknown): AppError {
  return new AppError('engine_unavailable', message, { cause })
}

function fromStatus(error: OllamaHttpError, model: string | null): AppError {
  const { status, overflow } = error
  if (overflow) return new ContextOverflow(overflow, { cause: error })
  if (status === 404) return modelNotFound(model, error)
  if (TOO_MANY.includes(status))
    return new AppError('engine_busy', BUSY, { cause: error, retryAfterMs: BUSY_RETRY_MS })
  if (status === 401 || status === 403) return unavailable(REFUSED_ACCESS, error)
  if (status === 502 || status === 504) return unavailable(UNREACHABLE, error)
  if (status < 400) return unavailable(REDIRECT, error)
  if (status < 500) {
    const message = `Ollama refused the request${because(error.reason)}. Choose another model, or change the bot's options.`
    return new AppError('invalid_input', message, { cause: error })
  }
  return unavailable(
    `Ollama could not run the model${because(error.reason)}. Its own log says more; pulling the model again may help.`,
    error,
  )
}

const LONGEST_SHOWN = 160

/** Ollama's reason where it is short and carries no path, address or markup. */
function because(reason: string): string {
  const fit =
    reason !== '' && reason.length <= LONGEST_SHOWN && !/[/\\{}<>\n]|\d+\.\d+\.\d+|:\d/.test(reason)
  return fit ? ` (${reason})` : ''
}

function isBadAddress(error: unknown): boolean {
  return error instanceof TypeError && 'code' in error && error.code === 'ERR_INVALID_URL'
}
