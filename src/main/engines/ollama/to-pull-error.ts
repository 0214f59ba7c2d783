import { AppError } from '@shared/contract/app-error'
import { NotOllamaError, OllamaHttpError } from './ollama-http-error'
import { toEngineError } from './to-engine-error'
import type { AnswerState } from './to-engine-error'

const NO_SUCH = /file does not exist|manifest unknown|not found|\b404\b/i
const NO_NETWORK =
  /no such host|dial tcp|connection re(?:fused|set)|timeout|deadline|EOF|max retries|network is unreachable|TLS|x509/i
const NO_ROOM = /no space left|not enough space|disk (?:is )?full|insufficient .*space/i
const NOT_ALLOWED = /unauthorized|forbidden|denied|\b40[13]\b/i
const TOO_OLD = /requires a newer version|newer version of ollama/i

const CUT = 'cut'

/**
 * Why a pull failed. While it streams, all that tells is a text inside a 200 (captures 08, 60d, 60g, 63), so here, and
 * only here, the wording decides; what is not recognised is told in general words. The text itself, which carries
 * addresses, goes to the log alone.
 */
export function toPullError(error: unknown, name: string, state: AnswerState): AppError {
  if (isAboutTheServer(error, state)) return toEngineError(error, name, state)
  const reason = reasonOf(error, state)
  const { code, message } = explain(reason, name)
  return new AppError(code, message, { cause: error })
}

function isAboutTheServer(error: unknown, state: AnswerState): boolean {
  if (error instanceof AppError || error instanceof NotOllamaError) return true
  if (error instanceof SyntaxError) return true
  // Ollama answers 500 for what it says inside a 200 where it streams.
  if (error instanceof OllamaHttpError) return error.status !== 500 && error.status !== 404
  return !state.responded
}

/** An error line is thrown by the client as soon as it is read; without one it reads on to the end. */
function reasonOf(error: unknown, { readToEnd }: AnswerState): string {
  if (error instanceof OllamaHttpError) return error.reason
  return !readToEnd && error instanceof Error && error.constructor === Error ? error.message : CUT
}

function explain(
  reason: string,
  name: string,
): { readonly code: AppError['code']; readonly message: string } {
  if (reason === CUT)
    return {
      code: 'engine_unavailable',
      message: `Ollama stopped in the middle of the pull. See that it still runs, then pull ${name} again: what has come is kept.`,
    }
  if (NO_ROOM.test(reason))
    return {
      code: 'conflict',
      message: `The disk where Ollama keeps its models is full. Free some space, or delete models you do not need, then pull ${name} again: what has come is kept.`,
    }
  if (NO_SUCH.test(reason))
    return {
      code: 'model_not_found',
      message: `There is no model "${name}" to pull. Check its spelling and its tag in the library at ollama.com/library.`,
    }
  if (TOO_OLD.test(reason))
    return {
      code: 'conflict',
      message: `${name} needs a newer Ollama. Update Ollama, then pull it again.`,
    }
  if (NOT_ALLOWED.test(reason))
    return {
      code: 'conflict',
      message: `The registry does not give ${name} to this Ollama. Sign Ollama in (ollama signin), or choose another model.`,
    }
  if (NO_NETWORK.test(reason))
    return {
      code: 'engine_unavailable',
      message: `Ollama could not reach the registry. Check the network of the machine that runs Ollama, then pull ${name} again: what has come is kept.`,
    }
  return {
    code: 'engine_unavailable',
    message: `Ollama could not pull ${name}. Its own log says why; pulling again goes on where it stopped.`,
  }
}
