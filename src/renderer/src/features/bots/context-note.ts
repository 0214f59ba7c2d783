import type { LoadPlan } from '@shared/model/load-plan'
import type { BotId } from '@shared/model/ids'

/**
 * Where a bot does not get the context it wants, or others get more because of it: what its model is loaded with, and why.
 * Null where they agree. `typed` is what stands in the field.
 */
export function contextNoteOf(plan: LoadPlan, botId: BotId, typed: string): string | null {
  if (isPinned(plan))
    return `Loaded with ${tokens(plan.contextLength)}, which the owner pinned on the Models page.`
  if (typed.trim() === '') return null
  const wanted = Number(typed)
  return limitNote(plan, wanted) ?? disagreementNote(plan, botId, wanted)
}

function isPinned({ pin }: LoadPlan): boolean {
  return pin !== null && pin.contextLength !== null
}

function limitNote({ trainedFor, limit }: LoadPlan, wanted: number): string | null {
  if (trainedFor !== null && wanted > trainedFor)
    return `The model was trained for ${tokens(trainedFor)}: it gets no more.`
  return wanted > limit ? `The settings allow ${tokens(limit)}: it gets no more.` : null
}

function disagreementNote(plan: LoadPlan, botId: BotId, wanted: number): string | null {
  const [largest] = plan.wants
    .filter((want) => want.botId !== botId)
    .sort((one, other) => other.contextLength - one.contextLength)
  if (largest === undefined || largest.contextLength === wanted) return null
  const theirs = largest.contextLength.toLocaleString('en')
  const ours = wanted.toLocaleString('en')
  return wanted < largest.contextLength
    ? `${botId} wants ${ours}; the model is loaded with ${theirs} for ${largest.botId}, alike for all its bots.`
    : `${largest.botId} wants ${theirs}; for ${botId} the model is loaded with ${ours}, alike for all its bots.`
}

function tokens(count: number): string {
  return `${count.toLocaleString('en')} tokens`
}
