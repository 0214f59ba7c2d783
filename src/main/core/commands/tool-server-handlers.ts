import type { ToolServerService } from '../tool-servers/tool-server-service'
import type { CommandHandlers } from './command-router'

export interface ToolServerServices {
  readonly toolServers: ToolServerService
}

/** The servers of the Model Context Protocol. */
export function toolServerHandlers({ toolServers }: ToolServerServices) {
  return {
    'toolServers.list': async () => ({ toolServers: toolServers.list() }),
    'toolServers.add': async (input) => ({ toolServer: await toolServers.add(input) }),
    'toolServers.update': async (input) => ({ toolServer: await toolServers.update(input) }),
    'toolServers.remove': async ({ toolServerId }) => {
      await toolServers.remove(toolServerId)
      return {}
    },
    'toolServers.restore': async ({ toolServerId }) => ({
      toolServer: await toolServers.restore(toolServerId),
    }),
    'toolServers.restart': async ({ toolServerId }) => ({
      toolServer: await toolServers.restart(toolServerId),
    }),
    'toolServers.test': async (input) => toolServers.test(input),
    'toolServers.endTest': async ({ testId }) => {
      toolServers.endTest(testId)
      return {}
    },
  } satisfies Partial<CommandHandlers>
}
