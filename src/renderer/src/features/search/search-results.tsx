import { SearchX } from 'lucide-react'
import { useEffect } from 'react'
import type { SearchResult } from '@shared/model/search'
import { useApp } from '../../store/use-app'
import { Button } from '../../ui/button'
import { EmptyState } from '../../ui/empty-state'
import { ErrorState } from '../../ui/error-state'
import { Skeleton } from '../../ui/skeleton'
import type { FoundItem } from './found-items'
import { FoundRow } from './found-row'
import styles from './search-dialog.module.css'
import { SearchTips } from './search-tips'

export interface SearchResultsProps {
  readonly listId: string
  readonly items: readonly FoundItem[]
  readonly active: number
  readonly onActivate: (index: number) => void
  readonly onOpen: (item: FoundItem) => void
}

/** What was found; or that it is being looked for, that there is nothing, or that it failed. */
export function SearchResults(props: SearchResultsProps) {
  const status = useApp((app) => app.searchStatus)
  const result = useApp((app) => app.searchResult)
  if (status === 'failed') return <SearchFailed />
  if (status === 'idle') return <SearchTips />
  if (result === null) return <Skeleton rows={5} rowHeight={56} label="Searching" />
  if (props.items.length === 0) return <NothingFound isLoading={status === 'loading'} />
  return <Found {...props} result={result} isLoading={status === 'loading'} />
}

function SearchFailed() {
  const message = useApp((app) => app.searchError)
  const again = useApp((app) => app.searchAgain)
  return (
    <ErrorState
      message={message ?? 'The search failed.'}
      actions={
        <Button small onClick={() => void again()}>
          Try again
        </Button>
      }
    />
  )
}

/** While the next answer is on its way, the last one stays: nothing flickers at every key. */
function NothingFound({ isLoading }: { readonly isLoading: boolean }) {
  const searchedFor = useApp((app) => app.searchedFor)
  return (
    <EmptyState icon={<SearchX size={26} />} title={`Nothing found for “${searchedFor.trim()}”`}>
      {isLoading
        ? 'Searching…'
        : 'Try fewer or shorter words, or leave a filter out. Parts of words and other accents are found as well.'}
    </EmptyState>
  )
}

interface FoundProps extends SearchResultsProps {
  readonly result: SearchResult
  readonly isLoading: boolean
}

function Found({ listId, items, active, onActivate, onOpen, result, isLoading }: FoundProps) {
  const loadMore = useApp((app) => app.loadMoreFound)
  const activeId = `${listId}-${items[active]?.key ?? ''}`

  useEffect(() => {
    document.getElementById(activeId)?.scrollIntoView({ block: 'nearest' })
  }, [activeId])

  return (
    <>
      <div id={listId} role="listbox" aria-label="Results" aria-busy={isLoading}>
        {items.map((item, index) => (
          <FoundRow
            key={item.key}
            id={`${listId}-${item.key}`}
            item={item}
            isActive={index === active}
            onOpen={onOpen}
            onPoint={() => onActivate(index)}
          />
        ))}
      </div>
      {result.hasMore && (
        <div className={styles['end']}>
          <Button small variant="quiet" onClick={() => void loadMore()}>
            Show more conversations
          </Button>
        </div>
      )}
    </>
  )
}
