import { useApp } from '../../store/use-app'
import styles from './models-page.module.css'
import { PullForm } from './pull-form'
import { PullRow } from './pull-row'

/** What is being downloaded, and the way to download more. */
export function PullSection({ isFirst }: { readonly isFirst: boolean }) {
  const pulls = useApp((app) => app.pulls)
  const isOwner = useApp((app) => app.role === 'owner')
  const rows = Object.entries(pulls).toSorted(([, a], [, b]) => a.startedAt - b.startedAt)
  if (!isOwner && rows.length === 0) return null
  return (
    <section className={styles['section']} aria-labelledby="models-pull">
      <h2 id="models-pull" className={styles['heading']}>
        {isOwner ? 'Pull a model' : 'Being pulled'}
      </h2>
      {isOwner && <PullForm isFirst={isFirst} />}
      {rows.length > 0 && (
        <ul className={styles['rows']}>
          {rows.map(([key, pull]) => (
            <PullRow key={key} pull={pull} />
          ))}
        </ul>
      )}
    </section>
  )
}
