import { ImageOff } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import type { Attachment } from '@shared/model/message-details'
import { pictureUrl } from './attached'
import styles from './attachments.module.css'

const PictureDialog = lazy(() =>
  import('./picture-dialog').then((module) => ({ default: module.PictureDialog })),
)

/** So large a picture stands in the conversation, in CSS pixels. */
const ALONE = { width: 320, height: 240 }
/** Two stand side by side on the smallest screens. */
const AMONG_OTHERS = { width: 124, height: 124 }

/** The pictures of a message; each opens in full. Their places have their size before they are there. */
export function MessagePictures({ pictures }: { readonly pictures: readonly Attachment[] }) {
  const [opened, setOpened] = useState<Attachment | null>(null)
  const most = pictures.length === 1 ? ALONE : AMONG_OTHERS
  return (
    <>
      <ul className={styles['pictures']} aria-label="Pictures">
        {pictures.map((picture) => (
          <li key={picture.hash}>
            <Thumbnail picture={picture} most={most} onOpen={() => setOpened(picture)} />
          </li>
        ))}
      </ul>
      {opened !== null && (
        <Suspense>
          <PictureDialog picture={opened} onClose={() => setOpened(null)} />
        </Suspense>
      )}
    </>
  )
}

interface ThumbnailProps {
  readonly picture: Attachment
  readonly most: Pick<Attachment, 'width' | 'height'>
  readonly onOpen: () => void
}

function Thumbnail({ picture, most, onOpen }: ThumbnailProps) {
  const [isGone, setIsGone] = useState(false)
  const { hash, name, width, height } = picture
  const scale = Math.min(1, most.width / width, most.height / height)
  if (isGone) {
    return (
      <button
        type="button"
        className={styles['gone']}
        title="Try again"
        onClick={() => setIsGone(false)}
      >
        <ImageOff size={16} aria-hidden="true" /> Picture not here: {name}
      </button>
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
