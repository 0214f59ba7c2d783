import type { PullLayer, PullPhase } from '@shared/model/model'
import type { PullLine } from './model-host'

/** While the model is not there, the bar is not full: a layer may still turn up, and checking takes its time. */
const ALMOST = 0.99

/** How far a pull is. Whatever lines come in whatever order, nothing in it ever gets smaller. */
export interface PullProgress {
  readonly phase: PullPhase
  /** In the order they became known. */
  readonly layers: readonly PullLayer[]
  /** 0 to 0.99. */
  readonly fraction: number
  /** What each layer's last line really said, which may be less than before: Ollama fetched a part again. */
  readonly told: Readonly<Record<string, number>>
}

export const NO_PROGRESS: PullProgress = { phase: 'manifest', layers: [], fraction: 0, told: {} }

export interface FoldedLine {
  readonly progress: PullProgress
  /** Bytes that came since the line before. */
  readonly arrived: number
}

/** Takes in one line. */
export function withLine(before: PullProgress, line: PullLine): FoldedLine {
  if (line.digest === undefined) return { progress: withStatus(before, line.status), arrived: 0 }
  const { digest, total = 0, completed = 0 } = line
  if (!isBytes(total) || !isBytes(completed) || total === 0) return { progress: before, arrived: 0 }
  const last = before.told[digest]
  const layers = withLayer(before.layers, { digest, total, completed: Math.min(completed, total) })
  return {
    progress: {
      phase: laterPhase(before.phase, 'downloading'),
      layers,
      fraction: Math.max(before.fraction, fractionOf(layers)),
      told: { ...before.told, [digest]: completed },
    },
    // What a layer begins with was there before.
    arrived: last === undefined ? 0 : Math.max(0, completed - last),
  }
}

export function totalOf({ layers }: Pick<PullProgress, 'layers'>): number {
  return layers.reduce((sum, { total }) => sum + total, 0)
}

export function completedOf({ layers }: Pick<PullProgress, 'layers'>): number {
  return layers.reduce((sum, { completed }) => sum + completed, 0)
}

/** Bytes still to come of what is known, by what Ollama last said. */
export function missingOf({ layers, told }: PullProgress): number {
  return layers.reduce(
    (sum, { digest, total, completed }) =>
      sum + (completed === total ? 0 : Math.max(0, total - (told[digest] ?? completed))),
    0,
  )
}

/** A line without a digest: the manifest is being asked, or (`verifying …`, `writing …`) every byte is here. */
function withStatus(before: PullProgress, status: string): PullProgress {
  if (!/^(?:verifying|writing|removing|success)/.test(status)) return before
  // Version 0.32 tells no last line of a layer.
  const layers = before.layers.map((layer) => ({ ...layer, completed: layer.total }))
  return {
    ...before,
    phase: 'checking',
    layers,
    fraction: Math.max(before.fraction, fractionOf(layers)),
  }
}

/** A digest names its content, so its size stands from the first time it is told. */
function withLayer(layers: readonly PullLayer[], told: PullLayer): readonly PullLayer[] {
  const known = layers.some(({ digest }) => digest === told.digest)
  if (!known) return [...layers, told]
  return layers.map((layer) =>
    layer.digest === told.digest
      ? {
          ...layer,
          completed: Math.max(layer.completed, Math.min(told.completed, layer.total)),
        }
      : layer,
  )
}

function fractionOf(layers: readonly PullLayer[]): number {
  const total = totalOf({ layers })
  return total === 0 ? 0 : Math.min(ALMOST, completedOf({ layers }) / total)
}

const ORDER: readonly PullPhase[] = ['manifest', 'downloading', 'checking']

function laterPhase(one: PullPhase, other: PullPhase): PullPhase {
  return ORDER.indexOf(one) > ORDER.indexOf(other) ? one : other
}

function isBytes(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0
}
