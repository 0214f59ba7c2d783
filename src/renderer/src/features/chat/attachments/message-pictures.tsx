import { ImageOff } from 'lucide-react'
import { useState } from 'react'
import type { Attachment } from '@shared/model/message-details'
import { Dialog } from '../../../ui/dialog'
import { pictureUrl } from './attached'
import styles from './attachments.module.css'

/** So large a picture stands in the conversation, in CSS pixels. */
const MOST_WIDTH = 320
const MOST_HEIGHT = 240

/** The pictures of a message; each opens in full. Their places have their size before they are there. */
export function MessagePictures({ pictures }: { readonly pictures: readonly Attachment[] }) {
  const [opened, setOpened] = useState<Attachment | null>(null)
  return (
    <>
      <ul className={styles['pictures']} aria-label="Pictures">
        {pictures.map((picture) => (
          <li key={picture.hash}>
            <Thumbnail picture={picture} onOpen={() => setOpened(picture)} />
          </li>
        ))}
      </ul>
      {opened !== null && (
        <Dialog title={opened.name} size="large" isText onClose={() => setOpened(null)}>
          <Picture picture={opened} className={styles['full'] ?? ''} />
        </Dialog>
      )}
    </>
  )
}

interface ThumbnailProps {
  readonly picture: Attachment
  readonly onOpen: () => void
}

function Thumbnail({ picture, onOpen }: ThumbnailProps) {
  const [isGone, setIsGone] = useState(false)
  const { hash, name, width, height } = picture
  const scale = Math.min(1, MOST_WIDTH / width, MOST_HEIGHT / height)
  if (isGone) {
    return (
      <span className={styles['gone']}>
        <ImageOff size={16} aria-hidden="true" /> Picture not here: {name}
      </span>
    )
  }
  return (
    <button type="button" className={styles['thumbnail']} onClick={onOpen}>
      <img
        src={pictureUrl(hash)}
        alt={name}
        width={Math.max(24, Math.round(width * scale))}
        height={Math.max(24, Math.round(height * scale))}
        loading="lazy"
        decoding="async"
        draggable={false}
        onError={() => setIsGone(true)}
      />
    </button>
  )
}

function Picture({
  picture,
  className,
}: {
  readonly picture: Attachment
  readonly className: string
}) {
  const { hash, name, width, height } = picture
  return (
    <img src={pictureUrl(hash)} alt={name} width={width} height={height} className={className} />
  )
}
