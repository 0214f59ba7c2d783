import scriptUrl from './diagram-frame.ts?worker&url'
import styles from './diagram.module.css'
import type { JobWorker } from './job-queue'

/** As `DIAGRAM_PAGE` of the server. */
const PAGE = './diagram.html'

/**
 * A frame that draws diagrams, used like a worker: Mermaid needs a page to measure in. The frame belongs to no origin and may
 * load nothing, so it is handed its script.
 */
export function openDiagramFrame(): JobWorker {
  const frame = document.createElement('iframe')
  frame.setAttribute('sandbox', 'allow-scripts')
  frame.setAttribute('aria-hidden', 'true')
  frame.tabIndex = -1
  frame.title = 'Drawing of diagrams'
  frame.className = styles['frame'] ?? ''
  frame.src = PAGE
  let isReady = false
  const waiting: unknown[] = []
  // It has no origin to name.
  const send = (message: unknown) => frame.contentWindow?.postMessage(message, '*')

  const receive = (event: MessageEvent) => {
    if (event.source === null || event.source !== frame.contentWindow) return
    if (isReady) {
      opened.onmessage?.(event)
      return
    }
    isReady = true
    for (const message of waiting.splice(0)) send(message)
  }
  const opened: JobWorker = {
    onmessage: null,
    onerror: null,
    postMessage: (message) => {
      if (isReady) send(message)
      else waiting.push(message)
    },
    terminate: () => {
      removeEventListener('message', receive)
      frame.remove()
    },
  }
  addEventListener('message', receive)
  const loaded = new Promise((resolve) => frame.addEventListener('load', resolve, { once: true }))
  document.body.append(frame)
  Promise.all([fetchScript(), loaded]).then(
    ([script]) => send({ script }),
    () => opened.onerror?.(new ErrorEvent('error')),
  )
  return opened
}

async function fetchScript(): Promise<Blob> {
  const response = await fetch(scriptUrl)
  if (!response.ok) throw new Error('The script that draws diagrams was not found.')
  return response.blob()
}
