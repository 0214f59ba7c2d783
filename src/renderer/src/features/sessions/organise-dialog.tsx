import { lazy, Suspense } from 'react'
import type { AppState } from '../../store/use-app'
import { FilterDialog } from './filter-dialog'
import { MoveDialog } from './move-dialog'
import { PurgeDialog } from './purge-dialog'
import { TagsDialog } from './tags-dialog'

const SharingDialog = lazy(() =>
  import('./sharing-dialog').then((part) => ({ default: part.SharingDialog })),
)

type Task = Extract<NonNullable<AppState['dialog']>, { kind: 'organise' }>['task']

/** Whatever is asked before conversations are put in order. */
export function OrganiseDialog({ task }: { readonly task: Task }) {
  switch (task.kind) {
    case 'filter':
      return <FilterDialog />
    case 'move':
      return <MoveDialog sessionIds={task.sessionIds} />
    case 'tags':
      return <TagsDialog sessionIds={task.sessionIds} />
    case 'share':
      return (
        <Suspense fallback={null}>
          <SharingDialog sessionId={task.sessionId} />
        </Suspense>
      )
    case 'purge':
      return <PurgeDialog sessionIds={task.sessionIds} />
  }
}
