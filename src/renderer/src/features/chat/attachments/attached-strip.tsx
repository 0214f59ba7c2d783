import type { BotId } from '@shared/model/ids'
import { useApp, useAppStore } from '../../../store/use-app'
import { AttachedPicture } from './attached-picture'
import { AttachedProblem } from './attached-problem'
import { NOTHING_ATTACHED } from './attached'
import styles from './attached-strip.module.css'
import { SightNotice } from './sight-notice'

export interface AttachedStripProps {
  readonly botId: BotId
  readonly draftKey: string
  /** Where the focus goes when a picture is taken away. */
  readonly onDetach: () => void
}

/** The pictures beside what is being written, in one row, and below it what is wrong with them. */
export function AttachedStrip({ botId, draftKey, onDetach }: AttachedStripProps) {
  const store = useAppStore()
  const attached = useApp((state) => state.attached[draftKey] ?? NOTHING_ATTACHED)
  const ready = attached.filter(({ state }) => state === 'ready').length
  const failed = attached.filter(({ state }) => state === 'failed')
  const detach = (id: string) => {
    void store.getState().detach(draftKey, id)
    onDetach()
  }
  return (
    <div className={styles['strip']}>
      <ul className={styles['attached']} aria-label="Attached pictures">
        {attached.map((one) => (
          <AttachedPicture key={one.id} one={one} onDetach={() => detach(one.id)} />
        ))}
      </ul>
      <p className="visually-hidden" role="status">
        {ready} {ready === 1 ? 'picture' : 'pictures'} attached
      </p>
      {failed.length > 0 && (
        <ul className={styles['problems']} aria-label="Pictures that were not added">
          {failed.map((one) => (
            <AttachedProblem key={one.id} one={one} onRetry={onDetach} />
          ))}
        </ul>
      )}
      <SightNotice botId={botId} />
    </div>
  )
}
