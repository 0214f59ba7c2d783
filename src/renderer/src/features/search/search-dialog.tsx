import { Search } from 'lucide-react'
import { useEffect, useId, useMemo, useRef, useState } from 'react'
import { useApp, useAppStore } from '../../store/use-app'
import { Dialog } from '../../ui/dialog'
import { Spinner } from '../../ui/spinner'
import { countOf, indexingOf, itemsOf, wordsOf } from './found-items'
import type { FoundItem } from './found-items'
import styles from './search-dialog.module.css'
import { SearchFilters } from './search-filters'
import { SearchResults } from './search-results'

const NONE: readonly FoundItem[] = []
/** As long as the controller takes. */
const MAX_QUERY_LENGTH = 500

/** Finds what was said. The query stays when it is closed, and is selected when it is opened again. */
export function SearchDialog() {
  const closeDialog = useApp((app) => app.closeDialog)
  const store = useAppStore()
  const result = useApp((app) => app.searchResult)
  const isIdle = useApp((app) => app.searchStatus === 'idle')
  const items = useMemo(() => (result === null ? NONE : itemsOf(result)), [result])
  const [chosen, setChosen] = useState<string | null>(null)
  const active = Math.max(
    0,
    items.findIndex((item) => item.key === chosen),
  )
  const listId = useId()
  const activate = (index: number) => setChosen(items[index]?.key ?? null)
  const open = useOpen()

  useEffect(() => {
    // What was said since it was closed is found as well.
    void store.getState().searchAgain()
  }, [store])

  return (
    <Dialog title="Search" size="large" onClose={closeDialog}>
      <div className={styles['search']}>
        <SearchField
          listId={listId}
          items={items}
          active={active}
          onActivate={activate}
          onOpen={open}
        />
        <SearchFilters />
        <p className={styles['count']} role="status">
          {result !== null && !isIdle && items.length > 0 ? countOf(result) : ''}
        </p>
        {result?.indexing && <p className={styles['count']}>{indexingOf(result)}</p>}
        <div className={styles['results']}>
          <SearchResults
            listId={listId}
            items={isIdle ? NONE : items}
            active={active}
            onActivate={activate}
            onOpen={open}
          />
        </div>
      </div>
    </Dialog>
  )
}

/** Goes to what was found. */
function useOpen(): (item: FoundItem) => void {
  const store = useAppStore()
  return (item) => {
    const app = store.getState()
    switch (item.kind) {
      case 'bot':
        app.closeDialog()
        app.selectBot(item.botId)
        return
      case 'session':
        app.closeDialog()
        void app
          .findSession(item.group.session.id)
          .then((session) => session && app.selectSession(session.id))
        return
      case 'message':
        void app.openFound(
          {
            botId: item.group.session.botId,
            sessionId: item.group.session.id,
            messageId: item.hit.messageId,
            seq: item.hit.seq,
            words: wordsOf(item.hit),
          },
          item.hit.isVisible,
        )
    }
  }
}

interface SearchFieldProps {
  readonly listId: string
  readonly items: readonly FoundItem[]
  readonly active: number
  readonly onActivate: (index: number) => void
  readonly onOpen: (item: FoundItem) => void
}

/** The focus stays here; the arrow keys choose among the results. */
function SearchField({ listId, items, active, onActivate, onOpen }: SearchFieldProps) {
  const query = useApp((app) => app.searchQuery)
  const setQuery = useApp((app) => app.setSearchQuery)
  const store = useAppStore()
  const isLoading = useApp((app) => app.searchStatus === 'loading')
  const field = useRef<HTMLInputElement>(null)

  useEffect(() => field.current?.select(), [])

  const onKeyDown = (event: React.KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return
    const item = items[active]
    const target = targetOf(event.key, active, items.length)
    if (target !== null) onActivate(target)
    else if (event.key !== 'Enter') return
    // What is shown may answer what was typed before.
    else if (isLoading) void store.getState().searchAgain()
    else if (item !== undefined) onOpen(item)
    event.preventDefault()
  }

  return (
    <div className={styles['field']}>
      <Search size={17} aria-hidden="true" />
      <input
        ref={field}
        data-autofocus
        type="text"
        role="combobox"
        className={styles['input']}
        aria-label="Search conversations"
        aria-expanded={items.length > 0}
        aria-controls={listId}
        aria-autocomplete="list"
        aria-activedescendant={
          items.length > 0 ? `${listId}-${items[active]?.key ?? ''}` : undefined
        }
        placeholder="Search conversations"
        autoComplete="off"
        autoCapitalize="off"
        spellCheck={false}
        enterKeyHint="search"
        maxLength={MAX_QUERY_LENGTH}
        value={query}
        onChange={({ target }) => setQuery(target.value)}
        onKeyDown={onKeyDown}
      />
      {isLoading && <Spinner />}
    </div>
  )
}

/** Where a key leads in the list; null where it does not lead anywhere. */
function targetOf(key: string, active: number, count: number): number | null {
  if (count === 0) return null
  switch (key) {
    case 'ArrowDown':
      return (active + 1) % count
    case 'ArrowUp':
      return (active - 1 + count) % count
    case 'PageDown':
      return Math.min(count - 1, active + 6)
    case 'PageUp':
      return Math.max(0, active - 6)
    default:
      return null
  }
}
