import { ProtocolError, SdkError, SdkErrorCode, SdkHttpError } from '@modelcontextprotocol/client'
import { ToolServerError } from '@main/core/tool-servers/tool-server-connection'
import type { ProgramEnd } from './program-transport'

const TOO_LONG = 'It answered with more than 4 MB at once, so it was ended. Ask it for less.'

/** Why a program is gone, in words for everybody; what it said itself is for its owner. */
export function failureOfProgram({ cause, code, signal, said }: ProgramEnd): ToolServerError {
  const lastWords = said.trim() === '' ? null : said.trim().slice(-500)
  if (cause === 'no-start')
    return new ToolServerError('Its program cannot be started. Look whether it is still there.')
  if (cause === 'too-long') return new ToolServerError(TOO_LONG, lastWords)
  const how = signal === null ? `with code ${code ?? 0}` : `by the signal ${signal}`
  return new ToolServerError(
    `Its program ended ${how}. Look at its arguments and variables, then start it again.`,
    lastWords,
  )
}

export function tooLong(): ToolServerError {
  return new ToolServerError(TOO_LONG)
}

/** Why a server cannot be spoken to. */
export function failureOf(error: unknown): ToolServerError {
  if (error instanceof ToolServerError) return error
  if (error instanceof SdkHttpError) return new ToolServerError(wordsOfStatus(error.data.status))
  if (error instanceof ProtocolError)
    return new ToolServerError(
      'It refused to begin. It may be of a version that does not fit; look for a newer one.',
    )
  if (error instanceof SdkError && error.code === SdkErrorCode.ConnectionClosed)
    return new ToolServerError('The connection to it broke. Start it again.')
  // What `fetch` throws where nobody answers.
  if (error instanceof TypeError)
    return new ToolServerError('Nobody answers at its address. Look whether it runs, and where.')
  return new ToolServerError(
    'It answered with something that is not of the Model Context Protocol.',
    null,
    { cause: error },
  )
}

function wordsOfStatus(status: number | undefined): string {
  if (status === 401 || status === 403)
    return 'It does not let us in. Set the token or the headers that it asks for.'
  if (status !== undefined && status >= 300 && status < 400)
    return 'It sends us on to another address, which is not followed. Set the address it has now.'
  if (status === 404 || status === 405)
    return 'There is no server of the Model Context Protocol at this address. Look at its path, as /mcp.'
  return `It answered with the error ${status ?? 0}. Look at the server itself.`
}
