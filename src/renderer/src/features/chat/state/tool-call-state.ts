import type { ToolCall } from '@shared/model/tool'

/** Whether nothing more comes of it. */
export function isOver({ state }: ToolCall): boolean {
  return state !== 'asking' && state !== 'running'
}
