import type { Bot } from '@shared/model/bot'
import type { DeclaredOptions } from '@shared/model/declared-options'
import type { LoadPin, LoadPlan } from '@shared/model/load-plan'
import type { ModelFacts } from './model-facts'

/** The context of a model whose Modelfile names none and whose bots want none, in tokens. */
export const DEFAULT_CONTEXT = 8_192
/** How long Ollama keeps a model in memory after its last use, where no bot says otherwise. */
export const DEFAULT_KEEP_ALIVE_S = 1_800

export interface LoadingWishes {
  /** Every bot of this model. */
  readonly bots: readonly Pick<Bot, 'id' | 'options'>[]
  readonly facts: Pick<ModelFacts, 'contextLength' | 'declared'> | null
  readonly pin: LoadPin | null
  /** The longest context the settings allow, in tokens. */
  readonly limit: number
}

/** What a model is loaded with, before anything was loaded. */
export type Planned = Omit<LoadPlan, 'name' | 'reloads' | 'lastReload'>

/**
 * One size for everybody: the largest that a bot wants and that fits, unless the owner pinned another; never more than the
 * model was trained for, which Ollama would cut to without a word (capture 27h). The longest stay in memory wins, as a
 * short one would free it under the others.
 */
export function planLoading({ bots, facts, pin, limit }: LoadingWishes): Planned {
  const { contextLength: trainedFor, declared } = facts ?? UNKNOWN
  const usual = declared.contextLength ?? DEFAULT_CONTEXT
  const wants = bots.map((bot) => wantOf(bot, usual))
  const pinned = pin?.contextLength ?? null
  const wanted = pinned === null ? wantedBy(wants, usual) : { most: pinned, decidedBy: null }
  // What is pinned was set by who sets the limit.
  const allowed = pinned === null ? limit : Infinity
  return {
    contextLength: Math.min(wanted.most, allowed, trainedFor ?? Infinity),
    decidedBy: wanted.decidedBy,
    trainedFor,
    limit,
    keepAliveS: longestOf(wants.map(({ keepAliveS }) => keepAliveS)),
    ...layoutOf(pin, declared),
    pin,
    wants,
  }
}

const UNKNOWN: NonNullable<LoadingWishes['facts']> = { contextLength: null, declared: {} }

function layoutOf(pin: LoadPin | null, declared: DeclaredOptions) {
  const { numGpu = null, numBatch = null } = declared
  return { numGpu: pin?.numGpu ?? numGpu, numBatch: pin?.numBatch ?? numBatch }
}

type Want = Planned['wants'][number]

function wantOf({ id, options }: LoadingWishes['bots'][number], usual: number): Want {
  const { contextLength = usual, keepAliveS = DEFAULT_KEEP_ALIVE_S } = options
  return { botId: id, contextLength, keepAliveS }
}

/** The usual size is nobody's wish in particular. */
function wantedBy(wants: readonly Want[], usual: number) {
  if (wants.length === 0) return { most: usual, decidedBy: null }
  const most = Math.max(...wants.map(({ contextLength }) => contextLength))
  const decider = wants.find(({ contextLength }) => contextLength === most && most !== usual)
  return { most, decidedBy: decider?.botId ?? null }
}

/** -1 is for ever. */
function longestOf(seconds: readonly number[]): number {
  if (seconds.length === 0) return DEFAULT_KEEP_ALIVE_S
  return seconds.includes(-1) ? -1 : Math.max(...seconds)
}
