import type { CommandOutput } from '@shared/contract/commands'
import { formatBytes } from '../../ui/format-bytes'
import styles from './models-page.module.css'

/** What the models take of the machine's memory; without a whole to compare with, only how much. */
export function MemoryBar({ memory }: { readonly memory: CommandOutput<'models.loaded'> }) {
  const used = memory.models.reduce((sum, { size }) => sum + size, 0)
  const onGpu = memory.models.reduce((sum, { sizeOnGpu }) => sum + sizeOnGpu, 0)
  if (used === 0) return null
  const whole = Math.max(memory.total ?? 0, used)
  const words = [
    memory.total === null
      ? `${formatBytes(used)} used by models`
      : `${formatBytes(used)} of ${formatBytes(memory.total)} used by models`,
    ...(onGpu > 0 ? [`${formatBytes(onGpu)} of it on the GPU`] : []),
  ].join(', ')
  return (
    <div className={styles['memory']}>
      {memory.total !== null && (
        <div className={styles['memoryBar']} role="img" aria-label={words}>
          {memory.models.map(({ name, size }) => (
            <span key={name} title={name} style={{ width: `${String((size / whole) * 100)}%` }} />
          ))}
        </div>
      )}
      <p className={styles['numbers']}>{words}</p>
    </div>
  )
}
