import type { Message, Tool } from 'ollama/browser'
import type { PromptMessage, ToolSpec } from '@main/core/engines/engine'

/** As Ollama takes them: arguments as an object, for a text is refused (capture 33e). */
export function toOllamaMessage(message: PromptMessage): Message | PromptMessage {
  const { role, content, toolCalls, toolName } = message
  // Nearly all are as they should be.
  if (!toolCalls && toolName === undefined) return message
  return {
    role,
    content,
    ...(toolCalls && {
      tool_calls: toolCalls.map(({ name, arguments: args }) => ({
        function: { name, arguments: { ...args } },
      })),
    }),
    ...(toolName !== undefined && { tool_name: toolName }),
  }
}

/** The client's type knows less of JSON schema than Ollama does, which hands it on to the model's template. */
export function toOllamaTool({ name, description, parameters }: ToolSpec): Tool {
  return {
    type: 'function',
    function: {
      name,
      description,
      parameters,
    },
  }
}
