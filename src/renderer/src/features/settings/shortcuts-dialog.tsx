import { useApp } from '../../store/use-app'
import { Dialog } from '../../ui/dialog'
import styles from './shortcuts-dialog.module.css'

const isApple = /Mac|iPhone|iPad/.test(navigator.userAgent)
const MOD = isApple ? '⌘' : 'Ctrl'
const ALT = isApple ? '⌥' : 'Alt'

const GROUPS: readonly {
  readonly title: string
  readonly rows: readonly (readonly [string, string])[]
}[] = [
  {
    title: 'Anywhere',
    rows: [
      [`${MOD} F`, 'Find in this conversation'],
      [`${MOD} Shift F`, 'Search everywhere'],
      [`${MOD} N`, 'New conversation (in the window; browsers keep it)'],
      [`${MOD} Shift L`, 'Launch a bot'],
      [`${MOD} Shift M`, 'Models'],
      [`${ALT} 1 … 9`, 'Switch to a bot'],
      [`${MOD} .`, 'Stop the reply'],
      ['?', 'This list'],
      ['Esc', 'Close what is open'],
    ],
  },
  {
    title: 'Writing',
    rows: [
      ['Enter', 'Send'],
      ['Shift Enter', 'New line'],
      ['↑', 'Earlier messages of mine, in an empty field'],
    ],
  },
  {
    title: 'Reading',
    rows: [
      ['Home End', 'First and newest message'],
      ['F3', 'Next match, while finding; with Shift the one before'],
    ],
  },
  {
    title: 'Lists',
    rows: [
      ['↑ ↓ Home End', 'Move'],
      ['A … Z', 'Go to the next conversation that begins so'],
      ['Enter', 'Open'],
      ['F2', 'Rename a conversation'],
      ['Delete', 'Delete what is selected, or this conversation'],
      ['Space', 'Select a conversation'],
      ['Shift ↑ ↓', 'Select several'],
      [`${MOD} A`, 'Select all conversations of the list'],
    ],
  },
]

export function ShortcutsDialog() {
  const closeDialog = useApp((app) => app.closeDialog)
  return (
    <Dialog title="Shortcuts" size="large" isText onClose={closeDialog}>
      <div className={styles['groups']}>
        {GROUPS.map(({ title, rows }) => (
          <section key={title} className={styles['group']}>
            <h3 className={styles['title']}>{title}</h3>
            <dl className={styles['rows']}>
              {rows.map(([keys, what]) => (
                <div key={`${keys} ${what}`} className={styles['row']}>
                  <dt>{what}</dt>
                  <dd className={styles['keys']}>
                    {keys.split(' ').map((key) => (
                      <kbd key={key} className={styles['key']}>
                        {key}
                      </kbd>
                    ))}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  )
}
