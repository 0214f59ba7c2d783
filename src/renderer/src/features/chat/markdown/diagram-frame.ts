import mermaid from 'mermaid'
import type { DiagramJob, Drawing } from './diagram-job'
import type { JobAnswer, JobRequest } from './job-worker'

// Runs in the sandboxed frame `diagram.html` and nowhere else: it belongs to no origin, reaches no network and sees nothing of
// the page around it. It gets the sources of diagrams and gives back pictures.

/** What a diagram may not change by its own `%%{init}%%`: what guards us, and what makes it legible in our themes. */
const OUR_OWN_CHOICE = [
  'secure securityLevel startOnLoad maxTextSize maxEdges suppressErrorRendering dompurifyConfig htmlLabels',
  'forceLegacyMathML legacyMathML theme themeCSS themeVariables darkMode fontFamily altFontFamily',
].flatMap((names) => names.split(' '))

async function draw(id: number, { source, isDark }: DiagramJob): Promise<Drawing> {
  mermaid.initialize({
    startOnLoad: false,
    securityLevel: 'strict',
    secure: OUR_OWN_CHOICE,
    suppressErrorRendering: true,
    // Labels as SVG text: HTML in a picture is drawn by some browsers only.
    htmlLabels: false,
    theme: isDark ? 'dark' : 'default',
    darkMode: isDark,
    fontFamily: 'system-ui, sans-serif',
  })
  const { svg, diagramType } = await mermaid.render(`diagram-${String(id)}`, source)
  const element = new DOMParser().parseFromString(svg, 'text/html').querySelector('svg')
  if (element === null) throw new Error('Mermaid made no picture.')
  return { svg: toDocument(element), title: titleOf(element, diagramType) }
}

/** As XML, which a picture has to be, and with a size, which gives it its proportions. */
function toDocument(element: SVGSVGElement): string {
  const { width, height } = element.viewBox.baseVal
  if (width > 0 && height > 0) {
    element.setAttribute('width', String(Math.ceil(width)))
    element.setAttribute('height', String(Math.ceil(height)))
  }
  element.style.removeProperty('max-width')
  return new XMLSerializer().serializeToString(element)
}

/** `flowchart-v2` is a flowchart. */
function titleOf(element: SVGSVGElement, diagramType: string): string {
  const words = ['title', 'desc'].map(
    (name) => element.querySelector(`:scope > ${name}`)?.textContent.trim() ?? '',
  )
  return words.filter((text) => text !== '').join('. ') || diagramType.replace(/-.*|Diagram/g, '')
}

async function answer({ id, job }: JobRequest<DiagramJob>): Promise<void> {
  const result = await draw(id, job).catch(() => null)
  document.body.replaceChildren()
  // The frame cannot know whose it is; a picture is no secret from whoever sent its source.
  parent.postMessage({ id, result } satisfies JobAnswer<Drawing>, '*')
}

addEventListener('message', ({ data, source }: MessageEvent<JobRequest<DiagramJob>>) => {
  if (source === parent) void answer(data)
})
parent.postMessage('ready', '*')
