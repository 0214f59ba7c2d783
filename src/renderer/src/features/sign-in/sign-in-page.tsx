import { KeyRound } from 'lucide-react'
import { useState } from 'react'
import { useApp } from '../../store/use-app'
import { Button } from '../../ui/button'
import { ErrorState } from '../../ui/error-state'
import { messageOf } from '../../ui/message-of'
import { TextField } from '../../ui/text-field'
import styles from './sign-in-page.module.css'

export interface SignInPageProps {
  /** Takes a pasted link or code; rejects with `AppError` where it does not open the door. */
  readonly onSignIn: (linkOrCode: string) => Promise<void>
}

/** What a browser that is not signed in sees: how to get a link, and a field for it. */
export function SignInPage({ onSignIn }: SignInPageProps) {
  const startError = useApp((app) => app.signInError)
  const [text, setText] = useState('')
  const [problem, setProblem] = useState<string | null>(null)
  const [error, setError] = useState(startError)
  const [busy, setBusy] = useState(false)

  const submit = async () => {
    if (text.trim() === '') {
      setProblem('Paste the link or its code.')
      return
    }
    setBusy(true)
    setError(null)
    try {
      await onSignIn(text.trim())
    } catch (reason) {
      setError(messageOf(reason))
    } finally {
      setBusy(false)
    }
  }
  return (
    <main className={styles['page']}>
      <div className={styles['card']}>
        <img src="./icon.svg" alt="" width={44} height={44} />
        <h1 className={styles['title']}>Sign in to Port 8000</h1>
        <p className={styles['lead']}>
          Your bots and their conversations stay on this machine. A browser signs in once, with a
          one-time link.
        </p>
        {error !== null && <ErrorState message={error} />}
        <ol className={styles['steps']}>
          <li>
            In the Port 8000 window, press <strong>Open in browser</strong>. That is all: a
            signed-in page opens.
          </li>
          <li>
            Without a window, run <code>npm start -- --sign-in-link</code> where Port 8000 is
            installed, and open the link it prints.
          </li>
        </ol>
        <form
          className={styles['form']}
          noValidate
          onSubmit={(event) => {
            event.preventDefault()
            void submit()
          }}
        >
          <TextField
            label="Sign-in link or code"
            mono
            autoComplete="off"
            spellCheck={false}
            hint="A link works once, for 3 minutes."
            error={problem}
            value={text}
            onChange={({ target }) => {
              setProblem(null)
              setText(target.value)
            }}
          />
          <Button
            variant="primary"
            type="submit"
            busy={busy}
            icon={<KeyRound size={15} aria-hidden="true" />}
          >
            Sign in
          </Button>
        </form>
      </div>
    </main>
  )
}
