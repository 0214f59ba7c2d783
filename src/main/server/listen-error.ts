import { AppError } from '@shared/contract/app-error'
import { findPortHolder } from './find-port-holder'

/** Why the server cannot listen, in words somebody can act on. What the system did not refuse by a known code stays as it is. */
export async function toListenError(error: unknown, port: number): Promise<unknown> {
  switch (codeOf(error)) {
    case 'EADDRINUSE': {
      const holder = (await findPortHolder(port)) ?? 'another program'
      return new AppError(
        'conflict',
        `Port ${port} is taken by ${holder}. Stop that program, or choose another port.`,
        {
          cause: error,
        },
      )
    }
    case 'EACCES':
      return new AppError(
        'forbidden',
        `The system does not let this program use port ${port}. Choose another port, best one above 1023.`,
        { cause: error },
      )
    case 'EADDRNOTAVAIL':
      return new AppError(
        'conflict',
        'This machine does not have the address to listen on. Use 127.0.0.1.',
        { cause: error },
      )
    default:
      return error
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : null
}
