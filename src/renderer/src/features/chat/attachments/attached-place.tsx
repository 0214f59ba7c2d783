import { lazy, Suspense } from 'react'
import { useApp } from '../../../store/use-app'
import { NOTHING_ATTACHED } from './attached'
import type { AttachedStripProps } from './attached-strip'
import styles from './attachments.module.css'

/** A chunk of its own: most messages have no pictures. Without it they are still named, and still sent. */
const AttachedStrip = lazy(() =>
  import('./attached-strip').then(
    (module) => ({ default: module.AttachedStrip }),
    () => ({ default: AttachedNames }),
  ),
)

/** Where the pictures stand beside what is being written; nothing while there are none. */
export function AttachedPlace(props: AttachedStripProps) {
  const isEmpty = useApp(
    (state) => (state.attached[props.draftKey] ?? NOTHING_ATTACHED).length === 0,
  )
  if (isEmpty) return null
  return (
    <Suspense fallback={<AttachedNames {...props} />}>
      <AttachedStrip {...props} />
    </Suspense>
  )
}

function AttachedNames({ draftKey }: AttachedStripProps) {
  const attached = useApp((state) => state.attached[draftKey] ?? NOTHING_ATTACHED)
  return <p className={styles['names']}>{attached.map(({ name }) => name).join(', ')}</p>
}
