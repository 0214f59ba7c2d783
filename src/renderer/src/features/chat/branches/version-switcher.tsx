import { ChevronLeft, ChevronRight } from 'lucide-react'
import { useEffect, useRef } from 'react'
import type { Message } from '@shared/model/message'
import { useApp } from '../../../store/use-app'
import { IconButton } from '../../../ui/icon-button'
import { versionsOf } from '../state/chat-selectors'
import styles from './branches.module.css'

const ICON = { size: 15, 'aria-hidden': true } as const

/** Which version of a message this is, and the way to the others. Nothing where there is only one. */
export function VersionSwitcher({ message }: { readonly message: Message }) {
  const versions = useApp(versionsOf(message))
  if (versions === null || versions.length < 2) return null
  return <Switcher message={message} versions={versions} />
}

interface SwitcherProps {
  readonly message: Message
  readonly versions: readonly number[]
}

function Switcher({ message, versions }: SwitcherProps) {
  const { sessionId, seq } = message
  const group = useRef<HTMLDivElement>(null)
  const wasPressed = useRef(false)
  const showVersion = useApp((state) => state.showVersion)
  const mayWrite = useApp((state) => state.mayWriteIn(message.sessionId))
  const at = versions.indexOf(seq)

  useEffect(() => {
    // Whoever pressed keeps the buttons in view, though the versions differ in height and in what follows.
    if (wasPressed.current) group.current?.scrollIntoView({ block: 'nearest' })
    wasPressed.current = false
  }, [seq])

  const step = (by: number) => {
    const other = versions[at + by]
    if (other === undefined) return
    wasPressed.current = true
    void showVersion(sessionId, other)
  }
  const words = `${at + 1} / ${versions.length}`
  if (!mayWrite) return <span>{words}</span>
  return (
    <div
      ref={group}
      className={styles['switcher']}
      role="group"
      aria-label={`Version ${at + 1} of ${versions.length}`}
      onKeyDown={(event) => {
        const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key]
        if (by === undefined || event.altKey || event.ctrlKey || event.metaKey) return
        event.preventDefault()
        step(by)
      }}
    >
      <IconButton label="Version before" aria-disabled={at <= 0} onClick={() => step(-1)}>
        <ChevronLeft {...ICON} />
      </IconButton>
      <span aria-live="polite">{words}</span>
      <IconButton
        label="Version after"
        aria-disabled={at >= versions.length - 1}
        onClick={() => step(1)}
      >
        <ChevronRight {...ICON} />
      </IconButton>
    </div>
  )
}
