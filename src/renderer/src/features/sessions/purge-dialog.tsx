import type { SessionId } from '@shared/model/ids'
import { useApp } from '../../store/use-app'
import { Button } from '../../ui/button'
import { Dialog } from '../../ui/dialog'
import { countOf } from './organise-slice'

export interface PurgeDialogProps {
  readonly sessionIds: readonly SessionId[] | 'all'
}

/** The one thing that cannot be undone, so it is asked. */
export function PurgeDialog({ sessionIds }: PurgeDialogProps) {
  const closeDialog = useApp((app) => app.closeDialog)
  const purgeSessions = useApp((app) => app.purgeSessions)
  const emptyBin = useApp((app) => app.emptyBin)
  const what = sessionIds === 'all' ? 'Everything in the bin' : countOf(sessionIds)
  return (
    <Dialog
      title={sessionIds === 'all' ? 'Empty the bin' : 'Delete for good'}
      size="small"
      onClose={closeDialog}
      footer={
        <>
          <Button onClick={closeDialog} data-autofocus>
            Keep
          </Button>
          <Button
            variant="danger"
            onClick={() => {
              closeDialog()
              void (sessionIds === 'all' ? emptyBin() : purgeSessions(sessionIds))
            }}
          >
            Delete for good
          </Button>
        </>
      }
    >
      <p>{what} will be gone, with all that was said. Nothing brings it back.</p>
    </Dialog>
  )
}
