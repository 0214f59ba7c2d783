import { useMemo, useState } from 'react'
import type { ReactNode } from 'react'
import type { SessionId } from '@shared/model/ids'
import { useApp } from '../../store/use-app'
import { useMedia } from '../../ui/use-media'
import { useWindow } from '../../ui/use-window'
import { FolderRow } from './folder-row'
import type { ListItem } from './list-items'
import styles from './session-list.module.css'
import { SessionRow } from './session-row'
import { useChoosing } from './use-choosing'
import { useListFocus } from './use-list-focus'
import { useListKeys } from './use-list-keys'

// As in session-list.module.css.
const HEADING_PX = 30
const ROW_PX = 34
const TOUCH_ROW_PX = 44

function topsOf(items: readonly ListItem[], rowPx: number): number[] {
  const tops = [0]
  let top = 0
  for (const { kind } of items) tops.push((top += kind === 'heading' ? HEADING_PX : rowPx))
  return tops
}

export interface SessionRowsProps {
  readonly items: readonly ListItem[]
  readonly ofSeveralBots: boolean
  /** Below the last row. */
  readonly children: ReactNode
}

/** The rows that are seen, of a list of any length; keys and choosing go over all of it. */
export function SessionRows({ items, ofSeveralBots, children }: SessionRowsProps) {
  const selected = useApp((app) => app.selectedSessionId)
  const rowPx = useMedia('(pointer: coarse)') ? TOUCH_ROW_PX : ROW_PX
  const tops = useMemo(() => topsOf(items, rowPx), [items, rowPx])
  const [scroller, setScroller] = useState<HTMLElement | null>(null)
  const { first, end } = useWindow(scroller, tops)
  const focus = useListFocus(scroller, items, tops)
  const [renaming, setRenaming] = useState<string | null>(null)
  const { press, chooseUpTo } = useChoosing(items)
  const onKeyDown = useListKeys({ items, focus, onRename: setRenaming, chooseUpTo })
  const stop = tabStopOf(items, focus.active, selected)
  const shown = indexesOf(first, Math.min(end, items.length), stop)
  return (
    <div
      ref={setScroller}
      className={styles['scroll']}
      onKeyDown={onKeyDown}
      onFocus={focus.onFocus}
      onBlur={focus.onBlur}
    >
      <ul className={styles['rows']} style={{ height: tops.at(-1) }}>
        {shown.map((index) => {
          const item = items[index]
          if (item === undefined) return null
          return (
            <li
              key={item.key}
              data-key={item.key}
              aria-setsize={items.length}
              aria-posinset={index + 1}
              className={item.kind === 'heading' ? styles['dayRow'] : undefined}
              style={{ transform: `translateY(${tops[index] ?? 0}px)` }}
            >
              {item.kind === 'heading' && <h3 className={styles['day']}>{item.label}</h3>}
              {item.kind === 'folder' && (
                <FolderRow
                  folderId={item.key}
                  tabbable={index === stop}
                  renaming={renaming === item.key}
                  onRename={setRenaming}
                />
              )}
              {item.kind === 'session' && (
                <SessionRow
                  sessionId={item.key}
                  tabbable={index === stop}
                  renaming={renaming === item.key}
                  ofSeveralBots={ofSeveralBots}
                  onRename={setRenaming}
                  onPress={press}
                />
              )}
            </li>
          )
        })}
      </ul>
      {children}
    </div>
  )
}

/** Where Tab stops: the row that had the focus, else the one that is open, else the first. -1 where there is none. */
function tabStopOf(
  items: readonly ListItem[],
  active: string | null,
  selected: SessionId | null,
): number {
  const placeOf = (wanted: string | null) =>
    wanted === null ? -1 : items.findIndex(({ key }) => key === wanted)
  const known = placeOf(active)
  if (known !== -1) return known
  const open = placeOf(selected)
  return open === -1 ? items.findIndex(({ kind }) => kind !== 'heading') : open
}

/** The window, and the row with the focus wherever it is: it must not go while it has it. */
function indexesOf(first: number, end: number, stop: number): number[] {
  const inside = Array.from({ length: Math.max(0, end - first) }, (_, index) => first + index)
  if (stop === -1 || (stop >= first && stop < end)) return inside
  return stop < first ? [stop, ...inside] : [...inside, stop]
}
