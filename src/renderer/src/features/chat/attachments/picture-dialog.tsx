import type { Attachment } from '@shared/model/message-details'
import { Dialog } from '../../../ui/dialog'
import { pictureUrl } from './attached'
import styles from './picture-dialog.module.css'

export interface PictureDialogProps {
  readonly picture: Attachment
  readonly onClose: () => void
}

/** A picture as large as the window lets it be. */
export function PictureDialog({ picture, onClose }: PictureDialogProps) {
  const { hash, name, width, height } = picture
  return (
    <Dialog title={name} size="large" isText onClose={onClose}>
      <img
        src={pictureUrl(hash)}
        alt={name}
        width={width}
        height={height}
        className={styles['picture']}
      />
    </Dialog>
  )
}
