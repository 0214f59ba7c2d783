import { ChevronDown, ChevronUp, X } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { useApp, useAppStore } from '../../store/use-app'
import { Button } from '../../ui/button'
import { IconButton } from '../../ui/icon-button'
import styles from './find-bar.module.css'
import type { Find } from './find-slice'
import { useFindKeys } from './use-find-keys'

/** As long as the controller takes. */
const MAX_QUERY_LENGTH = 200

/** Finds something in the conversation that is open. */
export function FindBar() {
  const find = useApp((app) => (app.find?.sessionId === app.selectedSessionId ? app.find : null))
  return find && <OpenFindBar key={find.sessionId} find={find} />
}

function OpenFindBar({ find }: { readonly find: Find }) {
  const store = useAppStore()
  const { sessionId, query, wishes } = find
  const close = useApp((app) => app.closeFind)
  const step = useApp((app) => app.stepFind)
  const searchEverywhere = useApp((app) => app.searchEverywhere)
  const lastSaid = useApp((app) => {
    const session = app.sessions[sessionId]
    return session === undefined ? '' : `${session.lastSeq} ${session.headSeq}`
  })
  const field = useRef<HTMLInputElement>(null)
  useFocusGivenBack()
  useFindKeys()

  useEffect(() => {
    field.current?.focus()
    field.current?.select()
  }, [wishes])

  useEffect(() => {
    void store.getState().refreshFind()
  }, [store, lastSaid])

  const onKeyDown = (event: React.KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return
    const direction = directionOf(event)
    if (direction === null) return
    event.preventDefault()
    void step(direction)
  }

  return (
    <search className={styles['bar']} aria-label="Find in this conversation" data-find-bar>
      <input
        ref={field}
        type="text"
        className={styles['field']}
        aria-label="Find in this conversation"
        placeholder="Find in this conversation"
        autoComplete="off"
        autoCapitalize="off"
        spellCheck={false}
        enterKeyHint="search"
        maxLength={MAX_QUERY_LENGTH}
        value={query}
        onChange={({ target }) => store.getState().setFindQuery(target.value)}
        onKeyDown={onKeyDown}
      />
      <p className={styles['count']} role="status">
        {countOf(find)}
      </p>
      <IconButton label="Previous match" onClick={() => void step(-1)}>
        <ChevronUp size={17} aria-hidden="true" />
      </IconButton>
      <IconButton label="Next match" onClick={() => void step(1)}>
        <ChevronDown size={17} aria-hidden="true" />
      </IconButton>
      <Button small variant="quiet" onClick={searchEverywhere}>
        Search everywhere
      </Button>
      <IconButton label="Close" className={styles['close']} onClick={close}>
        <X size={17} aria-hidden="true" />
      </IconButton>
    </search>
  )
}

function directionOf({ key, shiftKey }: React.KeyboardEvent): 1 | -1 | null {
  if (key === 'Enter') return shiftKey ? -1 : 1
  if (key === 'ArrowDown') return 1
  return key === 'ArrowUp' ? -1 : null
}

/** "3 of 17": messages, not words. */
function countOf({ query, matches, isExact, current, error }: Find): string {
  if (error !== null) return error
  if (query.trim() === '' || matches === null) return ''
  if (matches.length === 0) return 'Nothing found'
  const total = `${matches.length}${isExact ? '' : '+'}`
  const place = matches.findIndex(({ seq }) => seq === current?.seq)
  return place < 0 ? total : `${place + 1} of ${total}`
}

/** When the bar is closed, the focus goes back to where it was. */
function useFocusGivenBack(): void {
  useEffect(() => {
    const before = document.activeElement
    return () => {
      // Whoever moved on meanwhile is left where they are.
      const hasMovedOn = document.activeElement !== document.body
      if (hasMovedOn || !(before instanceof HTMLElement) || !before.isConnected) return
      before.focus({ preventScroll: true })
    }
  }, [])
}
