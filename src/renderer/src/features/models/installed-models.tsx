import { useState } from 'react'
import { isSameModel } from '@shared/model/model-name'
import type { CommandOutput } from '@shared/contract/commands'
import { useApp } from '../../store/use-app'
import { formatBytes } from '../../ui/format-bytes'
import { useQuery } from '../../ui/use-query'
import { DeleteModelDialog } from './delete-model-dialog'
import { ModelRow } from './model-row'
import { PinLoadDialog } from './pin-load-dialog'
import styles from './models-page.module.css'

export type ListedModel = CommandOutput<'models.list'>['models'][number]

/** What is on the disk, the newest first. */
export function InstalledModels({ models }: { readonly models: readonly ListedModel[] }) {
  const [deleting, setDeleting] = useState<ListedModel | null>(null)
  const [pinning, setPinning] = useState<ListedModel | null>(null)
  const plans = useLoadPlans()
  const planOf = (name: string) => plans.find((plan) => isSameModel(plan.name, name)) ?? null
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
          <ModelRow
            key={model.name}
            model={model}
            plan={planOf(model.name)}
            onDelete={() => setDeleting(model)}
            onPin={() => setPinning(model)}
          />
        ))}
      </ul>
      {deleting !== null && (
        <DeleteModelDialog model={deleting} onClose={() => setDeleting(null)} />
      )}
      {pinning !== null && (
        <PinLoadDialog
          name={pinning.name}
          pin={planOf(pinning.name)?.pin ?? null}
          onClose={() => setPinning(null)}
        />
      )}
    </section>
  )
}

/** What models are loaded with: read again when models or what bots want of them change. */
function useLoadPlans() {
  const version = useApp((app) => app.modelsVersion)
  const botsVersion = useApp((app) =>
    Object.values(app.bots).reduce((sum, bot) => sum + bot.version, 0),
  )
  return useQuery('models.loadPlans', {}, version * 1e6 + botsVersion).data?.plans ?? []
}
