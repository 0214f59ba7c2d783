import { useSyncExternalStore } from 'react'

const DARK = '(prefers-color-scheme: dark)'

/** Whether the page is dark now: by the theme that was chosen, else by the system's. */
export function useIsDark(): boolean {
  return useSyncExternalStore(subscribe, isDark)
}

function isDark(): boolean {
  const theme = document.documentElement.dataset['theme']
  return theme === undefined ? matchMedia(DARK).matches : theme === 'dark'
}

function subscribe(onChange: () => void): () => void {
  const media = matchMedia(DARK)
  const observer = new MutationObserver(onChange)
  observer.observe(document.documentElement, { attributeFilter: ['data-theme'] })
  media.addEventListener('change', onChange)
  return () => {
    observer.disconnect()
    media.removeEventListener('change', onChange)
  }
}
