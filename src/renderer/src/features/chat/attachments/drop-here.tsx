import { ImagePlus } from 'lucide-react'
import styles from './attachments.module.css'

/** While files are held above the conversation. */
export function DropHere() {
  return (
    <p className={styles['dropHere']}>
      <ImagePlus size={22} aria-hidden="true" /> Drop pictures or text files anywhere here
    </p>
  )
}
