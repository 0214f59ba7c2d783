import { CircleAlert, X } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { IconButton } from '../../../ui/icon-button'
import { Spinner } from '../../../ui/spinner'
import { pictureUrl } from './attached'
import type { Attached } from './attached'
import styles from './attached-strip.module.css'

export interface AttachedPictureProps {
  readonly one: Attached
  readonly onDetach: () => void
}

/** One picture beside what is being written. The newest one comes into view. */
export function AttachedPicture({ one, onDetach }: AttachedPictureProps) {
  const item = useRef<HTMLLIElement>(null)
  useEffect(() => {
    item.current?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }, [])
  const { name, state } = one
  return (
    <li ref={item} className={styles['one']} data-state={state} title={name}>
      <Preview one={one} />
      <span className={styles['name']} dir="auto">
        {name}
      </span>
      <IconButton
        label={state === 'coming' ? `Stop adding ${name}` : `Remove ${name}`}
        onClick={onDetach}
      >
        <X size={15} aria-hidden="true" />
      </IconButton>
    </li>
  )
}

function Preview({ one: { attachment, state, share } }: { readonly one: Attached }) {
  // Its name stands beside it.
  if (attachment !== null)
    return <img className={styles['preview']} src={pictureUrl(attachment.hash)} alt="" />
  if (state === 'failed')
    return (
      <span className={styles['preview']}>
        <CircleAlert size={18} aria-hidden="true" />
      </span>
    )
  return (
    <span className={styles['preview']} role="status" aria-label="Adding">
      <Spinner />
      {share > 0 && share < 1 && `${String(Math.floor(share * 100))}%`}
    </span>
  )
}
