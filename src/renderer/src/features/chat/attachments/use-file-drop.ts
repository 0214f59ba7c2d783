import { useEffect, useRef, useState } from 'react'
import type { DragEvent } from 'react'

const hasFiles = (event: DragEvent) => event.dataTransfer.types.includes('Files')

/** A file that misses its place would be opened by the browser, in place of this page. */
function refuseFiles(event: globalThis.DragEvent): void {
  if (event.defaultPrevented || event.dataTransfer?.types.includes('Files') !== true) return
  event.preventDefault()
  event.dataTransfer.dropEffect = 'none'
}

/** Lets files be dropped anywhere on an element. `isOver`: some are held above it. */
export function useFileDrop(onFiles: ((files: readonly File[]) => void) | null) {
  const [isOver, setIsOver] = useState(false)
  // Entering a child comes before leaving its parent.
  const depth = useRef(0)
  const end = () => {
    depth.current = 0
    setIsOver(false)
  }
  useEffect(() => {
    addEventListener('dragover', refuseFiles)
    return () => removeEventListener('dragover', refuseFiles)
  }, [])
  if (onFiles === null) return { isOver: false, handlers: {} }
  const handlers = {
    onDragEnter: (event: DragEvent) => {
      if (!hasFiles(event)) return
      depth.current += 1
      setIsOver(true)
    },
    onDragOver: (event: DragEvent) => {
      if (!hasFiles(event)) return
      event.preventDefault()
      event.dataTransfer.dropEffect = 'copy'
    },
    onDragLeave: (event: DragEvent) => {
      if (!hasFiles(event)) return
      depth.current -= 1
      if (depth.current <= 0) end()
    },
    onDrop: (event: DragEvent) => {
      if (!hasFiles(event)) return
      event.preventDefault()
      end()
      onFiles([...event.dataTransfer.files])
    },
  }
  return { isOver, handlers }
}
