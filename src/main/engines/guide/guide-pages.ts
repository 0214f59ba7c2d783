import type { Passage } from '@main/core/guide/guide-index'
import { readPassages } from '@main/core/guide/read-passages'

const pages = import.meta.glob('../../../../docs/user-guide/*.md', {
  query: '?raw',
  import: 'default',
  eager: true,
})

/** Every section of the user guide, page by page. The build carries the pages, so nothing is read from disk. */
export function readGuidePassages(): readonly Passage[] {
  return Object.entries(pages).flatMap(([path, markdown]) =>
    readPassages(path.replace(/^.*\/|\.md$/g, ''), String(markdown)),
  )
}
