import { AppError, fromWireError } from '@shared/contract/app-error'
import type { DesktopBridge } from '@shared/contract/channels'
import type { ApiClient } from '@shared/contract/client'
import type { CommandName, CommandOutput, CommandRequest } from '@shared/contract/commands'
import type { Result } from '@shared/contract/frames'

async function ask(bridge: DesktopBridge, name: string, input: unknown): Promise<Result<unknown>> {
  try {
    return await bridge.invoke(name, input)
  } catch (error) {
    throw new AppError(
      'internal',
      'The window lost its controller. Quit Port 8000 and start it again.',
      { cause: error },
    )
  }
}

/** The desktop window's way to the controller: same machine, same process tree, always connected. */
export function createIpcApi(bridge: DesktopBridge): ApiClient {
  return {
    call: async <N extends CommandName>(
      name: N,
      input: CommandRequest<N>,
    ): Promise<CommandOutput<N>> => {
      const result = await ask(bridge, name, input)
      if (!result.ok) throw fromWireError(result.error)
      // Answers are ours: typed by the command table and never parsed.
      return result.output as CommandOutput<N>
    },
    onEvent: (listener) => bridge.onEvent(listener),
    onConnection: (listener) => {
      listener({ status: 'online' })
      return () => undefined
    },
    reconnect: () => undefined,
  }
}
