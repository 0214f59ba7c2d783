import { ArrowLeft } from 'lucide-react'
import type { ReactNode } from 'react'
import { useApp } from '../store/use-app'
import { Button } from './button'
import styles from './page.module.css'

interface PageProps {
  readonly title: string
  /** What stands at the end of its head. */
  readonly aside?: ReactNode
  readonly children: ReactNode
}

/** A page that takes the place of the conversation, with the way back to it. */
export function Page({ title, aside, children }: PageProps) {
  const navigate = useApp((app) => app.navigate)
  const botId = useApp((app) => app.selectedBotId)
  const sessionId = useApp((app) => app.selectedSessionId)
  return (
    <main className={styles['page']}>
      <header className={styles['top']}>
        <Button
          variant="quiet"
          icon={<ArrowLeft size={16} aria-hidden="true" />}
          onClick={() => navigate({ page: 'conversation', botId, sessionId })}
        >
          <span className={styles['back']}>Conversations</span>
        </Button>
        <h1 className={styles['title']}>{title}</h1>
        {aside}
      </header>
      {children}
    </main>
  )
}
