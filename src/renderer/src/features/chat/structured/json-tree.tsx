import { CopyButton } from '../messages/copy-button'
import { wordsOf } from './json-rows'
import type { JsonRow } from './json-rows'
import type { Json } from './parse-json'
import styles from './structured-reply.module.css'
import { useJsonTree } from './use-json-tree'

/** JSON as a tree: arrows walk through it, left and right close and open, and the row one is at can be copied. */
export function JsonTree({ value }: { readonly value: Json }) {
  const { tree, rows, current, onKey, onPick } = useJsonTree(value)
  return (
    <>
      <ul
        ref={tree}
        role="tree"
        aria-label="Reply"
        className={styles['tree']}
        data-scrolls
        onKeyDown={onKey}
      >
        {rows.map((row) => (
          <li key={row.path} role="none">
            <Row row={row} isCurrent={row === current} onPick={onPick} />
          </li>
        ))}
      </ul>
      {current?.hidden === 0 && (
        <div className={styles['tools']}>
          <code className={styles['path']}>
            {current.path === '' ? 'Whole reply' : current.path}
          </code>
          <CopyButton text={textOf(current.value)} label="Copy value" />
          {current.path !== '' && <CopyButton text={current.path} label="Copy path" />}
        </div>
      )}
    </>
  )
}

interface RowProps {
  readonly row: JsonRow
  readonly isCurrent: boolean
  readonly onPick: (row: JsonRow) => void
}

function Row({ row, isCurrent, onPick }: RowProps) {
  const { key, level, isOpen, place, count, hidden } = row
  const isValue = isOpen === null && hidden === 0
  return (
    <div
      role="treeitem"
      className={styles['row']}
      data-level={Math.min(level, 8)}
      aria-level={level}
      aria-posinset={place}
      aria-setsize={count}
      aria-expanded={isOpen ?? undefined}
      aria-selected={isCurrent}
      tabIndex={isCurrent ? 0 : -1}
      onClick={() => onPick(row)}
    >
      <span className={styles['sign']} aria-hidden="true">
        {isOpen === null ? '' : isOpen ? '▾' : '▸'}
      </span>
      {key !== null && <span className={styles['key']}>{key}: </span>}
      <span className={isValue ? undefined : styles['count']}>{wordsOf(row)}</span>
    </div>
  )
}

/** A text as it is, everything else as JSON. */
function textOf(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value, null, 2)
}
