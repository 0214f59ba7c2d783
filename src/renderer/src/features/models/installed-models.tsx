import { useState } from 'react'
import type { CommandOutput } from '@shared/contract/commands'
import { formatBytes } from '../../ui/format-bytes'
import { DeleteModelDialog } from './delete-model-dialog'
import { ModelRow } from './model-row'
import styles from './models-page.module.css'

export type ListedModel = CommandOutput<'models.list'>['models'][number]

/** What is on the disk, the newest first. */
export function InstalledModels({ models }: { readonly models: readonly ListedModel[] }) {
  const [deleting, setDeleting] = useState<ListedModel | null>(null)
  const size = models.reduce((sum, model) => sum + model.size, 0)
  return (
    <section className={styles['section']} aria-labelledby="models-installed">
      <h2 id="models-installed" className={styles['heading']}>
        Installed
        {models.length > 0 && (
          <span className={styles['aside']}>
            {models.length} {models.length === 1 ? 'model' : 'models'}, {formatBytes(size)}
          </span>
        )}
      </h2>
      {models.length === 0 && (
        <p className={styles['empty']}>
          No models yet. Pull one above: a bot needs one to write its replies.
        </p>
      )}
      <ul className={styles['rows']}>
        {models.map((model) => (
          <ModelRow key={model.name} model={model} onDelete={() => setDeleting(model)} />
        ))}
      </ul>
      {deleting !== null && (
        <DeleteModelDialog model={deleting} onClose={() => setDeleting(null)} />
      )}
    </section>
  )
}
