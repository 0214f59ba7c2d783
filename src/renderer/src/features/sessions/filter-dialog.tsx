import { useApp } from '../../store/use-app'
import { Button } from '../../ui/button'
import { Dialog } from '../../ui/dialog'
import { ErrorState } from '../../ui/error-state'
import { Skeleton } from '../../ui/skeleton'
import { useQuery } from '../../ui/use-query'
import styles from './session-list.module.css'

/** Chooses the tag to list by. */
export function FilterDialog() {
  const closeDialog = useApp((app) => app.closeDialog)
  const filterByTag = useApp((app) => app.filterByTag)
  const { data, error, reload } = useQuery('tags.list', {})
  return (
    <Dialog title="Filter by tag" size="small" onClose={closeDialog}>
      {error !== null && (
        <ErrorState message={error} actions={<Button onClick={reload}>Try again</Button>} />
      )}
      {data === null && error === null && (
        <Skeleton rows={3} rowHeight={28} label="Reading the tags" />
      )}
      {data?.tags.length === 0 && (
        <p>There are no tags yet. Choose Tags in the menu of a conversation.</p>
      )}
      <div className={styles['chips']}>
        {data?.tags.map(({ tag, count }) => (
          <button
            key={tag}
            type="button"
            className={styles['chip']}
            onClick={() => {
              filterByTag(tag)
              closeDialog()
            }}
          >
            {tag}
            <span className={styles['time']}>{count}</span>
          </button>
        ))}
      </div>
    </Dialog>
  )
}
