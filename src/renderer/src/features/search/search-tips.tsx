import styles from './search-dialog.module.css'

const TIPS = [
  ['café', 'finds cafe, Café and cafés'],
  ['"exact words"', 'words that stand together'],
  ['-word', 'without this word'],
  ['from:me', 'what I said; from:bot for replies'],
  ['after:2026-11-01', 'that day or later; before: for earlier'],
  ['has:code', 'messages with a block of code'],
  ['tag:"to do"', 'in conversations with this tag; folder: for a folder'],
] as const

/** What can be typed, while nothing is. */
export function SearchTips() {
  return (
    <dl className={styles['tips']} aria-label="What you can type">
      {TIPS.map(([example, what]) => (
        <div key={example} className={styles['tip']}>
          <dt>
            <code>{example}</code>
          </dt>
          <dd>{what}</dd>
        </div>
      ))}
    </dl>
  )
}
