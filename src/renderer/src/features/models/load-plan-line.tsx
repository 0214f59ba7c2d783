import type { LoadPlan } from '@shared/model/load-plan'
import { formatDuration } from '../../ui/format-duration'
import styles from './models-page.module.css'

/** What a model is loaded with and for whom, who wants less, and how often replies waited for it. */
export function LoadPlanLine({ plan }: { readonly plan: LoadPlan }) {
  const { reloads, lastReload } = plan
  return (
    <>
      <p className={styles['usedBy']}>{loadedWith(plan)}</p>
      {reloads > 0 && (
        <p className={styles['usedBy']}>
          {reloads === 1 ? 'A reply' : `${reloads.toLocaleString()} replies`} had to wait for it to
          be loaded{lastReload !== null && `, last for ${formatDuration(lastReload.ms)}`}.
        </p>
      )}
    </>
  )
}

function loadedWith(plan: LoadPlan): string {
  const size = `Loads with ${plan.contextLength.toLocaleString()} tokens of context`
  const others = plan.wants.filter(({ contextLength }) => contextLength !== plan.contextLength)
  const differing = others.map(
    ({ botId, contextLength }) => `${botId} wants ${contextLength.toLocaleString()}`,
  )
  const told = differing.length === 0 ? '' : `; ${differing.join(', ')}`
  return `${size}${reasonOf(plan)}${layoutOf(plan)}${told}.`
}

function reasonOf({ pin, decidedBy }: LoadPlan): string {
  if (pin !== null && pin.contextLength !== null) return ', pinned'
  return decidedBy === null ? '' : ` for ${decidedBy}`
}

function layoutOf({ numGpu, numBatch }: LoadPlan): string {
  const layers = numGpu === null ? '' : `, ${numGpu.toLocaleString()} layers on the GPU`
  return numBatch === null ? layers : `${layers}, ${numBatch.toLocaleString()} tokens at a time`
}
