import type { Message, Tool, ToolCall } from 'ollama/browser'
import type { EngineToolCall, PromptMessage, ReplyPart, ToolSpec } from '@main/core/engines/engine'

/** What one line of an answer says: mostly a piece of text; calls come whole, in a line of their own (captures 33). */
export function partsOf({ content, tool_calls: calls }: Message): readonly ReplyPart[] {
  const parts: ReplyPart[] = []
  if (content !== '') parts.push({ kind: 'text', text: content })
  // Their ids are not needed to answer them.
  if (calls) parts.push({ kind: 'tool-calls', calls: calls.map(toCall) })
  return parts
}

function toCall({ function: called }: ToolCall): EngineToolCall {
  return { name: called.name, arguments: called.arguments }
}

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
