import { Monitor, Moon, Sun } from 'lucide-react'
import { useApp } from '../../store/use-app'
import { Choice } from '../../ui/choice'
import styles from './settings-dialog.module.css'

const ICON = { size: 15, 'aria-hidden': true } as const
const OPTIONS = [
  { value: 'system', label: 'System', icon: <Monitor {...ICON} /> },
  { value: 'light', label: 'Light', icon: <Sun {...ICON} /> },
  { value: 'dark', label: 'Dark', icon: <Moon {...ICON} /> },
] as const

export function AppearanceSection() {
  const theme = useApp((app) => app.theme)
  const setTheme = useApp((app) => app.setTheme)
  return (
    <>
      <Choice label="Theme" options={OPTIONS} value={theme} onChange={setTheme} />
      <p className={styles['note']}>
        Kept in this browser. “System” follows your computer, also its wish for more contrast and
        less motion.
      </p>
    </>
  )
}
