import { estimateTokens } from '@shared/model/estimate-tokens'
import type { PromptMessage } from '../engines/engine'

/** Tells the model that there was more, so that it does not take a piece for the whole. */
const CUT =
  '\n[Cut here: the rest is longer than what fits into the context. Ask for less at once if it is needed.]'

/** What a message of a turn in the making takes, with the calls in it; in estimated tokens. */
export function costOf({ content, toolCalls }: PromptMessage): number {
  return estimateTokens(content) + (toolCalls ? estimateTokens(JSON.stringify(toolCalls)) : 0)
}

/**
 * What tools brought in a turn, within `room` (estimated tokens): the longest results are cut to the same length, as far
 * as that is needed; short ones, and what the model said and called, stay whole.
 */
export function fitResults(
  grown: readonly PromptMessage[],
  room: number,
): readonly PromptMessage[] {
  const costs = grown.map(costOf)
  if (sum(costs) <= room) return grown
  const isResult = grown.map(({ role }) => role === 'tool')
  const others = sum(costs.filter((_, at) => !isResult[at]))
  const most = levelOf(
    costs.filter((_, at) => isResult[at]),
    Math.max(room - others, 0),
  )
  return grown.map((message, at) => {
    const cost = costs[at] ?? 0
    return isResult[at] && cost > most ? cutTo(message, cost, most) : message
  })
}

/** The length at which these fit into the room together, where those that are shorter stay as they are. */
function levelOf(costs: readonly number[], room: number): number {
  let left = room
  const rising = costs.toSorted((one, other) => one - other)
  for (const [at, cost] of rising.entries()) {
    const share = left / (rising.length - at)
    if (cost > share) return share
    left -= cost
  }
  return Infinity
}

function cutTo(message: PromptMessage, cost: number, most: number): PromptMessage {
  const kept = Math.max(most - estimateTokens(CUT), 0) / cost
  const content = message.content.slice(0, Math.floor(message.content.length * kept))
  // No cut goes through a surrogate pair.
  return { ...message, content: content.replace(/[\uD800-\uDBFF]$/, '') + CUT }
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((all, number) => all + number, 0)
}
