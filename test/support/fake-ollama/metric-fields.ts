import type { Metrics } from './generation.ts'

/** The metrics as the final object carries them: nanoseconds, and zeros left out. */
export function metricFields(metrics: Metrics): Readonly<Record<string, number>> {
  const all = {
    total_duration: metrics.total,
    load_duration: metrics.load,
    prompt_eval_count: metrics.promptTokens,
    prompt_eval_duration: metrics.promptEval,
    eval_count: metrics.evalCount,
    eval_duration: metrics.eval,
  }
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== 0))
}
